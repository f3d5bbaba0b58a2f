import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { soclab } from "../../test/command-line.ts";
import { projectFile } from "../store/index.ts";
import { steadily } from "./steadily.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-mse-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A table of its own file. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const three = file("three.csv", "A,B,C,count\n1,0,0,60\n0,1,0,30\n0,0,1,20\n1,1,0,30\n1,0,1,20\n0,1,1,10\n1,1,1,10\n");
const uk = projectFile("data", "lists", "uk-2013.csv");

describe("soclab mse", () => {
  it("shows the published range beside what the same rule gives, with source, licence and lists", async () => {
    const { code, out } = await soclab("mse", uk, "--model", "stepwise");
    expect(code).toBe(0);
    expect(out).toContain("2,744 people on 6 lists (LA, NG, PF, GO, GP, NCA)");
    expect(out).toMatch(/Source: Home Office, .*; OGL v3.0. Lists: LA local authorities/);
    expect(out).toMatch(/Stepwise by p-value \(0.02\) +11,418 \(9,977 to 13,146\) +Wald/);
    expect(out).toMatch(/Rule of 2014 \(0.05\) +11,409 \(9,982 to 13,182\) +multinomial profile/);
    expect(out).toContain(
      'Published from this table (Home Office): 10,000 to 13,000; "Rule of 2014" here gives 9,982 to 13,182 (multinomial profile).',
    );
    expect(out).not.toContain("Envelope");
  });

  it("shows every method and the envelope of three of them; a seed gives the same answer again", async () => {
    const [first, again] = [await soclab("mse", three), await soclab("mse", three, "--seed", "1")];
    expect(again.out).toBe(first.out);
    expect(first.out).toMatch(/Independent lists +240 \(/);
    expect(first.out).toMatch(
      /Envelope \(95%\): [\d,]+ \([\d,]+ to [\d,]+\) people, of whom \d+% \(.*\) are on no list/,
    );
    expect(first.out).toContain('It spans "Average by BIC", "Average over graphs", "Stepwise on resamples"');
    expect(first.out).toContain("All rows together");
  });

  it("gives JSON: figures with level, unit, kind and origin, the settings that were used", async () => {
    const { out } = await soclab(
      "mse",
      three,
      "--json",
      "--delta",
      "0.125",
      "--resamples",
      "40",
      "--threshold",
      "0.01",
    );
    const { observed, estimates, envelope, told } = JSON.parse(out);
    expect({ observed, told }).toEqual({ observed: 180, told: [] });
    expect(envelope.total).toMatchObject({ level: 0.95, unit: "people", kind: "estimated" });
    expect(envelope.total.from).toContain("method:bic-average");
    expect(envelope.hiddenShare.value).toBeCloseTo(1 - 180 / envelope.total.value, 12);
    const used = estimates.map(({ method }: { method: { id: string; value?: number } }) => [method.id, method.value]);
    expect(used).toEqual(
      expect.arrayContaining([
        ["stepwise", 0.01],
        ["decomposable", 0.125],
        ["bootstrap", 40],
      ]),
    );
  });

  it("merges lists; says what the methods of an envelope cannot do with many lists", async () => {
    expect((await soclab("mse", three, "--merge", "A+B", "--model", "main")).out).toMatch(
      /180 people on 2 lists \(AB, C\)/,
    );
    const lists = ["A", "B", "C", "D", "E", "F", "G"];
    const rows = lists.flatMap((_, j) => [
      [1 << j, 50],
      [(1 << j) | (1 << ((j + 1) % 7)), 5],
    ]);
    const text = rows.map(([h, n]) => `${lists.map((_, j) => (h >> j) & 1).join(",")},${n}`).join("\n");
    const { code, out } = await soclab(
      "mse",
      file("seven.csv", `${lists.join(",")},count\n${text}\n`),
      "--resamples",
      "20",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/Average over graphs \(0.03125\) +not estimable/);
    expect(out).toContain("Averaging over all models needs 6 lists or fewer, and the table has 7");
    expect(out).toContain("Envelope: not estimable");
  });

  it.each([
    [["no-such.csv"], /no-such.csv is not there/],
    [[three, "--model", "best"], /no family of methods called "best"/],
    [[three, "--threshold", "2"], /--threshold is "2", outside 0 to 1/],
    [[three, "--delta", "0"], /--delta is "0", outside 0.0001 to 100/],
    [[three, "--resamples", "5"], /--resamples is 5, outside 20/],
    [[three, "--merge", "A+Z"], /--merge is `A\+Z`/],
    [[file("totals.csv", "list,people,count\nA,0,5\n")], /only a total a list cannot be used/],
    [[file("none.csv", "A,B,count\n0,1,5\n1,1,3\n")], /no estimate by independent lists/],
  ])("%j ends with 1 and a sentence", async (words, sentence) => {
    const { code, out, err } = await soclab("mse", ...words);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(sentence);
  });
});

describe("a long computation", () => {
  function* endless() {
    for (let done = 0; ; done++) yield { what: "models", done, total: 1e9 };
  }

  it("stops when asked", async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(new Error("stopped")), 20);
    await expect(steadily(endless(), control.signal)).rejects.toThrow("stopped");
  });

  it("gives its result", async () => {
    const work = (function* (): Generator<{ what: string; done: number; total: number }, number> {
      yield { what: "models", done: 0, total: 1 };
      return 7;
    })();
    expect(await steadily(work, new AbortController().signal)).toBe(7);
  });
});
