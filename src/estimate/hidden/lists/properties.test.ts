import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROCESS, Stream } from "../../../terms/index.ts";
import { bootstrapSelection, multinomialResamples } from "./bootstrap.ts";
import { fitModel, tryFit, waldInterval } from "./model.ts";
import { finish } from "./progress.ts";
import { stepwiseByPValue } from "./stepwise.ts";
import { type HistoryRow, type ListTable, listTable, namesOf } from "./table.ts";

const LISTS = ["A", "B", "C", "D"];
const ALL = 0b1111;

/** Four lists with some people on each history, and nobody on some. */
const rowsOf = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })), { minLength: ALL, maxLength: ALL })
  .map((people) => people.map((n, i): HistoryRow => ({ history: i + 1, people: n, line: i + 2 })))
  // Two pairs that share people, so that independent lists have an estimate more often than not.
  .map((rows) => rows.map((r) => (r.history === 0b0011 || r.history === 0b1100 ? { ...r, people: r.people + 1 } : r)));

/** The same table with its columns in another order, and its rows too. */
function reordered(rows: readonly HistoryRow[], order: readonly number[]): ListTable {
  const moved = rows.map((r) => ({
    ...r,
    history: order.reduce((bits, from, to) => bits | (((r.history >> from) & 1) << to), 0),
  }));
  return listTable(
    "t",
    order.map((j) => LISTS[j]),
    moved.reverse(),
  );
}

/** Total of independent lists and of the stepwise model with its pairs by name, or the code of why there is none. */
function outcome(table: ListTable): unknown {
  const independent = tryFit(table, []);
  if (typeof independent === "number") return independent;
  const { steps, fit } = stepwiseByPValue(table, 0.05);
  const pairs = steps.map(({ pair }) => namesOf(pair, table.lists).sort().join("+"));
  return { pairs, totals: [independent.total, fit.total] };
}

const same = (found: unknown, expected: unknown): void => {
  if (typeof expected === "number") expect(found).toBe(expected);
  else {
    const [f, e] = [found, expected] as { pairs: string[]; totals: number[] }[];
    expect(f.pairs).toEqual(e.pairs);
    f.totals.forEach((total, i) => {
      expect(total / e.totals[i]).toBeCloseTo(1, 7);
    });
  }
};

describe("what must not matter does not", () => {
  it("the order of lists and of rows", () => {
    fc.assert(
      fc.property(rowsOf, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (rows, order) =>
        same(outcome(reordered(rows, order)), outcome(listTable("t", LISTS, rows))),
      ),
      { numRuns: 20 },
    );
  });

  it("a list of nobody, and a history of nobody", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const more = listTable("t", [...LISTS, "E"], [...rows, { history: 0b10001, people: 0, line: 99 }]);
        same(outcome(more), outcome(listTable("t", LISTS, rows)));
      }),
      { numRuns: 10 },
    );
  });

  it("counts ten times as large give a total ten times as large and errors smaller by the root of ten", () => {
    fc.assert(
      fc.property(rowsOf, fc.subarray([0b0011, 0b0101, 0b1100]), (rows, pairs) => {
        const [one, ten] = [1, 10].map((k) =>
          tryFit(
            listTable(
              "t",
              LISTS,
              rows.map((r) => ({ ...r, people: k * r.people })),
            ),
            pairs,
          ),
        );
        if (typeof one === "number" || typeof ten === "number") expect(ten).toBe(one);
        else {
          expect(ten.total / one.total).toBeCloseTo(10, 5);
          expect(one.standardErrors[0] / ten.standardErrors[0]).toBeCloseTo(Math.sqrt(10), 6);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("resamples", () => {
  const rows = [12, 20, 6, 30, 4, 9, 3].map((people, i): HistoryRow => ({ history: i + 1, people, line: i + 2 }));
  const run = (table: ListTable, seed: number) =>
    finish(
      bootstrapSelection(
        table,
        (t) => stepwiseByPValue(t, 0.02).fit.total,
        multinomialResamples(table, seed),
        40,
        [0.025, 0.5, 0.975],
      ),
    );
  const table = listTable("t", ["A", "B", "C"], rows);

  it("have as many people as the table, and the same seed gives the same interval, whatever the order of rows", () => {
    const drawn = multinomialResamples(table, 7)(3);
    expect(Array.from(drawn).reduce((a, n) => a + n)).toBe(84);
    const other = run(listTable("t", ["A", "B", "C"], [...rows].reverse()), 7);
    const { quantiles } = run(table, 7);
    expect([...other.quantiles]).toEqual([...quantiles].map((q) => expect.closeTo(q, 6)));
    expect(run(table, 8).quantiles).not.toEqual(quantiles);
  });

  it("without an estimate are counted, not dropped: one person is all that ties two lists", () => {
    const thin = listTable(
      "t",
      ["A", "B"],
      [
        { history: 1, people: 20, line: 2 },
        { history: 2, people: 20, line: 3 },
        { history: 3, people: 1, line: 4 },
      ],
    );
    const found = run(thin, 1);
    // A resample misses that person with chance (40/41)^41 = 0.36.
    expect(found.withoutEstimate).toBeGreaterThan(5);
    expect(found.withoutEstimate).toBeLessThan(25);
    expect(found.quantiles[2]).toBe(Number.POSITIVE_INFINITY);
  });
});

it("when its assumptions hold, the 95% interval of independent lists covers the truth in most of 100 tables of 2,000 people", () => {
  const chances = [0.1, 0.15, 0.2, 0.25];
  const truth = 2000;
  let covered = 0;
  for (let replicate = 0; replicate < 100; replicate++) {
    const stream = new Stream(42, replicate, PROCESS.listResamples);
    const people = new Float64Array(ALL + 1);
    for (let person = 0; person < truth; person++)
      people[chances.reduce((bits, p, j) => (stream.unit(person, j) < p ? bits | (1 << j) : bits), 0)]++;
    const rows = Array.from(people.slice(1), (n, i): HistoryRow => ({ history: i + 1, people: n, line: i + 2 }));
    const { low, high } = waldInterval(fitModel(listTable("t", LISTS, rows), []), 0.95);
    if (low <= truth && truth <= high) covered++;
  }
  // 95 expected; its standard deviation is 2.
  expect(covered).toBeGreaterThanOrEqual(88);
  expect(covered).toBeLessThanOrEqual(100);
});
