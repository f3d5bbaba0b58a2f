import type { Quarter } from "../backtest/quarter.ts";
import { fromLogScale, logScale, type Quantiles } from "../forecaster.ts";
import { LEVELS } from "../scoring/levels.ts";
import { lastOf, type Panel, type Said } from "./panel.ts";
import { bestWeights, type PastCase } from "./weights.ts";
import { type PastSpread, stretched, widthOf } from "./width.ts";

/** What members said at every origin, in one order: `said[m][o]` is member m at the o-th origin. */
export interface Record {
  panel: Panel;
  /** Ids of the members; the first is the baseline. */
  members: readonly string[];
  said: readonly (readonly Said[])[];
}

/** The combination at one origin, with what it was made of. */
export interface Combined extends Said {
  /** One for each member, summing to 1. */
  weights: number[];
  /** Factor on the distance of every quantile from the median, on the log scale; 1 or more. */
  width: number;
  /** Origins whose forecasts had come due and could be learned from. */
  learnedFrom: number;
}

/** The baseline keeps at least this weight, whatever the past says. */
const FLOOR = 0.1;

/**
 * Equal weights count as this many past origins: forecasts of up to 8 quarters overlap, so that 8 origins hold about one
 * independent error of the longest kind.
 */
const WORTH_OF_EQUAL = 8;

/**
 * The members' quantiles averaged on the log scale at every origin in turn, and widened where past intervals held too
 * little. Weights and width come only from forecasts that had come due at that origin: nothing after it is looked at.
 */
export function combine(record: Record): Combined[] {
  const logs = record.said.map((said) => said.map((s) => s.quantiles.map((area) => area.map(logScale))));
  const truths = record.panel.values.map(logScale);
  const count = record.members.length;
  const raw: Quantiles[][] = [];
  return record.said[0].map(({ origin }, o) => {
    const due = dueBefore(record, o);
    const cases = due.map(
      ({ past, h, area, t }): PastCase => ({
        members: logs.map((member) => member[past][area][h]),
        truth: truths[area][t],
      }),
    );
    const learnedFrom = new Set(due.map(({ past }) => past)).size;
    const weights = tempered(bestWeights(cases, LEVELS, count), learnedFrom);
    raw.push(
      averaged(
        logs.map((member) => member[o]),
        weights,
      ),
    );
    const spreads = due.map(
      ({ past, h, area, t }): PastSpread => ({ quantiles: raw[past][area][h], truth: truths[area][t] }),
    );
    const width = widthOf(spreads, learnedFrom);
    const quantiles = raw[o].map((area) => area.map((row) => stretched(row, width).map(fromLogScale)));
    return { origin, quantiles, weights, width, learnedFrom };
  });
}

interface Due {
  /** Place of the past origin. */
  past: number;
  /** Horizon less 1. */
  h: number;
  area: number;
  /** Place of the truth in the area's values. */
  t: number;
}

/** Every past forecast whose truth was known at the o-th origin. */
function dueBefore({ panel, said }: Record, o: number): Due[] {
  const now: Quarter = Math.min(said[0][o].origin, lastOf(panel));
  return said[0]
    .slice(0, o)
    .flatMap(({ origin, quantiles }, past) =>
      quantiles.flatMap((rows, area) =>
        rows.flatMap((_, h): Due[] =>
          origin + h + 1 <= now ? [{ past, h, area, t: origin + h + 1 - panel.first }] : [],
        ),
      ),
    );
}

/** Drawn to equal weights by how little there is to learn from, then the baseline's floor. */
function tempered(weights: readonly number[], learnedFrom: number): number[] {
  const share = learnedFrom / (learnedFrom + WORTH_OF_EQUAL);
  return weights.map((w, m) => {
    const drawn = share * w + (1 - share) / weights.length;
    return (1 - FLOOR) * drawn + (m === 0 ? FLOOR : 0);
  });
}

/** Quantiles averaged over members at each area, horizon and level. */
const averaged = (members: readonly Quantiles[][], weights: readonly number[]): Quantiles[] =>
  members[0].map((rows, area) =>
    rows.map((row, h) => row.map((_, k) => members.reduce((sum, m, i) => sum + weights[i] * m[area][h][k], 0))),
  );
