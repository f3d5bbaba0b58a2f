import exp from "@stdlib/math-base-special-exp";
import type { Figure, Kind, NotEstimable } from "../../terms/index.ts";
import { quantile } from "../statistics.ts";
import { bearDownIndex, capabilityIndex, perRealPound } from "./arithmetic.ts";
import { type Basket, type BasketRule, basketOf } from "./basket.ts";
import { capabilityDraws, type DrawOrder, pressureDraws } from "./draws.ts";
import type { DisruptedShare, IndexInput } from "./input.ts";

/** One period of the index with its components beside it. */
export interface BearDownPeriod {
  period: string;
  /** Pressure half I: above 100, less harm than in the base period. */
  pressure: Figure;
  /** Capability half A, from the share of the extent that disruptions averted. */
  capability: Figure | NotEstimable;
  /** B = sqrt(I A). Where one half is not estimable there is no B, and the other half stands alone under its own name. */
  index: Figure | NotEstimable;
  perRealPound: Figure | NotEstimable;
  /** Standard deviation of ln I over the draws. */
  logSdPressure: number;
  /** 100 / sum_k w_k X_kt / X_k0: total harm against the base. No move of harm between categories changes it, and it is never above I. */
  totalHarmIndex: number;
  /** Share of the weight whose extent was carried over because nothing about the period was published. */
  carriedWeight: number;
  /** Share of the weight whose extent is a nowcast. */
  nowcastWeight: number;
  /** Probability that pressure is better than `lag` periods before (null where there is none, or nothing about the period was published), and than in the base period. */
  better: { thanBefore: number | null; thanBase: number | null; indexThanBefore: number | null };
}

/** The index with everything that it is made of. */
export interface BearDown {
  scheme: string;
  base: string;
  rule: BasketRule;
  basket: { threat: string; weight: number; shareOfAll: number }[];
  dropped: Basket["dropped"];
  coverage: number;
  timeCorrelation: number;
  periods: BearDownPeriod[];
}

/**
 * The bear-down index of an input: pressure, capability and both, by period, base = 100, with 90% intervals from joint draws.
 * Middle values are the index at the middles of its parts (weights and extents); intervals are quantiles of the draws.
 * Throws a Problem when the basket is empty or holds what it must not (see `basketOf`).
 */
export function bearDown(input: IndexInput, rule: BasketRule, order: DrawOrder): BearDown {
  const basket = basketOf(input, rule);
  const pressure = pressureDraws(input, basket, order);
  const shares = disruptedRows(input, basket);
  const capability = "notEstimable" in shares ? undefined : capabilityDraws(input, basket, shares.rows, order);
  const middles = pressureMiddles(input, basket);
  const capabilityMiddles =
    "notEstimable" in shares ? undefined : capabilityIndex(...capabilityTable(input, basket, shares.rows));
  const both = capabilityMiddles && bearDownIndex(middles, capabilityMiddles);
  const bothDraws = capability?.map((a, t) => a.map((v, d) => (v + pressure[t][d]) / 2));
  const context = { input, basket, pressure, middles, bothDraws };
  return {
    scheme: input.scheme,
    base: input.base,
    rule,
    basket: basket.threats.map(({ threat, weight, shareOfAll }) => ({ threat, weight, shareOfAll })),
    dropped: basket.dropped,
    coverage: basket.coverage,
    timeCorrelation: input.timeCorrelation,
    periods: input.periods.map((period, t) => ({
      period,
      pressure: indexFigure(middles[t], pressure[t], context),
      capability: capability ? indexFigure(capabilityMiddles![t], capability[t], context) : (shares as NotEstimable),
      index: both ? indexFigure(both[t], bothDraws![t], context) : withoutCapability(shares as NotEstimable),
      perRealPound: perPound(context, both, t),
      ...partsOf(context, t),
    })),
  };
}

interface Context {
  input: IndexInput;
  basket: Basket;
  pressure: Float64Array[];
  middles: number[];
  bothDraws: Float64Array[] | undefined;
}

const withoutCapability = ({ from }: NotEstimable): NotEstimable => ({
  notEstimable: "Capability is not estimable, so there is no B: the pressure half stands alone",
  from,
});

function indexFigure(value: number, logDraws: Float64Array, { basket }: Context): Figure {
  const sorted = logDraws.slice().sort();
  const at = (p: number) => 100 * exp(quantile(sorted, p));
  const rows = basket.threats.flatMap((t) => t.extents);
  return {
    value,
    low: Math.min(value, at(0.05)),
    high: Math.max(value, at(0.95)),
    level: 0.9,
    unit: "index, base = 100",
    kind: kindOf(rows.map((r) => r.kind)),
    from: [...new Set(rows.flatMap((r) => r.from)), "rule:bear-down-index"],
  };
}

