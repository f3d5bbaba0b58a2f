import { describe, expect, it } from "vitest";
import { readPlaces } from "../../store/index.ts";
import { THREATS } from "../../terms/index.ts";
import { indexObservations } from "../tally.ts";
import { readEstimators } from "./estimators.ts";
import { countsOf } from "./process-counts.ts";
import { needKnown } from "./processes.ts";
import { FIELD_QUARTERS } from "./quarters.ts";
import { shippedFigures } from "./shipped-figures.ts";

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

  it("a name that stands in no other table is told with its line", () => {
    const at = { file: "data/estimators.csv", line: 7 };
    expect(() => needKnown(at, "indicators", ["nrm-polise"], new Set(["nrm-police"]))).toThrow(
      'data/estimators.csv, line 7: "indicators" is `nrm-polise`, which is not one of nrm-police.',
    );
  });

  it("mapping of groups is effort: 18 a million in Scotland, about 76 in the rest", () => {
    const [index, places] = [indexObservations(shippedFigures()), readPlaces()];
    const mapped = (indicator: string) => {
      const process = book.processes.find((p) => p.indicator === indicator)!;
      return countsOf(process, book.processes, index, places, FIELD_QUARTERS)[0].value;
    };
    const millions = (isScotland: boolean) =>
      places.filter((p) => (p.nation === "S") === isScotland).reduce((sum, p) => sum + p.population, 0) / 1e6;
    const [scotland, all] = [mapped("ocg-scotland"), mapped("ocg-rest")];
    expect([scotland, all]).toEqual([97, 4772]);
    expect(scotland / millions(true)).toBeCloseTo(18, 0);
    expect((all - scotland) / millions(false)).toBeCloseTo(76, 0);
  });
});
