import ln from "@stdlib/math-base-special-ln";
import { type OriginId, type Place, type ThreatId, threatIndex } from "../../terms/index.ts";
import type { Anchor } from "../anchors.ts";
import { anchoredLevels, ruleValue } from "../national.ts";
import { nationsOf } from "../nations.ts";
import { type ObservationIndex, yearOf } from "../tally.ts";
import type { EstimatorBook, EstimatorRow } from "./estimators.ts";
import { sizeName } from "./field/hyperparameters.ts";
import type { FieldAnchor, FieldCovariate, FieldIndicator, FieldInput } from "./field/input.ts";
import { areasOf, countsOf, type SourcedCount } from "./process-counts.ts";
import type { ObservationProcess } from "./processes.ts";
import { type QuarterRange, quarterAt, quarterPeriod, quartersOf } from "./quarters.ts";

/** One fit of a threat, or of a part of it, with the way back of everything in it. */
export interface ThreatField {
  threat: ThreatId;
  row: EstimatorRow;
  range: QuarterRange;
  /** Places that the areas of the input are; undefined for one area that stands for the nations of `covers`. */
  places: readonly Place[] | undefined;
  /** Code of what the areas sum to: K02000001, or the union of nations that a national series covers. */
  covers: string;
  input: FieldInput;
  /** The counts of the input with their observations, in the same order. */
  counts: SourcedCount[];
  /** Observations and rules behind each anchor of the input, in the same order. */
  anchorOrigins: OriginId[][];
  /** First and last quarter that a count or an anchor speaks of. */
  firstSeen: number;
  lastSeen: number;
  /** Of the draws: one for each fit, so that fits are independent. */
  seed: number;
}

/** What every field is made from. */
export interface FieldSources {
  book: EstimatorBook;
  index: ObservationIndex;
  /** The 45 areas in their order, and pairs of codes that border each other. */
  places: readonly Place[];
  neighbours: readonly (readonly [string, string])[];
  range: QuarterRange;
}

/** Standing seed of the fields of the project: changing it moves every figure within its sampling error. */
const SEED = 2017;

/** Fields of a threat, one a component; none where it is not estimable, or a part of it has neither count nor anchor. Pure. */
export function fieldsOf(threat: ThreatId, sources: FieldSources): ThreatField[] {
  const fields = sources.book.estimators
    .filter((row) => row.threat === threat && row.use === "extent" && row.places !== "none")
    .map((row, component) => fieldOf(row, sources, SEED + 16 * threatIndex(threat) + component));
  return fields.every((f) => Number.isFinite(f.firstSeen)) ? fields : [];
}

function fieldOf(row: EstimatorRow, sources: FieldSources, seed: number): ThreatField {
  const { book, index, places, range } = sources;
  const isByPlace = row.places === "areas";
  const processes = row.indicators.map((id) => book.processes.find((p) => p.indicator === id)!);
  const counts = processes
    .flatMap((process) => countsOf(process, book.processes, index, places, range))
    .map((count) => (isByPlace ? count : { ...count, areas: [0] }));
  const used = processes.filter((p) => counts.some((c) => c.indicator === p.indicator));
  const anchors = anchorsFor(row, sources);
  const seen = [...counts, ...anchors.map((a) => a.anchor)].flatMap((c) => c.quarters);
  return {
    ...{ threat: row.threat, row, range, counts, seed },
    places: isByPlace ? places : undefined,
    covers: isByPlace ? "K02000001" : coverOf(row, processes, book),
    input: {
      areas: isByPlace ? places.length : 1,
      neighbours: isByPlace ? pairsOf(sources) : [],
      quarters: range.count,
      exposure: isByPlace ? exposureOf(sources) : new Float64Array([1]),
      ...(row.hasDeprivation && isByPlace ? { covariates: [deprivation(places)] } : {}),
      indicators: used.map((process) => indicatorOf(process, sources)),
      counts: counts.map(({ indicator, areas, quarters, value }) => ({ indicator, areas, quarters, value })),
      anchors: anchors.map((a) => a.anchor),
      parts: { season: counts.some((c) => c.quarters.length === 1) },
      hyperparameters: heldIn(row, used, anchors.length),
    },
    anchorOrigins: anchors.map((a) => a.from),
    firstSeen: Math.min(...seen),
    lastSeen: Math.max(...seen),
  };
}

/** What a table holds: sizes of short series, and the doubt between methods where the anchors are of one. */
function heldIn(row: EstimatorRow, used: readonly ObservationProcess[], anchors: number) {
  const sizes = used.flatMap((p) => (p.size === undefined ? [] : [[sizeName(p.indicator), { held: p.size }] as const]));
  const method =
    row.methodSd === undefined || anchors === 0
      ? []
      : [["methodSd", { held: Math.max(row.methodSd, LEAST_SD) }] as const];
  return Object.fromEntries([...sizes, ...method]);
}

