import { type Observation, type Place, THREATS, type ThreatId, UNITED_KINGDOM } from "../../terms/index.ts";
import { anchorsOf } from "../national.ts";
import { indexObservations } from "../tally.ts";
import { type EstimatorBook, readEstimators } from "./estimators.ts";
import { type FieldOptions, fitField } from "./field/fit.ts";
import type { FieldInput } from "./field/input.ts";
import type { FieldFit, FieldSummary } from "./field/result.ts";
import { type FieldRow, rowsOfThreat } from "./field-rows.ts";
import { FIELD_QUARTERS, type QuarterRange, quarterName, quarterPeriod } from "./quarters.ts";
import { type FieldSources, fieldsOf, type ThreatField } from "./threat-field.ts";

/** How one input is fitted: `fitField`, or one that hands the input to a worker's answer made before. */
export type Fit = (input: FieldInput, options: FieldOptions) => FieldFit;

/** What the field is made from, with the project's tables unless given. `neighbours` are pairs of codes of `places`. */
export function fieldSources(
  observations: readonly Observation[],
  places: readonly Place[],
  neighbours: readonly (readonly [string, string])[],
  { book = readEstimators(), range = FIELD_QUARTERS }: { book?: EstimatorBook; range?: QuarterRange } = {},
): FieldSources {
  return { book, index: indexObservations(observations), places, neighbours, range };
}

/** Every fit that the threats need, in their order: plain data, so that each can be sent to a worker. */
export const allFields = (sources: FieldSources): ThreatField[] => THREATS.flatMap(({ id }) => fieldsOf(id, sources));

/** Rows of all threats from their fits, which stand in the order of `fields`; threats without a field say why. Pure. */
export function fieldRows(
  fields: readonly ThreatField[],
  fits: readonly FieldSummary[],
  sources: FieldSources,
): FieldRow[] {
  return THREATS.flatMap(({ id }) => {
    const own = fields.flatMap((field, k) => (field.threat === id ? [k] : []));
    if (own.length === 0) return rowsWithout(id, sources);
    return rowsOfThreat({ fields: own.map((k) => fields[k]), fits: own.map((k) => fits[k]) }, sources);
  });
}

/** Rows of a threat that no method serves, or whose counts are not collated: each says why. */
function rowsWithout(threat: ThreatId, { book, places, range }: FieldSources): FieldRow[] {
  const row = book.estimators.find((e) => e.threat === threat && e.use === "extent")!;
  const [none] = anchorsOf(book.anchors, threat, "none");
  const reason = none
    ? { notEstimable: none.note, from: [`anchor:${none.id}`] }
    : {
        notEstimable: "The observations that data/estimators.csv names are not collated",
        from: row.indicators.map((id) => `process:${id}`),
      };
  return [UNITED_KINGDOM, ...places.map((p) => p.code)].flatMap((place) =>
    Array.from({ length: range.count }, (_, q) => ({
      ...{ threat, place, unitKind: row.unitKind, extent: reason, hiddenShare: reason },
      quarter: quarterName(range, q),
      period: quarterPeriod(range, q),
      recorded: { missing: "not-available" as const },
      recordedIn: "",
      evidence: undefined,
      state: none ? ("no method" as const) : ("not collated" as const),
      isNowcast: false,
      anchor: none?.id ?? "",
      shifted: undefined,
      conflicts: [],
    })),
  );
}

/**
 * Extent by threat, place (the United Kingdom, then the areas) and quarter: one latent field a threat, fitted to every collated count and
 * anchor that data/estimators.csv names. Pure but for the tables of data/ that it reads unless given; minutes of work for 45 areas and
 * 32 quarters, so a caller with workers fits `allFields` there and hands `fieldRows` the fits. Throws what `fitField` throws.
 */
export function estimateField(
  observations: readonly Observation[],
  places: readonly Place[],
  neighbours: readonly (readonly [string, string])[],
  options: { book?: EstimatorBook; range?: QuarterRange; fitOne?: Fit } = {},
): FieldRow[] {
  const { fitOne = fitField } = options;
  const sources = fieldSources(observations, places, neighbours, options);
  const fields = allFields(sources);
  return fieldRows(
    fields,
    fields.map((field) => fitOne(field.input, { seed: field.seed })),
    sources,
  );
}