const kindOf = (kinds: readonly Kind[]): Kind => (kinds.includes("assumed") ? "assumed" : "estimated");

/** I_t at the middles of the extents; on logs, so that no extent overflows. */
function pressureMiddles(input: IndexInput, basket: Basket): number[] {
  const base = input.periods.indexOf(input.base);
  return input.periods.map(
    (_, t) =>
      100 *
      exp(-basket.threats.reduce((sum, k) => sum + k.weight * (k.extents[t].logMiddle - k.extents[base].logMiddle), 0)),
  );
}

function partsOf(
  context: Context,
  t: number,
): Omit<BearDownPeriod, "period" | "pressure" | "capability" | "index" | "perRealPound"> {
  const { input, basket, pressure, bothDraws } = context;
  const base = input.periods.indexOf(input.base);
  const ratio = basket.threats.reduce(
    (sum, k) => sum + k.weight * exp(k.extents[t].logMiddle - k.extents[base].logMiddle),
    0,
  );
  const weightOf = (mark: "isCarried" | "isNowcast") =>
    basket.threats.reduce((sum, k) => sum + (k.extents[t][mark] ? k.weight : 0), 0);
  const isComparable = t >= input.lag && basket.threats.some((k) => !k.extents[t].isCarried);
  return {
    logSdPressure: standardDeviation(pressure[t]),
    totalHarmIndex: 100 / ratio,
    carriedWeight: weightOf("isCarried"),
    nowcastWeight: weightOf("isNowcast"),
    better: {
      thanBefore: isComparable ? shareAbove(pressure[t], pressure[t - input.lag]) : null,
      thanBase: t === base ? null : shareAbove(pressure[t], pressure[base]),
      indexThanBefore: bothDraws && isComparable ? shareAbove(bothDraws[t], bothDraws[t - input.lag]) : null,
    },
  };
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
}

/** P(now > before) over joint draws, ties half; null when no draw differs. */
function shareAbove(now: Float64Array, before: Float64Array): number | null {
  let above = 0;
  let differs = false;
  for (let d = 0; d < now.length; d++) {
    above += now[d] > before[d] ? 1 : now[d] === before[d] ? 0.5 : 0;
    differs ||= now[d] !== before[d];
  }
  return differs ? above / now.length : null;
}

/** Disrupted shares of every threat of the basket in every period, or why capability is not estimable. */
function disruptedRows(input: IndexInput, basket: Basket): { rows: DisruptedShare[][] } | NotEstimable {
  const rows = basket.threats.map(({ threat }) =>
    input.periods.flatMap((period) => input.disrupted.find((d) => d.threat === threat && d.period === period) ?? []),
  );
  const without = basket.threats.filter((_, k) => rows[k].length < input.periods.length).map((k) => k.threat);
  if (without.length === 0) return { rows };
  return {
    notEstimable: `No disruptions coded by their outcome are published for ${without.join(", ")} in every period`,
    from: ["rule:bear-down-index"],
  };
}

function capabilityTable(
  input: IndexInput,
  basket: Basket,
  rows: readonly (readonly DisruptedShare[])[],
): [number[], number[][], number] {
  const table = input.periods.map((_, t) => rows.map((shares) => exp(shares[t].logMiddle)));
  return [basket.threats.map((k) => k.weight), table, input.periods.indexOf(input.base)];
}

/** B per real pound; the pressure half per pound is not offered, as spending buys capability first. */
function perPound(context: Context, both: number[] | undefined, t: number): Figure | NotEstimable {
  const { input, bothDraws } = context;
  const spend = input.periods.map((p) => input.realSpend.find((s) => s.period === p)?.gbp);
  if (!both || !bothDraws)
    return { notEstimable: "There is no B to divide by the money spent", from: ["rule:bear-down-index"] };
  if (spend.some((gbp) => gbp === undefined))
    return {
      notEstimable: "No series of spending on serious and organised crime is published for these periods",
      from: ["cost:soc-spend"],
    };
  const base = input.periods.indexOf(input.base);
  const values = perRealPound(both, spend as number[], base);
  const figure = indexFigure(both[t], bothDraws[t], context);
  const factor = values[t] / both[t];
  return { ...figure, value: values[t], low: figure.low * factor, high: figure.high * factor };
}
