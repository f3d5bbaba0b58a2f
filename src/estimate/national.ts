import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import type { Kind, OriginId, Place, ThreatId } from "../terms/index.ts";
import type { Anchor, AnchorBook, Role } from "./anchors.ts";
import { type LogEstimate, rangeLogVariance, type Stage, shareLogVariance, sumOfParts } from "./hidden/multiplier.ts";
import { type ObservationIndex, type Tally, tallyInWindow, tallyOfPlaces, yearlyTallies, yearOf } from "./tally.ts";

/** Extent of one threat in one year, over the area that its anchor covers. */
export interface Level extends LogEstimate {
  kind: Kind;
  /** Id of the anchor that carries the level. */
  anchor: string;
  /** Ids of the rules applied, in order. */
  rules: string[];
  from: OriginId[];
}

export const anchorsOf = (book: AnchorBook, threat: ThreatId, role: Role): Anchor[] =>
  book.anchors.filter((a) => a.threat === threat && a.role === role);

/** The constant of a rule. Throws a plain error when data/rules.csv lost it: a fault of data that tests catch. */
export function ruleValue(book: AnchorBook, id: string): number {
  const value = book.rules.get(id)?.value;
  if (value === undefined) throw new Error(`data/rules.csv has no value for rule "${id}"`);
  return value;
}

/** Levels by year, for the years in which an anchor or a recorded count stands. Empty when nothing can be estimated. */
export function anchoredLevels(book: AnchorBook, threat: ThreatId, index: ObservationIndex, places: readonly Place[]) {
  const extents = anchorsOf(book, threat, "extent");
  const growth = anchorsOf(book, threat, "growth")[0];
  if (growth && extents[0]) return grownLevels(book, extents[0], growth, index);
  if (extents.length > 0) return publishedLevels(extents, index);
  return multipliedLevels(book, threat, index, places);
}

function publishedLevels(extents: readonly Anchor[], index: ObservationIndex): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const anchor of extents) {
    const level = publishedLevel(anchor, index);
    if (level && anchor.window) levels.set(yearOf(anchor.window), level);
  }
  return levels;
}

/** A published size: its own value, the geometric middle of its range, or the observation that it selects. */
function publishedLevel(anchor: Anchor, index: ObservationIndex): Level | undefined {
  const { low, high, extraLogSd, selector, window } = anchor;
  const tally = selector && window ? tallyInWindow(index, selector, anchor.area, window) : undefined;
  const hasRange = low !== undefined && high !== undefined;
  const value = anchor.value ?? tally?.value ?? (hasRange ? Math.sqrt(low * high) : undefined);
  if (value === undefined || value <= 0) return undefined;
  const published = hasRange ? rangeLogVariance(low, high, anchor.level) : 0;
  return {
    logMiddle: ln(value),
    logVariance: published + extraLogSd * extraLogSd,
    kind: anchor.kind,
    anchor: anchor.id,
    rules: ["log-normal-interval"],
    from: [`anchor:${anchor.id}`, ...(tally?.from ?? [])],
  };
}

/** Rule slavery-growth: base x (indicator / indicator in the base year) to a power; the interval runs over powers 0 to 1. */
function grownLevels(book: AnchorBook, base: Anchor, growth: Anchor, index: ObservationIndex): Map<number, Level> {
  const levels = new Map<number, Level>();
  const start = publishedLevel(base, index);
  if (!start || !growth.selector || !growth.window) return levels;
  const series = yearlyTallies(index, growth.selector, growth.area, growth.basis);
  const before = series.get(yearOf(growth.window));
  if (!before || before.value <= 0) return levels;
  const power = ruleValue(book, "slavery-growth");
  for (const [year, now] of series) {
    if (now.value <= 0) continue;
    const logGrowth = ln(now.value / before.value);
    levels.set(year, {
      ...start,
      logMiddle: start.logMiddle + power * logGrowth,
      logVariance: start.logVariance + rangeLogVariance(1, exp(Math.abs(logGrowth))),
      rules: [...start.rules, "slavery-growth"],
      from: [...start.from, `anchor:${growth.id}`, ...before.from, ...now.from],
    });
  }
  return levels;
}