/** A doubt of 0 in a table: as little as the arithmetic bears. */
const LEAST_SD = 0.001;

function pairsOf({ places, neighbours }: FieldSources): [number, number][] {
  const at = new Map(places.map((p, i) => [p.code, i]));
  return neighbours.map(([a, b]) => [at.get(a)!, at.get(b)!]);
}

/** Residents; rule day-exposure where hardly anybody lives. */
const exposureOf = ({ places, book }: FieldSources): Float64Array =>
  Float64Array.from(places, (p) => (p.hasResidentRates ? p.population : ruleValue(book.anchors, "day-exposure")));

/** Added to a share before its logarithm, as some areas have none: half a per cent. */
const LEAST_SHARE = 0.005;

/** ln of the share of residents in the most deprived tenth, standardised over the areas with residents; the others are average. */
export function deprivation(places: readonly Place[]): FieldCovariate {
  const logs = places.map((p) => ln(p.deprivedShare + LEAST_SHARE));
  const own = logs.filter((_, i) => places[i].hasResidentRates);
  const mean = own.reduce((sum, v) => sum + v, 0) / own.length;
  const sd = Math.sqrt(own.reduce((sum, v) => sum + (v - mean) ** 2, 0) / own.length);
  return {
    id: "deprivation",
    values: Float64Array.from(logs, (v, i) => (places[i].hasResidentRates && sd > 0 ? (v - mean) / sd : 0)),
    prior: { mean: 0, sd: 0.5 },
  };
}

function indicatorOf(process: ObservationProcess, { book, range }: FieldSources): FieldIndicator {
  const { indicator, rate, rateAt, logitSd, recordingSd, trend } = process;
  const steps = book.changes
    .filter((c) => c.isBreak && (c.indicators.includes(indicator) || c.indicators.includes("all")))
    .map((c) => ({ quarter: quarterAt(range, c.date), mean: c.shift, sd: c.sd }))
    .filter((step) => step.quarter > 0 && step.quarter < range.count);
  return {
    id: indicator,
    reporting: {
      rate: { mean: ln(rate / (1 - rate)), sd: logitSd },
      rateQuarter: Math.min(range.count - 1, Math.max(0, quarterAt(range, rateAt))),
      recordingSd,
      steps,
      ...(trend.sd > 0 ? { trend } : {}),
    },
  };
}

interface SourcedAnchor {
  anchor: FieldAnchor;
  from: OriginId[];
}

/** Anchors of a row: each by its own window, or one grown to the first year of the range (rule slavery-growth). */
function anchorsFor(row: EstimatorRow, { book, index, places, range }: FieldSources): SourcedAnchor[] {
  const named = book.anchors.anchors.filter((a) => row.anchors.includes(a.id));
  const levels = anchoredLevels(book.anchors, row.threat, index, places);
  const growth = named.some((a) => a.role === "growth");
  return named
    .filter((a) => a.role === "extent")
    .flatMap((anchor) => {
      const window = growth ? firstWhole(range) : anchor.window;
      const level = window && levels.get(yearOf(window));
      const quarters = window && quartersOf(range, window);
      if (!level || !quarters) return [];
      return [
        {
          anchor: {
            id: anchor.id,
            areas: row.places === "areas" ? areasOf(anchor.area, places) : [0],
            quarters,
            statistic: row.unitKind === "stock" ? ("mean" as const) : ("sum" as const),
            logMean: level.logMiddle,
            logVariance: level.logVariance,
            ...(row.definitionSd === undefined ? {} : { definitionSd: row.definitionSd }),
            definition: row.threat,
          },
          from: [...level.from, ...level.rules.map((id) => `rule:${id}`)],
        },
      ];
    });
}

/** The first calendar year that lies in the range as a whole. */
function firstWhole(range: QuarterRange) {
  const from = (4 - (range.first % 4)) % 4;
  return { start: quarterPeriod(range, from).start, end: quarterPeriod(range, from + 3).end };
}

/** What a national series covers: the area of its anchors, else of its counts. */
function coverOf(row: EstimatorRow, processes: readonly ObservationProcess[], book: EstimatorBook): string {
  const anchor: Anchor | undefined = book.anchors.anchors.find((a) => row.anchors.includes(a.id));
  const code = anchor?.area ?? processes[0]?.area ?? "K02000001";
  return nationsOf(code).length === 4 ? "K02000001" : code;
}
