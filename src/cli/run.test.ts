import { type SpawnOptions, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soclab } from "../../test/command-line.ts";
import { type Comparison, ComparisonSchema } from "../decide/index.ts";
import { projectFile } from "../store/index.ts";

/** The real twin with few runs, in a home folder of its own: in this process, and in one of its own where that tells more. */
const home = mkdtempSync(join(tmpdir(), "soclab-run-"));
const bin = projectFile("bin", "soclab.mjs");
const env = { ...process.env, SOCLAB_HOME: home };
const inProcess = (...words: string[]) => soclab(...words, "--home", home);
/** A year, and a quarter where what is proved is not a result. */
const short = ["--horizon", "2027-04..2028-03"];
const quarter = ["--horizon", "2027-04..2027-06"];
const answers = () => (existsSync(join(home, "answers")) ? readdirSync(join(home, "answers")).sort() : []);

/** A command in a process of its own, heard to its end while others run beside it. */
async function onItsOwn(command: string, words: string[], options: SpawnOptions = {}) {
  const child = spawn(command, words, { env, ...options, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((end) => child.on("close", end));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
  return { stdout, stderr, status };
}

beforeAll(async () => {
  const done = await inProcess("collate");
  if (done.code !== 0) throw new Error(done.err);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("compare", () => {
  it("gives one result hash here with 1 worker and in a process of its own with 2, and JSON that fits the published schema", async () => {
    const words = ["compare", "baseline", "parity-prevention", "--runs", "3", ...short, "--seed", "1", "--json"];
    const [alone, here] = await Promise.all([
      onItsOwn(process.execPath, [bin, ...words, "--workers", "2"]),
      inProcess(...words, "--workers", "1"),
    ]);
    expect(alone.stderr + here.err).not.toContain("fault");
    const [one, two] = [here.out, alone.stdout].map((text) => JSON.parse(text) as Comparison) as [
      Comparison,
      Comparison,
    ];
    expect(Check(ComparisonSchema, one)).toBe(true);
    expect(two.resultHash).toBe(one.resultHash);
    expect(two.outcomes).toEqual(one.outcomes);
    expect(one.withoutNoEvidence!.leftOut.length).toBeGreaterThan(0);
    const kept = join(home, "answers", one.resultHash.slice(0, 12));
    expect(readdirSync(kept).sort()).toEqual(["comparison.json", "manifest.json", "results.parquet"]);
    expect(JSON.parse(readFileSync(join(home, "answers", "last", "manifest.json"), "utf8")).resultHash).toBe(
      one.resultHash,
    );
  });
  it("finds no difference between a scenario and itself", async () => {
    const same = JSON.parse(
      (await inProcess("compare", "baseline", "baseline", "--runs", "2", ...quarter, "--json")).out,
    ) as Comparison;
    for (const o of same.outcomes)
      expect([o.id, o.difference.median, o.difference.low, o.difference.high]).toEqual([o.id, 0, 0, 0]);
  });
  it("refuses two different scenarios of one name", async () => {
    const file = join(home, "baseline.json");
    writeFileSync(file, JSON.stringify({ name: "baseline", title: "Another", levers: [] }));
    const done = await inProcess("compare", "baseline", file, "--runs", "1");
    expect([done.code, done.err]).toEqual([1, expect.stringContaining('both called "baseline"')]);
  });
});

describe("simulate", () => {
  it("writes a manifest and Parquet into a folder", async () => {
    const out = join(home, "runs");
    const done = await inProcess("simulate", "paper", "--runs", "2", ...short, "--out", out, "--json");
    const said = JSON.parse(done.out);
    expect(readdirSync(out).sort()).toEqual(["manifest.json", "results.parquet"]);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    expect(manifest).toMatchObject({
      resultHash: said.resultHash,
      runs: 2,
      seed: 1,
      scenarios: [{ id: "paper", hash: said.scenario.hash }],
    });
  });
});

describe("reconcile", () => {
  it("says of each row what it is, and counts predicted rows alone", async () => {
    const said = JSON.parse((await inProcess("reconcile", "--runs", "2", ...short, "--json")).out);
    expect(new Set(said.rows.map((r: { kind: string }) => r.kind))).toEqual(new Set(["put in", "fitted", "predicted"]));
    expect(said.validation.predicted).toBe(said.rows.filter((r: { kind: string }) => r.kind === "predicted").length);
    expect(said.disagreements.length).toBe(3);
    for (const d of said.disagreements) expect(existsSync(projectFile(...d.decision.split("/")))).toBe(true);
  });
});

describe.concurrent("a process of its own", () => {
  it("stops on SIGINT with 130 and leaves nothing", async () => {
    const before = answers();
    const child = spawn(process.execPath, [bin, "compare", "baseline", "paper", "--runs", "5000"], { env });
    const words: string[] = [];
    child.stderr.on("data", (text) => words.push(String(text)));
    await new Promise<void>((ready) => child.stderr.once("data", () => ready()));
    setTimeout(() => child.kill("SIGINT"), 200);
    const code = await new Promise<number | null>((end) => child.on("close", end));
    expect([code, words.join("")]).toEqual([130, expect.stringContaining("Stopped as asked")]);
    expect(words.join("")).not.toContain("Warning");
    expect(answers()).toEqual(before);
  });
  it("says which folder this user may not write", async (context) => {
    // As root the child becomes nobody, who must be able to read the program; as anyone else the folder's own rights are enough.
    const rights = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const locked = join(home, "locked");
    mkdirSync(locked);
    chmodSync(home, 0o755);
    const args = ["simulate", "baseline", "--runs", "1", ...quarter, "--out", join(locked, "runs")];
    chmodSync(locked, 0o555);
    const probe = await onItsOwn(process.execPath, ["--check", bin], rights);
    if (probe.status !== 0) return context.skip("user nobody cannot read the program where it lies");
    const done = await onItsOwn(process.execPath, [bin, ...args], rights);
    expect([done.status, done.stderr]).toEqual([1, expect.stringContaining("locked")]);
    expect(readdirSync(locked)).toEqual([]);
  });
  it("stdout on a full device is a sentence and a code that is not 0", async (context) => {
    if (!existsSync("/dev/full")) return context.skip("there is no /dev/full here");
    const done = await onItsOwn("sh", ["-c", `"${process.execPath}" "${bin}" levers --json > /dev/full`]);
    expect([done.status, done.stderr]).toEqual([1, expect.stringContaining("could not be written")]);
  });
  it("stdout closed by its reader is no fault", async () => {
    const done = await onItsOwn("bash", [
      "-c",
      `"${process.execPath}" "${bin}" levers --json | head -c 10 > /dev/null; echo \${PIPESTATUS[0]}`,
    ]);
    expect([done.stdout, done.stderr]).toEqual(["0\n", ""]);
  });
});