/** Recorded counts by component and year. "forces" sums over the areas of England and Wales. */
export function recordedSeries(anchor: Anchor, index: ObservationIndex, places: readonly Place[]): Map<number, Tally> {
  if (!anchor.selector) return new Map();
  if (anchor.area !== "forces") return yearlyTallies(index, anchor.selector, anchor.area, anchor.basis);
  const codes = places.filter((p) => p.nation === "E" || p.nation === "W").map((p) => p.code);
  return tallyOfPlaces(index, anchor.selector, codes, anchor.basis);
}

/** Rule two-stage-multiplier: recorded counts over the shares that stand between them and the extent. */
function multipliedLevels(book: AnchorBook, threat: ThreatId, index: ObservationIndex, places: readonly Place[]) {
  const levels = new Map<number, Level>();
  const recorded = anchorsOf(book, threat, "recorded");
  const stages = anchorsOf(book, threat, "stage");
  if (recorded.length === 0 || stages.length === 0) return levels;
  const series = recorded.map((anchor) => recordedSeries(anchor, index, places));
  for (const year of series[0].keys()) {
    const tallies = series.map((s) => s.get(year)).filter((t) => t !== undefined);
    if (tallies.length < recorded.length || tallies.every((t) => t.value === 0)) continue;
    const parts = recorded.map((anchor, i) => ({
      recorded: tallies[i].value,
      stages: stages.filter((s) => s.component === "" || s.component === anchor.component).map(stageOf),
    }));
    levels.set(year, {
      ...sumOfParts(parts),
      kind: stages.some((s) => s.kind === "assumed") ? "assumed" : "estimated",
      anchor: recorded[0].id,
      rules: ["two-stage-multiplier", "log-normal-interval"],
      from: [...[...recorded, ...stages].map((a) => `anchor:${a.id}`), ...tallies.flatMap((t) => t.from)],
    });
  }
  return levels;
}

function stageOf(anchor: Anchor): Stage {
  const { id, value = 1, low, high, level, effectiveN, extraLogSd } = anchor;
  const sampled = effectiveN === undefined ? 0 : shareLogVariance({ share: value, effectiveN });
  const range = low === undefined || high === undefined ? 0 : rangeLogVariance(low, high, level);
  return { id, share: value, logVariance: sampled + range + extraLogSd * extraLogSd };
}

/**
 * The level in a year: an anchored one, one between two anchors (rule between-anchors), or the last one carried forward
 * (rule carry-forward). Undefined before the first anchor: nothing is carried back.
 */
export function levelIn(book: AnchorBook, levels: ReadonlyMap<number, Level>, year: number): Level | undefined {
  const exact = levels.get(year);
  if (exact) return exact;
  const years = [...levels.keys()].sort((a, b) => a - b);
  const before = years.filter((y) => y < year).at(-1);
  const after = years.find((y) => y > year);
  if (before === undefined) return undefined;
  const last = levels.get(before)!;
  const rule = after === undefined ? "carry-forward" : "between-anchors";
  const drift = ruleValue(book, rule) * Math.min(year - before, (after ?? Number.POSITIVE_INFINITY) - year);
  if (after === undefined)
    return { ...last, logVariance: last.logVariance + drift * drift, rules: [...last.rules, rule] };
  const next = levels.get(after)!;
  const w = (year - before) / (after - before);
  return {
    logMiddle: (1 - w) * last.logMiddle + w * next.logMiddle,
    logVariance: (1 - w) ** 2 * last.logVariance + w ** 2 * next.logVariance + drift * drift,
    kind: last.kind === "assumed" || next.kind === "assumed" ? "assumed" : last.kind,
    anchor: w < 0.5 ? last.anchor : next.anchor,
    rules: [...new Set([...last.rules, ...next.rules, rule])],
    from: [...new Set([...last.from, ...next.from])],
  };
}
