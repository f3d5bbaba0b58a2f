import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ln from "@stdlib/math-base-special-ln";
import { afterAll, describe, expect, test } from "vitest";
import { bearDown, harmCounts, type IndexExtent } from "../decide/index.ts";
import { inputOf, readMetricConstants, readWeights } from "./metric-input.ts";
import type { Window } from "./metric-windows.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-sheet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const windows: Window[] = ["2018-19", "2019-20"].map((label, y) => ({
  label,
  quarters: [0, 1, 2, 3].map((q) => 4 * y + q),
  start: `${2018 + y}-04-01`,
}));
const extents = ["modern-slavery", "fraud", "cyber-crime"].flatMap((threat) =>
  windows.map(
    ({ label }, y): IndexExtent => ({
      ...{ threat, period: label, logMiddle: ln(y === 0 ? 200 : 100), logSd: 0.1 },
      restsOn: threat === "modern-slavery" ? "recorded" : "anchor",
      ...{ isCarried: false, isNowcast: false, category: "one", measures: [], kind: "estimated", from: [] },
    }),
  ),
);

describe("weights from a publisher's sheet of days", () => {
  const sheet = join(folder, "sheet.csv");
  const rows = ["106,1000", "fraud by false representation,40", "unauthorised access to computer material,10"];
  const lines = rows.map((r) => `${r},invented,2026-02,a test,none`);
  writeFileSync(sheet, ["offence_code,weight_days,edition,published,source,licence", ...lines, ""].join("\n"));

  test("are days of a unit times the extent of the base; what the sheet does not weigh has none", () => {
    const constants = readMetricConstants();
    const weights = readWeights(sheet, extents, "2018-19").of("severity");
    expect(weights.map((w) => [w.threat, w.harm])).toEqual([
      ["modern-slavery", expect.closeTo(200_000, 6)],
      ["fraud", expect.closeTo(8000, 6)],
      ["cyber-crime", expect.closeTo(2000, 6)],
    ]);
    const input = inputOf(windows, extents, { step: "year", scheme: "severity", weights, constants });
    const index = bearDown(input, "anchored", constants);
    expect(index.basket.map((b) => [b.threat, b.weight])).toEqual(
      [
        ["fraud", 0.8],
        ["cyber-crime", 0.2],
      ].map(([threat, weight]) => [threat, expect.closeTo(Number(weight), 12)]),
    );
    expect(index.dropped.map((d) => d.threat)).toEqual(["modern-slavery"]);
    expect(index.periods[1].pressure.value).toBeCloseTo(200, 9);
    expect(harmCounts(input, "2019-20", "days").map((h) => h.perUnit)).toEqual(
      [1000, 40, 10].map((d) => expect.closeTo(d, 6)),
    );
  });

  test("a sheet that is not there is a sentence", () =>
    expect(() => readWeights(join(folder, "none.csv"), extents, "2018-19")).toThrow(/none\.csv/));
});
