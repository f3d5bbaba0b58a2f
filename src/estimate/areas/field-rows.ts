import ln from "@stdlib/math-base-special-ln";
import {
  type Cell,
  type Figure,
  isNotEstimable,
  type NotEstimable,
  type OriginId,
  type Period,
  type Place,
  THREATS,
  type ThreatId,
  UNITED_KINGDOM,
} from "../../terms/index.ts";
import { interval90 } from "../hidden/multiplier.ts";
import { ruleValue } from "../national.ts";
import { nationMasses, nationsOf } from "../nations.ts";
import { type Spread, spreadOf, spreadRuleOf } from "../spread.ts";
import { type FittedThreat, logOf, nationalQuarters, type Range } from "./field-national.ts";
import { localHidden, nationalHidden, recordedOf, type Scene } from "./field-recorded.ts";
import { quarterName, quarterPeriod } from "./quarters.ts";
import type { FieldSources } from "./threat-field.ts";

/** What an extent of a place and quarter rests on, or why there is none. */
export type FieldState =
  | "estimated"
  | "only deprivation, population and neighbours" // no count of its own in any quarter
  | "only deprivation and population" // evidence below the threshold, or a spread of the nation
  | "no data by place" // nothing by place, and the spread is not published
  | "no method" // no method is defensible
  | "not collated" // the counts that its estimator needs are not in the database
  | "before the first count"; // nothing is carried back

/** One threat, place (the United Kingdom or a police area) and quarter. */
export interface FieldRow {
  threat: ThreatId;
  place: string;
  /** "2022Q2", calendar quarters; a flow is that of the quarter, a stock the people at one time in it. */
  quarter: string;
  period: Period;
  unitKind: "stock" | "flow";
  /** Count of the series in the threat's own unit, in this place and quarter. */
  recorded: Cell<number>;
  /** Nations that the count covers, for example "E W"; "" where there is none. */
  recordedIn: string;
  extent: Figure | NotEstimable;
  hiddenShare: Figure | NotEstimable;
  /** Share of the estimate owed to the place's own and its neighbours' counts, 0 to 1; undefined where there is no extent, and for the nation. */
  evidence: number | undefined;
  state: FieldState;
  /** After the last count: level, trend and season go on. */
  isNowcast: boolean;
  /** Id of the anchor that carries the level, or of the row that says why there is none. */
  anchor: string;
  /** Middle of the extent if all reporting rates were higher (low) or lower (high) by rule prior-shift; undefined where no rate stands between. */
  shifted: { low: number; high: number } | undefined;
  /** Anchors that lie further from what the field says without them than rule conflict allows. */
  conflicts: string[];
}

/** Rows of one fitted threat: the United Kingdom, then the places, each through the quarters. Pure. */
export function rowsOfThreat(fitted: FittedThreat, sources: FieldSources): FieldRow[] {
  const scene = sceneOf(fitted, sources);
  const quarters = Array.from({ length: sources.range.count }, (_, q) => q);
  return [
    ...quarters.map((q) => nationalRow(scene, q)),
    ...sources.places.flatMap((_, i) => quarters.map((q) => placeRow(scene, i, q))),
  ];
}

function sceneOf(fitted: FittedThreat, sources: FieldSources): Scene {
  const { book, index, places } = sources;
  const [{ threat, row, input, covers }] = fitted.fields;
  const used = book.anchors.anchors.find((a) => a.id === input.anchors[0]?.id);
  const support = book.estimators.find((e) => e.threat === threat && e.use === "anchor")?.anchors[0];
  const masses = nationMasses(book.anchors, threat, index, places, nationsOf(covers));
  return {
    ...{ threat, fitted, sources },
    unit: THREATS.find((t) => t.id === threat)!.unit,
    kind: used?.kind ?? "assumed",
    anchor: used?.id ?? support ?? "",
    national: nationalQuarters(fitted, sources),
    conflicts: conflictsOf(fitted),
    spread:
      row.places === "areas"
        ? undefined
        : spreadOf(spreadRuleOf(book.anchors, threat, LAST_YEAR), masses, index, places),
  };
}

/** Spreads of national series rest on residents alone, so any year does. */
const LAST_YEAR = 2023;

/** An anchor that is all there is has nothing to be in conflict with. */
const conflictsOf = ({ fields, fits }: FittedThreat): string[] =>
  fits.flatMap((fit, k) =>
    fields[k].counts.length + fit.anchors.length > 1 ? fit.anchors.filter((a) => a.isConflict).map((a) => a.id) : [],
  );

function nationalRow(scene: Scene, q: number): FieldRow {
  const { national } = scene;
  const { extent, shifted, rules, from } = national[q];
  const origins = [...originsOf(scene, q, undefined), ...from, ...rules.map((id) => `rule:${id}`)];
  const figure = beforeFirst(scene, q) ?? figureOf(scene, extent, origins);
  return {
    ...commonOf(scene, q),
    place: UNITED_KINGDOM,
    ...recordedOf(scene, q, undefined),
    extent: figure,
    hiddenShare: isNotEstimable(figure) ? figure : nationalHidden(scene, q, origins),
    evidence: undefined,
    state: isNotEstimable(figure) ? "before the first count" : "estimated",
    shifted: isNotEstimable(figure) || !hasRates(scene) ? undefined : bandOf(shifted),
  };
}

const bandOf = (middles: readonly number[]) => ({ low: Math.min(...middles), high: Math.max(...middles) });

