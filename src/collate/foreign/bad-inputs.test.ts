import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { projectFile } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { readForeign } from "./read-foreign.ts";
import { unpack } from "./unpack.ts";

const corpora = projectFile("..", "shared", "bad-inputs");
const isHere = existsSync(corpora);
const folder = mkdtempSync(join(tmpdir(), "soclab-bad-inputs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const namesIn = (corpus: string, ending: RegExp): string[] =>
  isHere ? readdirSync(join(corpora, corpus)).filter((name) => ending.test(name)) : [];

/** The code of the refusal, or how many rows or entries were given; and the seconds that it took. */
async function fateOf(corpus: string, name: string): Promise<{ fate: string | number; seconds: number }> {
  const path = join(corpora, corpus, name);
  const start = performance.now();
  let given = 0;
  let code: string | undefined;
  try {
    if (name.endsWith(".zip")) for await (const _ of unpack(path, { wanted: ".", folder })) given++;
    else for await (const _ of readForeign(path, { kind: name.endsWith(".parquet") ? "parquet" : "workbook" })) given++;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    code = error.data.code;
  }
  return { fate: code ?? given, seconds: (performance.now() - start) / 1000 };
}

/** How many times slower than a quiet machine (0.1 s) this one now starts a process that does nothing; other work shares its cores. */
async function slowness(): Promise<number> {
  const start = performance.now();
  await once(spawn(process.execPath, ["-e", ""]), "close");
  return Math.max(1, (performance.now() - start) / 100);
}

/** Every file of a corpus, two at a time. */
async function fatesOf(corpus: string, ending: RegExp, secondsMost: number): Promise<Record<string, string | number>> {
  const names = namesIn(corpus, ending);
  const fates: Record<string, string | number> = {};
  const take = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const { fate, seconds } = await fateOf(corpus, name);
      const allowed = seconds < secondsMost ? secondsMost : secondsMost * (await slowness());
      expect(seconds, `${name} was answered in ${seconds} s`).toBeLessThan(allowed);
      fates[name] = fate;
    }
  };
  await Promise.all([take(), take()]);
  expect(readdirSync(folder)).toEqual([]);
  return fates;
}

describe("published and home-made corpora of hostile files", () => {
  test("archives: each is refused for the reason that its list expects", async (context) => {
    context.skip(!isHere, "the corpora of hostile inputs are not here");
    const expected = JSON.parse(readFileSync(join(corpora, "archives", "expect.json"), "utf8")) as Record<
      string,
      { reason: string }
    >;
    const reasons = Object.fromEntries(Object.entries(expected).map(([name, { reason }]) => [name, reason]));
    expect(await fatesOf("archives", /\.(zip|xlsx)$/, 2)).toEqual(reasons);
    expect(Object.keys(reasons).length).toBeGreaterThanOrEqual(9);
  });

  test("zip-malformed: each is refused within a second", async (context) => {
    context.skip(!isHere, "the corpora of hostile inputs are not here");
    const fates = await fatesOf("zip-malformed", /\.zip$/, 1);
    expect(Object.keys(fates).length).toBeGreaterThanOrEqual(15);
    for (const [name, fate] of Object.entries(fates))
      expect(fate, name).toMatch(/^(damaged-archive|path-outside-archive)$/);
  });

  // ARROW-GH-43605 is odd, not damaged: a dictionary of one value needs no bits, and its 21,186 records are all that value.
  test("parquet-bad: damaged files are refused, and the odd one is read whole", async (context) => {
    context.skip(!isHere, "the corpora of hostile inputs are not here");
    const fates = await fatesOf("parquet-bad", /\.parquet$/, 2);
    expect(fates).toMatchObject({
      "PARQUET-1481.parquet": "damaged-parquet",
      "ARROW-GH-41321.parquet": "damaged-parquet",
    });
    const { "ARROW-GH-43605.parquet": odd, ...others } = fates;
    expect(odd).toBe(21_186 + 1);
    expect(new Set(Object.values(others))).toEqual(new Set(["damaged-parquet"]));
  });

  test("tables: workbooks are read, and the old one is told what to become", async (context) => {
    context.skip(!isHere, "the corpora of hostile inputs are not here");
    expect(await fatesOf("frictionless-tables", /\.(xlsx|xls|zip)$/, 2)).toEqual({
      "merged-cells-boolean.xls": "old-workbook",
      "multiline-headers.xlsx": 4,
      "number-format-multicode.xlsx": 4,
      "package-invalid.zip": 3,
    });
  });
});
