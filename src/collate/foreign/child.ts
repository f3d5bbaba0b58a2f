/** The parent's half: starts a child process for one task, reads its answers, and turns whatever becomes of it into a Problem. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { diskProblem } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import type { Answer, Task } from "./order.ts";

// The child runs built JavaScript, whether this file is the source (tests) or the build.
const WORKER = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "../../../dist/src/collate/foreign/worker-foreign.js" : "./worker-foreign.js",
    import.meta.url,
  ),
);

const ERRORS_KEPT = 8_000;

/**
 * Runs one task in a child process and gives its answers as they come; while an answer is looked at the child prepares the next, and
 * no more. It is killed when it breaches its time, when the caller stops listening, and when this process ends. Throws a Problem for a refusal, a breach or a crash.
 */
export async function* answersOf(task: Task, worker = WORKER): AsyncGenerator<Answer> {
  const child = new Child(task, worker);
  try {
    for await (const answer of child.answers()) {
      if ("done" in answer) return;
      if ("problem" in answer) throw new Problem(answer.problem);
      if ("fault" in answer) throw faultOf(task, answer.fault);
      child.askNext();
      yield answer;
    }
    throw await child.crash();
  } finally {
    await child.stop();
  }
}

const faultOf = (task: Task, { code, message }: { code: string; message: string }): Error => {
  const error = Object.assign(new Error(message), { code });
  return diskProblem(task.does === "unpack" && code !== "ENOENT" ? task.folder : task.path, error) ?? error;
};

class Child {
  private readonly task: Task;
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly ended: Promise<unknown>;
  private msLeft: number;
  private isTooSlow = false;
  private errors = "";

  constructor(task: Task, worker: string) {
    this.task = task;
    this.msLeft = task.limits.secondsMax * 1000;
    this.process = spawn(
      process.execPath,
      [`--max-old-space-size=${task.limits.memoryMb}`, worker, JSON.stringify(task)],
      // A group of its own: Ctrl-C at the terminal is for this process, which then stops the child; else it would look like a crash.
      { env: {}, detached: true },
    );
    this.ended = once(this.process, "close").catch((error: Error) => this.note(error.message));
    // A child that has ended cannot be asked; how it ended is told by `crash`.
    this.process.stdin.on("error", () => {});
    this.process.stderr.setEncoding("utf8").on("data", (text: string) => this.note(text));
  }

  private note(text: string): void {
    this.errors = (this.errors + text).slice(-ERRORS_KEPT);
  }

  /** Answers line by line, until the child ends. */
  async *answers(): AsyncGenerator<Answer> {
    const chunks = this.process.stdout.setEncoding("utf8")[Symbol.asyncIterator]();
    let rest: string[] = [];
    for (;;) {
      const chunk = await this.timed(chunks.next());
      if (chunk.done) return;
      const lines = String(chunk.value).split("\n");
      const last = lines.pop() ?? "";
      for (const line of lines) {
        yield JSON.parse([...rest, line].join("")) as Answer;
        rest = [];
      }
      if (last !== "") rest.push(last);
    }
  }

  /** The clock runs only while this process waits for the child. */
  private async timed<T>(waiting: Promise<T>): Promise<T> {
    const start = performance.now();
    const alarm = setTimeout(() => {
      this.isTooSlow = true;
      this.process.kill("SIGKILL");
    }, this.msLeft);
    try {
      return await waiting;
    } finally {
      clearTimeout(alarm);
      this.msLeft -= performance.now() - start;
    }
  }

  askNext(): void {
    if (this.task.does === "unpack") this.process.stdin.write("\n");
  }

  /** Why a child ended without its last word. */
  async crash(): Promise<Problem> {
    await this.ended;
    const { shown: file, limits } = this.task;
    if (this.isTooSlow) return new Problem({ code: "too-slow", file, seconds: limits.secondsMax });
    if (/heap out of memory|allocation failed/i.test(this.errors))
      return new Problem({ code: "too-large", file, limit: "memory", most: limits.memoryMb });
    const { signalCode, exitCode } = this.process;
    const said = this.errors.split("\n").find((line) => /^\w*Error\b/.test(line)) ?? "";
    return new Problem({ code: "reader-crashed", file, why: `${signalCode ?? `exit ${exitCode}`} ${said}`.trim() });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill("SIGKILL");
    this.process.stdout.destroy();
    await this.ended;
  }
}
