import { describe, expect, it } from "vitest";
import { THREATS } from "../../terms/index.ts";
import { readEstimators } from "./estimators.ts";

const book = readEstimators();

describe("the table of estimators", () => {
  it("every threat has what fits its extent, and where several parts are fitted each has a name", () => {
    for (const { id } of THREATS) {
      const rows = book.estimators.filter((r) => r.threat === id && r.use === "extent");
      expect(rows.length).toBeGreaterThan(0);
      if (rows.length > 1) expect(new Set(rows.map((r) => r.component)).size).toBe(rows.length);
      for (const row of rows) {
        const isFitted = row.estimator !== "not estimable";
        expect(row.indicators.length > 0 || row.anchors.length > 0).toBe(true);
        expect(row.places === "none").toBe(!isFitted);
      }
    }
  });

  it("a fit by area has an indicator by force, and an extent that is called not estimable says why in the anchors", () => {
    for (const row of book.estimators.filter((r) => r.use === "extent" && r.places === "areas"))
      expect(book.processes.some((p) => row.indicators.includes(p.indicator) && p.area === "forces")).toBe(true);
    for (const row of book.estimators.filter((r) => r.estimator === "not estimable"))
      expect(book.anchors.anchors.find((a) => a.id === row.anchors[0])?.role).toBe("none");
  });

  it("every row has a source, and what rests on an assumption is of the kind assumed", () => {
    for (const row of [...book.processes, ...book.changes, ...book.estimators]) expect(row.source).not.toBe("");
    for (const p of book.processes.filter((row) => row.basis !== "seen")) expect(p.kind).toBe("assumed");
    for (const row of [...book.processes, ...book.changes].filter((r) => r.source.startsWith("assumed")))
      expect(row.kind).toBe("assumed");
  });

  it("lockdown is no break of recording", () => {
    expect(book.changes.find((c) => c.id === "lockdown")).toMatchObject({ isBreak: false, indicators: ["all"] });
  });

  it("every indicator of a threat is used by its extent and by no other, and no fit uses one series twice", () => {
    const used = book.estimators.filter((r) => r.use === "extent").flatMap((r) => r.indicators);
    expect(new Set(used).size).toBe(used.length);
    const ofThreats = book.processes.filter((p) => p.threat !== "all-threats").map((p) => p.indicator);
    expect([...used].sort()).toEqual(ofThreats.sort());
  });
});
