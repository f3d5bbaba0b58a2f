import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readSource, type Source } from "../../src/collate/index.ts";
import type { Batch } from "../../src/store/index.ts";
import { isMissing, type Observation } from "../../src/terms/index.ts";
import { batchFrom } from "../../test/collate/figures.ts";

let source: Source;
const batchAt = (path: string, name: string): Batch => batchFrom(source, name, readFileSync(path));

beforeAll(async () => {
  source = await readSource("embedded");
});

describe("the figures that ship", () => {
  let all: Observation[];
  let batches: Batch[];
  beforeAll(() => {
    batches = source.files.map((path) => batchAt(path, path.split("/").at(-1) ?? ""));
    all = batches.flatMap((batch) => batch.observations);
  });
  const number = (o: Observation): number => (isMissing(o.value) ? Number.NaN : o.value.value);
  const sum = (rows: Observation[]): number => rows.reduce((n, o) => n + number(o), 0);
  const of = (measure: string) => all.filter((o) => o.measure === measure);

  test("every row is taken and nothing is found wrong", () => {
    expect(batches.flatMap((batch) => batch.findings)).toEqual([]);
    expect(sumRows(batches)).toBe(all.length);
  });

  test("every file that is declared is there, and none is undeclared", () => {
    expect(batches.map((batch) => batch.release.name).sort()).toEqual(
      Object.keys(source.declaration.owned?.rows ?? {}).sort(),
    );
  });

  test("quarters of referrals add up to the years of the same publication", () => {
    const referrals = of("nrm-referrals").filter((o) => o.breakdown === "all" && o.note.includes("sum of quarters"));
    expect(referrals.length).toBeGreaterThan(10);
    for (const year of referrals) {
      const quarters = of("nrm-referrals").filter(
        (o) => o.breakdown === "all" && o.sourceTitle === year.sourceTitle && o !== year && isWithin(o, year),
      );
      expect(sum(quarters), year.period.start).toBe(number(year));
    }
  });

  test("kinds of exploitation add up to each force's total", () => {
    const rows = of("nrm-referrals-by-first-responder").filter((o) => o.breakdown.includes("exploitation="));
    const totals = rows.filter((o) => o.breakdown.endsWith("exploitation=Total"));
    expect(totals.length).toBeGreaterThan(290);
    for (const total of totals) {
      const body = total.breakdown.replace("exploitation=Total", "");
      const parts = rows.filter(
        (o) =>
          o !== total &&
          o.place === total.place &&
          o.period.start === total.period.start &&
          o.breakdown.startsWith(`${body}exploitation=`),
      );
      expect(sum(parts), total.id).toBe(number(total));
    }
  });

  test("a selected offence code is never more than the subgroup that holds it", () => {
    const codes = of("police-recorded-offences-selected").filter((o) =>
      o.breakdown.endsWith("92A Trafficking in controlled drugs"),
    );
    expect(codes.length).toBeGreaterThan(42);
    for (const code of codes) {
      const body = code.breakdown.split("92A")[0];
      const held = of("police-recorded-offences").filter(
        (o) => o.breakdown === `${body}Drug offences > Trafficking of drugs` && o.place === code.place,
      );
      expect(held.length).toBe(1);
      expect(number(code)).toBeLessThanOrEqual(sum(held));
    }
  });
});

const sumRows = (batches: Batch[]): number => batches.reduce((n, { release }) => n + release.rowsIn, 0);
const isWithin = (part: Observation, whole: Observation): boolean =>
  part.period.start >= whole.period.start && part.period.end <= whole.period.end;