/** Whether a reporting rate stands between any count and the extent. */
const hasRates = ({ fitted }: Scene): boolean => fitted.fields.some((f) => f.input.indicators.length > 0);

const commonOf = ({ threat, fitted, anchor, conflicts }: Scene, q: number) => {
  const { range, row } = fitted.fields[0];
  return {
    ...{ threat, anchor, conflicts },
    quarter: quarterName(range, q),
    period: quarterPeriod(range, q),
    unitKind: row.unitKind,
    isNowcast: q > Math.max(...fitted.fields.map((f) => f.lastSeen)),
  };
};

const figureOf = ({ unit, kind }: Scene, range: Range, from: OriginId[]): Figure => ({
  ...range,
  ...{ level: 0.9 as const, unit, kind },
  from: [...new Set(from)],
});

function beforeFirst({ fitted }: Scene, q: number): NotEstimable | undefined {
  const [{ range }] = fitted.fields;
  const first = Math.min(...fitted.fields.map((f) => f.firstSeen));
  if (q >= first) return undefined;
  const [when, now] = [quarterName(range, first), quarterName(range, q)];
  return {
    notEstimable: `The first count or anchor is of ${when}; nothing is carried back to ${now}`,
    from: ["rule:carry-forward"],
  };
}

/** Counts that hold this quarter (of one area where given) with their observations, the anchors, and the rules of the field. */
function originsOf(scene: Scene, q: number, area: number | undefined): OriginId[] {
  const { fields } = scene.fitted;
  const isAfter = commonOf(scene, q).isNowcast;
  return [
    ...fields.flatMap((f) => [
      ...f.anchorOrigins.flat(),
      ...f.input.indicators.map(({ id }) => `process:${id}`),
      ...f.counts
        .filter((c) => c.quarters.includes(q) && (area === undefined || c.areas.includes(area)))
        .flatMap((c) => c.from),
    ]),
    "rule:field",
    "rule:prior-shift",
    ...(isAfter ? ["rule:nowcast"] : []),
  ];
}

function placeRow(scene: Scene, i: number, q: number): FieldRow {
  const { sources, spread } = scene;
  const place: Place = sources.places[i];
  const local = beforeFirst(scene, q) ? undefined : spread ? spreadPlace(scene, spread, i, q) : fieldPlace(scene, i, q);
  const extent = local ? figureOf(scene, local.range, local.from) : whyNotHere(scene, i, q);
  return {
    ...commonOf(scene, q),
    place: place.code,
    ...recordedOf(scene, q, i),
    extent,
    hiddenShare: local ? localHidden(scene, i, q, local.from) : (extent as NotEstimable),
    evidence: local?.evidence,
    state: local?.state ?? (beforeFirst(scene, q) ? "before the first count" : "no data by place"),
    shifted: local && hasRates(scene) ? bandOf(local.shifted) : undefined,
  };
}

interface Local {
  range: Range;
  evidence: number;
  state: FieldState;
  shifted: readonly number[];
  from: OriginId[];
}

/** A place of a field by area. */
function fieldPlace(scene: Scene, i: number, q: number): Local {
  const { fitted, sources } = scene;
  const [fit] = fitted.fits;
  const at = i * sources.range.count + q;
  const evidence = fit.evidence[at];
  const isPoor = evidence < ruleValue(sources.book.anchors, "evidence-threshold");
  const shifted = fit.shifts.map((s) => s.extent[at]);
  return {
    range: { value: fit.extent.middle[at], low: fit.extent.low[at], high: fit.extent.high[at] },
    ...{ evidence, state: stateOf(scene, i, isPoor) },
    shifted,
    from: [...originsOf(scene, q, i), ...(isPoor ? ["rule:evidence-threshold"] : [])],
  };
}

function stateOf({ fitted }: Scene, i: number, isPoor: boolean): FieldState {
  if (isPoor) return "only deprivation and population";
  const hasOwn = fitted.fields[0].counts.some((c) => c.areas.length === 1 && c.areas[0] === i);
  return hasOwn ? "estimated" : "only deprivation, population and neighbours";
}

/** A place of a national series, where its spread is published: the nation's extent times a weight that no count of the place moves. */
function spreadPlace(scene: Scene, { rule, weights, logSds, from }: Spread, i: number, q: number): Local | undefined {
  if (!rule.isPublished || weights[i] === 0) return undefined;
  const { extent, shifted } = scene.national[q];
  const { logMiddle, logVariance } = logOf(extent);
  const range = interval90({ logMiddle: logMiddle + ln(weights[i]), logVariance: logVariance + logSds[i] ** 2 });
  return {
    ...{ range, evidence: 0, state: "only deprivation and population" },
    shifted: shifted.map((middle) => middle * weights[i]),
    from: [...originsOf(scene, q, undefined), ...from[i], `rule:${rule.id}`, "rule:sum-to-nation"],
  };
}

function whyNotHere(scene: Scene, i: number, q: number): NotEstimable {
  const early = beforeFirst(scene, q);
  if (early) return early;
  const rule = scene.spread!.rule;
  const { name, hasResidentRates } = scene.sources.places[i];
  const reason =
    rule.isPublished && !hasResidentRates
      ? `${name} has hardly any residents, and this threat is spread by residents`
      : rule.note;
  return { notEstimable: reason, from: [`rule:${rule.id}`] };
}
