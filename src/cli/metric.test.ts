import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soclab } from "../../test/command-line.ts";
import { collate } from "../collate/index.ts";
import { projectFile } from "../store/index.ts";
import { isNotEstimable } from "../terms/index.ts";
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

const metric = async (...words: string[]) => {
  const said = await soclab("metric", "--home", home, "--json", ...words);
  expect(said.err).toBe("");
  return JSON.parse(said.out) as MetricResult;
};

describe("soclab metric, on the figures that ship", () => {
  test("only the pressure half is published, over threats whose extent does not move with recording, as the docs say", async () => {
    const { published, headline, gaming } = await metric();
    expect(published).toBe("pressure");
    expect(headline.basket.map((b) => b.threat)).toEqual(["drug-supply", "fraud", "cyber-crime"]);
    expect(headline.basket.reduce((sum, b) => sum + b.weight, 0)).toBeCloseTo(1, 12);
    const all = [...headline.basket, ...headline.dropped].reduce((sum, b) => sum + b.shareOfAll, 0);
    expect(all).toBeCloseTo(1, 12);
    expect(headline.dropped.find((d) => d.threat === "acquisitive-crime")?.why).toMatch(/recorded/);
    expect(headline.periods.every((p) => isNotEstimable(p.index) && isNotEstimable(p.capability))).toBe(true);
    expect(gaming.filter((g) => !g.passed)).toEqual([]);
    const { value, low, high } = headline.periods[5].pressure;
    const page = readFileSync(projectFile("docs", "explanation", "methods", "bear-down-index.md"), "utf8");
    expect(page).toContain(`${value.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`);
  });

  test("the text says what is left out and what is not known; the result is kept by the fingerprint of its figures", async () => {
    const { out, code } = await soclab("metric", "--home", home, "--weights", "equal", "--areas");
    expect(code).toBe(0);
    for (const words of [
      "PRESSURE HALF ONLY",
      "Dropped out:",
      "not estimable",
      "Effect unknown, which is not nought",
      "P(among the top five)",
    ])
      expect(out).toContain(words);
    const path = /Kept in (.+)\n/.exec(out)?.[1] ?? "";
    expect(path).toMatch(/results\/metric\/[0-9a-f]{64}\.weights-equal\.json$/);
    const kept = JSON.parse(readFileSync(path, "utf8")) as MetricResult;
    expect(path).toContain(kept.dataFingerprint);
    expect(kept.areas?.chances.reduce((sum, c) => sum + c.inTopFive, 0)).toBeCloseTo(5, 9);
  });

  test("severity weights are refused until the publisher's sheet is given, and then used; what it does not weigh drops out", async () => {
    const { err, code } = await soclab("metric", "--home", home, "--weights", "severity");
    expect(code).toBe(1);
    expect(err).toMatch(/no weight is typed from memory.*--sheet/s);
    const sheet = join(home, "sheet.csv");
    const rows = ["106,1000", "fraud by false representation,40", "unauthorised access to computer material,10"];
    const lines = rows.map((r) => `${r},invented,2026-02,a test,none`);
    writeFileSync(sheet, ["offence_code,weight_days,edition,published,source,licence", ...lines, ""].join("\n"));
    const { headline, harm } = await metric("--weights", "severity", "--sheet", sheet);
    expect(headline.basket.map((b) => b.threat)).toEqual(["fraud", "cyber-crime"]);
    expect(headline.dropped.map((d) => d.threat)).toEqual(["modern-slavery"]);
    expect(harm.map((h) => h.perUnit)).toEqual([1000, 40, 10].map((d) => expect.closeTo(d, 6)));
  });

  test.each([
    ["--weights", "days", /no scheme of weights called "days"/],
    ["--base", "2031", /outside 2017 to 2023/],
  ])("%s %s is a sentence", async (option, value, message) => {
    expect((await soclab("metric", "--home", home, option, value)).err).toMatch(message);
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
