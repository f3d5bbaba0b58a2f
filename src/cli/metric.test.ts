import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soclab } from "../../test/command-line.ts";
import { collate } from "../collate/index.ts";
import { projectFile } from "../store/index.ts";
import { isNotEstimable, shareWords } from "../terms/index.ts";
import type { AttributionResult } from "./attribution.ts";
import { attributionText } from "./attribution-text.ts";
import { Sources } from "./explain/sources.ts";
import { explain } from "./explain.ts";
import type { MetricResult } from "./metric.ts";

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "soclab-metric-"));
  await collate(home);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("soclab metric, on the figures that ship", () => {
  let out: string;
  let path: string;
  let kept: MetricResult;
  beforeAll(async () => {
    const said = await soclab("metric", "--home", home, "--areas");
    expect([said.err, said.code]).toEqual(["", 0]);
    out = said.out;
    path = /Kept in (.+)\n/.exec(out)?.[1] ?? "";
    kept = JSON.parse(readFileSync(path, "utf8")) as MetricResult;
  });

  test("only the pressure half is published, over threats whose extent no recording moves, as the docs say", () => {
    const { published, headline, gaming } = kept;
    expect(published).toBe("pressure");
    expect(headline.basket.map((b) => b.threat)).toEqual(["drug-supply", "fraud", "cyber-crime"]);
    expect(headline.basket.reduce((sum, b) => sum + b.weight, 0)).toBeCloseTo(1, 12);
    const all = [...headline.basket, ...headline.dropped].reduce((sum, b) => sum + b.shareOfAll, 0);
    expect(all).toBeCloseTo(1, 12);
    for (const threat of ["modern-slavery", "acquisitive-crime", "firearms", "immigration-crime"])
      expect(headline.dropped.find((d) => d.threat === threat)?.why).toMatch(/recorded/);
    expect(headline.periods.every((p) => isNotEstimable(p.index) && isNotEstimable(p.capability))).toBe(true);
    expect(gaming.filter((g) => !g.passed)).toEqual([]);
    const page = readFileSync(projectFile("docs", "explanation", "methods", "bear-down-index.md"), "utf8");
    for (const at of ["2023Q1", "2025Q1"]) {
      const { value, low, high } = headline.periods.find((p) => p.period === at)!.pressure;
      expect(page).toContain(`${value.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`);
    }
    const { thanBase } = headline.periods.find((p) => p.period === "2023Q1")!.better;
    expect(page).toContain(`probability of ${shareWords(thanBase!)}`);
  });

  test("by quarter to the end of the field: nowcasts are marked, and an error of level that cancels makes the ratio surer than the level", () => {
    const { periods } = kept.headline;
    expect([periods.length, periods[0].period, periods.at(-1)!.period]).toEqual([25, "2019Q1", "2025Q1"]);
    expect(periods.slice(0, 4).every((p) => p.better.thanBefore === null)).toBe(true);
    const isKnown = (p: (typeof periods)[number]) => p.carriedWeight < 1;
    expect(periods.slice(4).every((p) => (p.better.thanBefore !== null) === isKnown(p))).toBe(true);
    const at = (period: string) => periods.find((p) => p.period === period)!;
    expect(at("2023Q3").nowcastWeight).toBe(0);
    const surveyed = kept.headline.basket
      .filter((b) => b.threat !== "drug-supply")
      .reduce((sum, b) => sum + b.weight, 0);
    expect(at("2023Q4").nowcastWeight).toBeCloseTo(surveyed, 12);
    expect(at("2025Q1").nowcastWeight).toBeCloseTo(1, 12);
    expect(at("2025Q1").carriedWeight).toBeCloseTo(1, 12);
    const drugs = kept.harm.find((h) => h.threat === "drug-supply")!.harm;
    const levelSd = Math.log(drugs.high / drugs.low) / (2 * 1.6448536);
    expect(at("2023Q1").logSdPressure).toBeLessThan(levelSd);
  });

  test("the text says what is left out and what is not known; the result is kept by the fingerprint of its figures", () => {
    for (const words of [
      "PRESSURE HALF ONLY",
      "four quarters that end with it",
      "weight nowcast",
      "Dropped out:",
      "not estimable",
      "Effect unknown, which is not nought",
      "P(among the top five)",
    ])
      expect(out).toContain(words);
    expect(path).toMatch(/results\/metric\/[0-9a-f]{64}\.json$/);
    expect(path).toContain(kept.dataFingerprint);
    expect(kept.areas?.chances.reduce((sum, c) => sum + c.inTopFive, 0)).toBeCloseTo(5, 9);
  });

  test.each([
    [["--weights", "severity"], /no weight is typed from memory.*--sheet/s],
    [["--weights", "days"], /no scheme of weights called "days"/],
    [["--by", "month"], /quarter, year/],
  ])("%s is a sentence", async (words, message) => {
    const { err, code } = await soclab("metric", "--home", home, ...words);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

describe("soclab attribution, on the figures that ship", () => {
  let said: string;
  beforeAll(async () => {
    said = (await soclab("attribution", "--home", home, "--json")).out;
  });
  test("every harm has a count in three nested tiers; nobody is counted twice", async () => {
    const { harms, otherWays, totals, dataFingerprint } = JSON.parse(said) as AttributionResult;
    for (const { tiers } of harms) {
      const counts = tiers.map((t) => (isNotEstimable(t.count) ? Number.NaN : t.count.value));
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
    }
    expect(harms.find((h) => h.harm === "homicide")?.tiers[2].count).toMatchObject({
      value: 0.27 * 563,
      unit: "homicides",
    });
    expect(totals.filter((t) => t.tier === "directed").flatMap((t) => t.harms)).toHaveLength(
      new Set(harms.map((h) => h.harm)).size,
    );
    expect(otherWays.map((w) => [w.threat, w.agrees])).toEqual([
      ["immigration-crime", true],
      ["fraud", true],
      ["acquisitive-crime", true],
    ]);
    expect(existsSync(join(home, "results", "attribution", `${dataFingerprint}.json`))).toBe(true);
  });

  test("one harm as text, with its sources and what would settle it; an unknown one is a sentence", async () => {
    const all = JSON.parse(said) as AttributionResult;
    const out = attributionText({ ...all, harms: all.harms.filter((h) => h.harm === "fraud") });
    for (const words of ["assumed", "sample study", "Police Foundation", "Would settle it"])
      expect(out).toContain(words);
    expect(out).not.toContain("Homicide");
    expect((await soclab("attribution", "--harm", "arson")).err).toMatch(/no harm called "arson"/);
  });

  test("what the results point to can be explained", async () => {
    const sources = new Sources(home);
    const origins = [
      "rule:bear-down-index",
      "weight:equal-fraud",
      "disruption:booters-2022",
      "harm:homicide",
      "attribution:fraud-directed",
    ];
    for (const id of origins) expect((await explain(id, sources)).id).toBe(id);
    await sources.close();
  });
});
