import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../simulate/index.ts";
import { madeEnsemble } from "./fixture.ts";
import { hashOf, manifestOf } from "./manifest.ts";
import { yearlyColumns } from "./yearly.ts";

const runs = madeEnsemble(2, { baseline: (id, run) => (id === "arrests" ? 1 + run : 5) });
const parts = {
  command: "soclab simulate baseline",
  versions: { soclab: "0.1.0", node: "20" },
  scenarios: [{ name: "baseline", title: "No change", levers: [] }],
  dataFingerprint: "f",
  parameters: [{ id: "a", central: 1 }],
  catalogue: {},
  prices: {},
  createdAt: "2027-01-01T00:00:00Z",
};

describe("a manifest", () => {
  it("holds each scenario whole, with its hash", () =>
    expect(manifestOf(runs, parts).scenarios).toEqual([
      { id: "baseline", hash: "hash of baseline", scenario: parts.scenarios[0] },
    ]));
  it("names a changed parameter by another hash, and the order of keys by none", () => {
    expect(hashOf([{ central: 1, id: "a" }])).toBe(hashOf(parts.parameters));
    expect(hashOf([{ id: "a", central: 1.01 }])).not.toBe(hashOf(parts.parameters));
  });
  it("refuses to leave out a scenario that was run", () =>
    expect(() => manifestOf(runs, { ...parts, scenarios: [] })).toThrow("baseline"));
});

describe("yearly columns", () => {
  const columns = yearlyColumns(runs);
  it("have one row a run, outcome and financial year", () =>
    expect(columns.value.length).toBe(2 * OUTCOMES.length * 16));
  it("sum flows and average stocks", () => {
    const at = (outcome: string, run: number) =>
      columns.value[columns.outcome.findIndex((o, i) => o === outcome && columns.run[i] === run)];
    expect([at("arrests", 0), at("arrests", 1), at("custody", 0)]).toEqual([12, 24, 5]);
  });
  it("name the year by its first month", () => expect(columns.month.slice(0, 2)).toEqual(["2021-04", "2022-04"]));
});
