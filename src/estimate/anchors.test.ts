import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { projectFile } from "../store/index.ts";
import { countWords, THREAT_IDS } from "../terms/index.ts";
import { readAnchors } from "./anchors.ts";

const { anchors, spread, rules } = readAnchors();

describe("data/anchors.csv", () => {
  test("ids are unique, over rules and spreads too", () => {
    const ids = [...anchors.map((a) => `anchor ${a.id}`), ...spread.map((s) => s.id), ...rules.keys()];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("each threat has an extent, stages of a record, or a reason why not", () => {
    for (const threat of THREAT_IDS) {
      const roles = anchors.filter((a) => a.threat === threat).map((a) => a.role);
      const ways = [
        roles.includes("extent"),
        roles.includes("recorded") && roles.includes("stage"),
        roles.includes("none"),
      ];
      expect(ways.filter(Boolean), threat).toHaveLength(1);
    }
  });

  test("each threat that can be estimated says what share of it is organised", () => {
    for (const { threat } of anchors.filter((a) => a.role === "extent" || a.role === "stage"))
      expect(
        anchors.filter((a) => a.threat === threat && a.role === "organised-share"),
        threat,
      ).toHaveLength(1);
  });

  test("an extent has a value, a range or a selector with a window, and some doubt", () => {
    for (const a of anchors.filter((x) => x.role === "extent")) {
      expect(a.window, a.id).toBeDefined();
      expect(a.value !== undefined || a.low !== undefined || a.selector !== undefined, a.id).toBe(true);
      expect(a.extraLogSd > 0 || a.low !== undefined, a.id).toBe(true);
    }
  });

  test("a stage is a share above 0 with a range or the answers behind it", () => {
    for (const a of anchors.filter((x) => x.role === "stage" || x.role === "reported-share")) {
      expect(a.value, a.id).toBeGreaterThan(0);
      expect(a.value, a.id).toBeLessThanOrEqual(1);
      expect(a.effectiveN !== undefined || a.low !== undefined, a.id).toBe(true);
    }
  });

  test("a range is in order, holds its value, and says what it covers where it is used", () => {
    for (const a of anchors.filter((x) => x.low !== undefined && x.high !== undefined)) {
      expect(a.low!, a.id).toBeLessThan(a.high!);
      if (a.value !== undefined) {
        expect(a.value, a.id).toBeGreaterThanOrEqual(a.low!);
        expect(a.value, a.id).toBeLessThanOrEqual(a.high!);
      }
      if (a.role !== "context") expect(a.level, a.id).toBeDefined();
    }
  });

  test("what is assumed says so: a number without a publisher's source is of the kind assumed", () => {
    for (const a of anchors) if (a.source.startsWith("assumed")) expect(a.kind, a.id).toBe("assumed");
  });
});

describe("data/spread.csv", () => {
  test("each threat has a rule; its weights sum to 1; an indicator has a weight", () => {
    expect(new Set(spread.map((s) => s.threat))).toEqual(new Set(THREAT_IDS));
    for (const s of spread) {
      expect(s.wIndicator + s.wPopulation + s.wDeprived, s.id).toBeCloseTo(1, 12);
      expect(s.indicator !== undefined, s.id).toBe(s.wIndicator > 0);
      expect(s.logSd, s.id).toBeGreaterThan(0);
    }
  });
});

test("decision 13 says the numbers of the rows that it is about", () => {
  const path = projectFile("docs", "decisions", "0013-extent-of-slavery.md");
  const said = readFileSync(path, "utf8").replace(/\s+/g, " ");
  const row = (id: string) => anchors.find((a) => a.id === id)!;
  const [used, published, collected] = ["slavery-mse-2013", "slavery-mse-published", "slavery-published-range"].map(
    row,
  );
  expect(said).toContain(`${countWords(published.low!)} to ${countWords(published.high!)} people`);
  expect(said).toContain(`from ${countWords(used.low!)} to ${countWords(used.high!)}`);
  expect(said).toContain(`published ${countWords(used.value!)} for 2013`);
  expect(said).toContain(`from ${countWords(collected.low!)} to ${countWords(collected.high!)} stand`);
  expect(said).toContain(`to the power ${rules.get("slavery-growth")!.value}`);
});
