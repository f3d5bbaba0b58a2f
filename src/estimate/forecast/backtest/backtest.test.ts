import { describe, expect, it } from "vitest";
import { alone, type Panel } from "../combine/panel.ts";
import { DRIFT, LAST_VALUE, SEASONAL_NAIVE } from "../forecasters.ts";
import { MEMBERS } from "../members.ts";
import { backtest, scoresOf } from "./backtest.ts";
import { daysOf, quarterName, quarterNamed, quarterOf, quarterOfDay } from "./quarter.ts";
import { scoreRatio } from "./ratio.ts";
import { tracksOf } from "./track.ts";

/** 20 quarters that grow, with a season. */
const values = Array.from({ length: 20 }, (_, t) => 50 + 3 * t + [0, 8, -5, 2][t % 4]);
const panel: Panel = { id: "growing", first: quarterOf(2015, 1), values: [values] };
const light = [SEASONAL_NAIVE, LAST_VALUE, DRIFT].map(alone);

describe("quarters", () => {
  it("are whole numbers with names and days", () => {
    const quarter = quarterOf(2016, 4);
    expect(quarterName(quarter)).toBe("2016Q4");
    expect(quarterNamed("2016Q4")).toBe(quarter);
    expect(quarterNamed("2016-12")).toBeUndefined();
    expect(quarterOfDay("2016-12-31")).toBe(quarter);
    expect(daysOf(quarter)).toEqual({ start: "2016-10-01", end: "2016-12-31" });
    expect(daysOf(quarter + 1)).toEqual({ start: "2017-01-01", end: "2017-03-31" });
    expect(daysOf(quarter + 2).end).toBe("2017-06-30");
  });
});

describe("rolling origin", () => {
  it("forecasts at every origin, scores what has come due, and gives tracks by horizon", async () => {
    const test = await backtest(panel, light);
    expect(test.said[0]).toHaveLength(16); // from 5 quarters of history to 20
    const { members, combined } = scoresOf(test);
    expect(members[0].rows).toHaveLength(15 + 14 + 13 + 12 + 11 + 10 + 9 + 8);
    const tracks = tracksOf(combined, members[0].rows);
    expect(tracks.map((t) => t.horizon)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, "all"]);
    expect(tracksOf(members[0].rows, members[0].rows).at(-1)!.relativeWis).toBe(1);
    const all = tracks.at(-1)!;
    expect(all.wis).toBeCloseTo(all.dispersion + all.underprediction + all.overprediction, 10);
  });

  it("every member and the combination stay the same, bit for bit, when all that comes after is multiplied by 10", async () => {
    const short = values.slice(0, 12);
    const origin = panel.first + 9;
    const [known, tenfold] = [short, short.map((y, t) => (t > 9 ? 10 * y : y))].map((v) => ({ ...panel, values: [v] }));
    const before = await backtest(known, MEMBERS.nation);
    const after = await backtest(tenfold, MEMBERS.nation);
    const upTo = (all: readonly { origin: number }[]) => all.filter((s) => s.origin <= origin);
    before.said.forEach((said, m) => {
      expect(upTo(after.said[m])).toEqual(upTo(said));
    });
    expect(upTo(after.combined)).toEqual(upTo(before.combined));
    expect(after.said[0].at(-1)).not.toEqual(before.said[0].at(-1));
  });

  it("stops when asked, and says when there is too little to start from", async () => {
    const control = new AbortController();
    control.abort(new Error("enough"));
    await expect(backtest(panel, light, { signal: control.signal })).rejects.toThrow("enough");
    await expect(backtest({ ...panel, values: [[1, 2, 3]] }, light)).rejects.toThrow("growing");
  });
});

describe("ratio of scores", () => {
  it("is 1 against itself and one half against twice itself, for every resample", () => {
    const mine = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(scoreRatio([{ mine, theirs: mine }], 1)).toMatchObject({ ratio: 1, low: 1, high: 1 });
    const half = scoreRatio([{ mine, theirs: mine.map((x) => 2 * x) }], 1);
    expect(half.high).toBeCloseTo(0.5, 12);
    expect(half.shareBelowOne).toBe(1);
  });
});
