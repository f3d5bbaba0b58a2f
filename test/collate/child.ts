/** Starts test/collate/child.mjs and hears what it says. */
import { type ChildProcess, spawn } from "node:child_process";
import { projectFile } from "../../src/store/index.ts";

export const CHILD = projectFile("test", "collate", "child.mjs");

export interface Order {
  home: string;
  files: string[];
  at?: { step: string; nth: number; act: "SIGKILL" | "SIGINT" | "wait" };
  plant?: "mark outside the transaction";
}

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The last line of stdout: the report, unless it ended early. */
  out: string;
  /** Files that were acknowledged. */
  recorded: string[];
  err: string;
}

/** Starts a collation; `shell` is run before it in the same shell, for limits. */
export function start(order: Order, options: { uid?: number; gid?: number } = {}, shell = ""): ChildProcess {
  const words = [CHILD, JSON.stringify(order)];
  if (shell === "") return spawn(process.execPath, words, options);
  return spawn("sh", ["-c", `${shell}; exec "$0" "$@"`, process.execPath, ...words], options);
}

export const ended = (child: ChildProcess): Promise<Ending> =>
  new Promise((resolve) => {
    let [out, err] = ["", ""];
    child.stdout?.on("data", (d) => (out += d));
    child.stderr?.on("data", (d) => (err += d));
    child.on("close", (code, signal) => {
      const lines = out.split("\n").filter((line) => line !== "" && line !== "ready" && line !== "waiting");
      const recorded = lines.filter((line) => line.startsWith("recorded ")).map((line) => line.slice(9));
      resolve({ code, signal, out: lines.find((line) => line.startsWith("{")) ?? "", recorded, err });
    });
  });

/** Resolves when the child has said a word, or ended. */
export const said = (child: ChildProcess, word: string): Promise<void> =>
  new Promise((resolve) => {
    child.stdout?.on("data", (d: Buffer) => {
      if (d.toString().includes(word)) resolve();
    });
    child.on("close", () => resolve());
  });

export const run = (order: Order): Promise<Ending> => ended(start(order));
