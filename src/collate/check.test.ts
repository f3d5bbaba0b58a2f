import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { batchFrom as batchOfFile, content, line, sourceOf } from "../../test/collate/figures.ts";
import type { Source } from "./source.ts";

let source: Source;
beforeAll(async () => {
  source = await sourceOf([]);
});

const batchFrom = (text: string) => batchOfFile(source, "t.csv", Buffer.from(text));

describe("a corrupt row is set aside with its sentence, and the rest is loaded", () => {
  test.each([
    [{ value: "12O" }, 'embedded/t.csv, line 3: "value" is `12O`, which is not a number'],
    [{ value: "1.234,5" }, 'embedded/t.csv, line 3: "value" is `1.234,5`, which is not a number'],
    [{ value: "-" }, 'embedded/t.csv, line 3: "value" is `-`'],
    [{ value: "-5" }, 'embedded/t.csv, line 3: "value" is `-5`, outside the 0 to'],
    [{ value: "1e12" }, "outside the 0 to"],
    [{ place: "E23000099" }, 'embedded/t.csv, line 3: "place" is `E23000099`, which is no police area'],
    [{ place: "Gwent" }, '"place" is `Gwent`'],
    [{ threat: "drugs" }, '"threat" is `drugs`, which is not one of drug-supply'],
    [
      { measure: "burglary" },
      '"measure" is `burglary` in `offences`, and sources/embedded/measures.csv does not list that pair',
    ],
    [{ unit: "crimes" }, '"measure" is `police-recorded-offences` in `crimes`'],
    [{ from: "2025-02-30" }, '"from" is `2025-02-30`, which is not a date like'],
    [{ from: "2025-04-01" }, "the period runs from 2025-04-01 until 2025-03-31"],
    [{ from: "01/04/2024" }, '"from" is `01/04/2024`, which is not a date like 2023-04-01'],
    [{ low: "110", high: "120" }, "the value 100 does not lie in its own published range 110 to 120"],
    [{ licence: "" }, '"licence" is ``'],
    [{ locator: "  " }, '"locator" is `  `'],
    [{ published: "last year" }, '"published" is `last year`, which is not a date, a month, a year, or nothing'],
    [{}, "embedded/t.csv, line 3: the row states the same figure of the same publication as line 2"],
  ])("%j", (fields, sentence) => {
    const { release, observations, findings } = batchFrom(
      content([line(), line(fields), line({ breakdown: "after" })]),
    );
    expect(findings.map((f) => f.sentence)).toEqual([expect.stringContaining(sentence)]);
    expect(findings[0]).toMatchObject({ line: 3, source: "embedded", name: "t.csv" });
    expect(observations.map((o) => o.line)).toEqual([2, 4]);
    expect(release).toMatchObject({ rowsIn: 3, rowsLoaded: 2, rowsSetAside: 1 });
  });

  test("of rows that give different values for one figure none is loaded, however often it comes", () => {
    const said = [line(), line({ value: "101" }), line({ breakdown: "other" }), line()];
    const { release, observations, findings } = batchFrom(content(said));
    expect(observations.map((o) => o.line)).toEqual([4]);
    expect(findings.map((f) => [f.line, f.code])).toEqual([
      [2, "conflicting-duplicate"],
      [3, "conflicting-duplicate"],
      [5, "conflicting-duplicate"],
    ]);
    expect(release).toMatchObject({ rowsIn: 4, rowsLoaded: 1, rowsSetAside: 3 });
  });

  test("the same statistic published on another date is another observation", () => {
    const { observations, findings } = batchFrom(content([line(), line({ published: "2027", value: "101" })]));
    expect(findings).toEqual([]);
    expect(observations.map((o) => o.published)).toEqual(["2026", "2027"]);
  });

  test("a file with fewer rows than declared is loaded, and a finding about the whole file says so", () => {
    const owned = { folder: "", ending: "", rows: { "t.csv": [2, 9] as [number, number] } };
    const small = { ...source, declaration: { ...source.declaration, owned } };
    const { release, findings } = batchOfFile(small, "t.csv", Buffer.from(content([line()])));
    expect(release).toMatchObject({ rowsIn: 1, rowsLoaded: 1, rowsSetAside: 0 });
    expect(findings.map((f) => f.sentence)).toEqual([
      "embedded/t.csv: it has 1 rows, and sources/embedded/source.yaml expects 2 to 9. Check that the file is whole, or change the range there, and run `soclab collate` again.",
    ]);
  });
});

test("the law of rows: however a file is spoilt, it is refused or rows in = loaded + set aside", () => {
  const good = content(
    Array.from({ length: 6 }, (_, i) => line({ breakdown: `row ${i}`, note: i === 3 ? 'a "word", and more' : "" })),
  );
  const spoil = fc.record({
    at: fc.nat(good.length),
    cut: fc.nat(12),
    put: fc.string({ unit: "binary", maxLength: 4 }),
  });
  let refused = 0;
  let setAside = 0;
  fc.assert(
    fc.property(fc.array(spoil, { minLength: 1, maxLength: 3 }), (faults) => {
      let text = good;
      for (const { at, cut, put } of faults) text = text.slice(0, at) + put + text.slice(at + cut);
      try {
        const { release, observations, findings } = batchFrom(text);
        expect(release.rowsLoaded).toBe(observations.length);
        expect(release.rowsSetAside).toBeLessThanOrEqual(findings.length);
        expect(release.rowsIn).toBe(release.rowsLoaded + release.rowsSetAside);
        setAside += release.rowsSetAside;
      } catch (error) {
        expect((error as Error).name).toBe("Problem");
        refused++;
      }
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(10);
  expect(setAside).toBeGreaterThan(10);
});
