import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soclab } from "../../test/command-line.ts";
import { collate } from "../collate/index.ts";
import type { ForecastAnswer } from "./forecast-text.ts";

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "soclab-forecast-"));
  await collate(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const forecast = (...words: string[]) => soclab("forecast", "--home", home, ...words);
const kept = () =>
  readdirSync(join(home, "results", "forecast")).map((name) => join(home, "results", "forecast", name));

describe("soclab forecast, on the figures that ship", () => {
  test("a short series as of an earlier day: nowcast of the quarter after, fan in order, track record, kept and read again", async () => {
    // 9 quarters to March 2020: two origins only.
    const words = ["--series", "port-detections", "--as-of", "2020-03-31", "--json"];
    const first = await forecast(...words);
    const answer = JSON.parse(first.out) as ForecastAnswer;
    const [series] = answer.series;
    expect(series.origin).toBe("2020Q1");
    expect(series.quarters.map((q) => q.quarter)[0]).toBe("2020Q2");
    expect(series.quarters.every((q) => q.stands === "forecast")).toBe(true);
    expect(series.weights[0].id).toBe("seasonal-naive");
    expect(series.weights[0].weight).toBeGreaterThanOrEqual(0.1);
    for (const { median, fan } of series.quarters)
      for (const [k, figure] of fan.entries()) {
        expect(figure.low).toBeLessThanOrEqual(median);
        expect(figure.high).toBeGreaterThanOrEqual(median);
        if (k > 0) expect(figure.high).toBeGreaterThanOrEqual(fan[k - 1].high);
      }
    const [path] = kept();
    const { mtimeMs } = statSync(path);
    const again = await forecast(...words);
    expect(again.err).toBe("");
    expect(again.out).toBe(first.out);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    writeFileSync(path, "{ not what it was");
    expect((await forecast(...words)).out).toBe(first.out);
  });

  test("one police area: nowcasts up to the day, with what such forecasts did before", async () => {
    const said = await forecast(
      "--series",
      "nrm-referrals",
      "--place",
      "Kent",
      "--as-of",
      "2024-04-01",
      "--horizon",
      "1",
    );
    expect(said.code).toBe(0);
    expect(said.out).toMatch(/Kent +2024Q1 +nowcast .*% better; 8\d%/);
    expect(said.out).toMatch(/Kent +2024Q2 +nowcast/);
    expect(said.out).toMatch(/Kent +2024Q3 +forecast/);
    expect(said.out).not.toContain("2024Q4");
    expect(said.out).toMatch(/Track record: 2\d% better than the seasonal naive forecast over 2 origins/);
    expect(said.out).toContain("Source: Home Office");
  });

  test("what cannot be forecast is said: unknown series, too old, too few quarters, too far ahead", async () => {
    expect((await forecast("--series", "nonsense")).err).toMatch(/no series called "nonsense".*small-boats/);
    expect((await forecast("--as-of", "2026-11-20")).err).toContain("12 quarters old");
    expect((await forecast("--series", "small-boats", "--as-of", "2019-06-30")).err).toContain(
      "6 quarters without a gap",
    );
    expect((await forecast("--horizon", "9")).err).toContain("outside 1 to 8");
  });
});
