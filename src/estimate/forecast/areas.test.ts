import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectFile } from "../../store/index.ts";
import { AREA_MEMBERS, gammaPrior } from "./areas.ts";
import { scored } from "./backtest/scored.ts";
import { LEVELS, MEDIAN } from "./scoring/levels.ts";

const FILE = projectFile("..", "shared", "reference", "forecast", "backtest-baselines.json");

describe("forecasts of many areas", () => {
  it("a small area is drawn to the others by the gamma prior, and never below a mean of a half", () => {
    const histories = [...Array.from({ length: 10 }, (_, i) => [9 + i, 10, 11 - (i % 3)]), [0, 0, 0]];
    const shrunk = AREA_MEMBERS.find((m) => m.id === "shrunk-areas")!.forecast(histories, 1, LEVELS);
    const plain = AREA_MEMBERS.find((m) => m.id === "mean-poisson-areas")!.forecast(histories, 1, LEVELS);
    expect(plain[10][0][LEVELS.length - 1]).toBe(3); // Poisson(0.5): 99.8% at 3 or fewer, 98.6% at 2
    expect(shrunk[10][0][MEDIAN]).toBeLessThan(shrunk[0][0][MEDIAN]);
    const { shape, rate } = gammaPrior(histories);
    expect(shape / rate).toBeGreaterThan(8);
  });

  it("46 forces: the reference's scores to 1e-5", (context) => {
    context.skip(!existsSync(FILE), "the shared reference answers are not beside the project");
    const { forces, scores_both: known } = JSON.parse(readFileSync(FILE, "utf8")).force_cross_section;
    const panel = { id: "forces", first: 0, values: forces.map((f: { values: number[] }) => f.values) };
    const names: Record<string, string> = {
      "seasonal-naive-areas": "snaive_nb",
      "last-value-areas": "last_nb",
      "mean-areas": "mean5_nb",
      "mean-poisson-areas": "mean5_poisson",
      "shrunk-areas": "eb_gamma_poisson",
    };
    const histories = panel.values.map((y: number[]) => y.slice(0, 5));
    for (const member of AREA_MEMBERS) {
      const rows = scored(panel, [{ origin: 4, quantiles: member.forecast(histories, 2, LEVELS) }]);
      const wanted = known.find((k: { method: string }) => k.method === names[member.id]);
      const mean = (of: (i: number) => number) => rows.reduce((sum, _, i) => sum + of(i), 0) / rows.length;
      expect(Math.abs(mean((i) => rows[i].wis.wis) / wanted.wis - 1)).toBeLessThan(1e-5);
      expect(Math.abs(mean((i) => rows[i].logWis.wis) / wanted.log_wis - 1)).toBeLessThan(1e-5);
      expect(mean((i) => Number(rows[i].inside[2]))).toBeCloseTo(wanted.cov90, 6);
    }
  });
});
