import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../store/index.ts";
import { backtest, HORIZONS, scoresOf } from "./backtest/backtest.ts";
import { quarterNamed } from "./backtest/quarter.ts";
import { type PairedTotals, scoreRatio } from "./backtest/ratio.ts";
import { type Scored, scored } from "./backtest/scored.ts";
import { tracksOf } from "./backtest/track.ts";
import { alone, known as knownAt, type Panel, type Said } from "./combine/panel.ts";
import { FIELD } from "./field-member.ts";
import type { Quantiles } from "./forecaster.ts";
import { ON_COUNTS, SIX } from "./forecasters.ts";
import { MEMBERS } from "./members.ts";
import { LEVELS } from "./scoring/levels.ts";

/*
 * The back-test protocol on the twelve real series, origins 2016Q4 to 2022Q4, truth to 2023Q4: the ten baselines against
 * their published scores, then our own forecasters and combination against the best simple baseline. About three minutes.
 */
const FILE = projectFile("..", "shared", "reference", "forecast", "backtest-baselines.json");
const isHere = existsSync(FILE);
const wanted = isHere ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;

/** Ours beside the reference's names. */
const NAMES: Record<string, string> = {
  "last-value": "rw",
  "seasonal-naive": "snaive",
  drift: "drift",
  "exponential-smoothing": "ets",
  "automatic-arima": "arima",
  climatology: "nbclim",
  "last-value-counts": "rw_nat",
  "seasonal-naive-counts": "snaive_nat",
  "drift-counts": "drift_nat",
};
/** Search for orders is another program's: the reference says that it may differ. The median of six has it as a member. */
const MAY_DIFFER = new Set(["arima", "ens"]);

interface Case {
  panel: Panel;
  origins: number[];
}
const cases: Case[] = isHere
  ? Object.entries<{ start: string; values: number[] }>(wanted.series).map(([id, s]) => ({
      panel: { id, first: quarterNamed(s.start)!, values: [s.values] },
      origins: wanted.per_forecast[id].origins.map(quarterNamed),
    }))
  : [];

const lines: string[] = [];
const mean = (rows: readonly Scored[], of: (r: Scored) => number) =>
  rows.reduce((sum, r) => sum + of(r), 0) / rows.length;

describe("the back-test protocol on the real series", () => {
  beforeEach((context) => context.skip(!isHere, "the shared reference answers are not beside the project"));

  it("gives the ten baselines their scores: 1e-5 where nothing is searched, the others by how much they differ", () => {
    for (const { panel, origins } of cases) {
      const said = new Map<string, Said[]>();
      for (const member of [...SIX, ...ON_COUNTS].map(alone))
        said.set(
          NAMES[member.id],
          origins.map((origin) => ({
            origin,
            quantiles: member.forecast(knownAt(panel, origin), HORIZONS, LEVELS),
          })),
        );
      const six = SIX.map((f) => said.get(NAMES[f.id])!);
      said.set(
        "ens",
        origins.map((origin, o) => ({ origin, quantiles: [medianOf(six.map((m) => m[o].quantiles[0]))] })),
      );
      for (const [method, all] of said) {
        const rows = scored(panel, all);
        const row = wanted.scores.find(
          (s: { series: string; method: string; h: unknown }) =>
            s.series === panel.id && s.method === method && s.h === "all",
        );
        expect(rows).toHaveLength(row.n);
        const wis = mean(rows, (r) => r.wis.wis) / row.wis - 1;
        const log = mean(rows, (r) => r.logWis.wis) / row.log_wis - 1;
        if (MAY_DIFFER.has(method)) {
          lines.push(`${panel.id} ${method}: WIS ${percent(wis)}, log-WIS ${percent(log)} of the reference's`);
          continue;
        }
        expect(Math.abs(wis), `${panel.id} ${method} WIS`).toBeLessThan(1e-5);
        expect(Math.abs(log), `${panel.id} ${method} log-WIS`).toBeLessThan(1e-5);
        expect(mean(rows, (r) => Number(r.inside[2]))).toBeCloseTo(row.cov90, 5);
      }
    }
  });

  it("our combination beats the best simple baseline on log-WIS over the nine core series, and covers as promised", async () => {
    const pairs: PairedTotals[] = [];
    const core: Scored[] = [];
    const relative = new Map<string, number[]>();
    for (const { panel, origins } of cases) {
      const made = await backtest(panel, MEMBERS.nation);
      const { members, combined } = scoresOf(made, (origin) => origins.includes(origin));
      const baseline = members[0].rows;
      for (const { id, rows } of [...members, { id: "combined", rows: combined }]) {
        const all = tracksOf(rows, baseline).at(-1)!;
        relative.set(id, [...(relative.get(id) ?? []), all.relativeLogWis]);
        const held = all.coverage.map((c) => Math.round(100 * c.empirical)).join(" / ");
        lines.push(
          [
            ...[panel.id, id, all.n, all.wis.toPrecision(4), all.logWis.toFixed(3)],
            ...[all.relativeWis.toFixed(2), all.relativeLogWis.toFixed(2), held],
          ].join(" | "),
        );
      }
      if (wanted.series[panel.id].group === "core") core.push(...combined);
      pairs.push(totals(origins, combined, wanted.per_forecast[panel.id].methods.ens.log_wis));
    }
    for (const [id, ratios] of relative)
      lines.push(
        `${id}: NRM ${geometric(ratios.slice(0, 3))}, irregular ${geometric(ratios.slice(3, 9))}, core ${geometric(ratios.slice(0, 9))}`,
      );
    const nine = scoreRatio(pairs.slice(0, 9), 1);
    for (const [name, chosen] of [
      ["core", pairs.slice(0, 9)],
      ["NRM", pairs.slice(0, 3)],
      ["irregular", pairs.slice(3, 9)],
    ] as const)
      lines.push(`log-WIS over ens, ${name}: ${ratioWords(scoreRatio(chosen, 1))}`);
    const cover = mean(core, (r) => Number(r.inside[2]));
    lines.push(`90% coverage, core: ${percent(cover)}`);
    const file = process.env.SOCLAB_SCORES;
    if (file) writeFileSync(file, `${lines.join("\n")}\n`);
    console.log(lines.join("\n"));
    expect(nine.ratio).toBeLessThan(1);
    expect(cover).toBeGreaterThan(0.8);
    expect(cover).toBeLessThan(0.97);
  });

  it("46 forces: the field is no worse than the best of the reference's five, and its 90% interval covers", () => {
    const { forces, scores_both } = wanted.force_cross_section;
    const panel: Panel = { id: "forces", first: 0, values: forces.map((f: { values: number[] }) => f.values) };
    const histories = panel.values.map((y) => y.slice(0, 5));
    const rows = scored(panel, [{ origin: 4, quantiles: FIELD.forecast(histories, 2, LEVELS) }]);
    const best = (score: "wis" | "log_wis") => Math.min(...scores_both.map((k: Record<string, number>) => k[score]));
    const [wis, log] = [mean(rows, (r) => r.wis.wis), mean(rows, (r) => r.logWis.wis)];
    const held = [0, 1, 2, 3].map((k) => mean(rows, (r) => Number(r.inside[k])));
    console.log(
      `field, 46 forces: WIS ${wis.toFixed(3)}, log-WIS ${log.toFixed(4)}, held ${held.map(percent).join(" / ")}`,
    );
    expect(wis).toBeLessThan(1.01 * best("wis"));
    expect(log).toBeLessThan(best("log_wis"));
    expect(held[2]).toBeGreaterThan(0.8);
    expect(held[2]).toBeLessThan(0.97);
  });
});

/** At each level the median over forecasters: the reference's combined baseline. */
const medianOf = (members: readonly Quantiles[]): Quantiles =>
  members[0].map((row, h) =>
    row.map((_, k) => {
      const sorted = members.map((m) => m[h][k]).sort((a, b) => a - b);
      return (sorted[2] + sorted[3]) / 2;
    }),
  );

const totals = (origins: readonly number[], rows: readonly Scored[], theirs: (number | null)[][]): PairedTotals => ({
  mine: origins.map((o) => rows.filter((r) => r.origin === o).reduce((sum, r) => sum + r.logWis.wis, 0)),
  theirs: theirs.map((row) => row.reduce((sum: number, x) => sum + (x ?? 0), 0)),
});

const percent = (x: number): string => `${(100 * x).toFixed(2)}%`;
const geometric = (ratios: readonly number[]): string =>
  Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length).toFixed(3);
const ratioWords = ({ ratio, low, high }: { ratio: number; low: number; high: number }): string =>
  `${ratio.toFixed(3)} (90%: ${low.toFixed(3)} to ${high.toFixed(3)})`;
