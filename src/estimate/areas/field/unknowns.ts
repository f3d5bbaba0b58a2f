import type { Matrix } from "../../matrix/dense.ts";
import { matrix } from "../../matrix/dense.ts";
import { type FieldInput, type FieldReporting, type NormalPrior, partsOf } from "./input.ts";

/**
 * Where each unknown stands. The vector holds, quarter after quarter, the state (c, b, three of the season, d of every area; those that
 * the model has), and then the static unknowns (the arrow). -1 stands for a part that the model has not.
 */
export interface Unknowns {
  areas: number;
  quarters: number;
  /** Unknowns of a quarter, and of them those common to all areas. */
  stateSize: number;
  commonSize: number;
  /** Inside a quarter: c (b follows), the season (its cosine, sine and alternation), d of area 0. */
  trend: number;
  season: number;
  local: number;
  /** All of them, and the first static one. */
  count: number;
  firstStatic: number;
  level: number;
  covariates: number;
  place: number;
  reporting: ReportingUnknowns[];
  /** Offset of the definition of each anchor. */
  definitions: number[];
  /** Names of the static unknowns, in order. */
  names: string[];
  /** Prior mean and precision of each static unknown that is independent a priori; precision 0 where a group has it. */
  means: Float64Array;
  precisions: Float64Array;
  /** Recording effects that belong together: they sum to zero. */
  recordings: { start: number; size: number; sd: number }[];
}

/** The logit of an indicator's rate: known part, linear terms, and an effect of some areas. */
export interface ReportingUnknowns {
  /** False where the indicator sees all of the extent. */
  isPartial: boolean;
  /** n x T. */
  known: Float64Array;
  terms: { unknown: number; values: Float64Array; perYear: boolean }[];
  /** The recording effect of each area, -1 where it has none. */
  recordingOf: Int32Array;
}

/** Builds the list of static unknowns. */
interface Statics {
  first: number;
  names: string[];
  means: number[];
  precisions: number[];
}

/** Places of the unknowns of an input that has been checked. */
export function unknownsOf(input: FieldInput): Unknowns {
  const { areas, quarters } = input;
  const parts = partsOf(input);
  const [trends, seasons] = [parts.trend ? 2 : 0, parts.season ? 3 : 0];
  const commonSize = trends + seasons;
  const stateSize = commonSize + (parts.local ? areas : 0);
  const statics: Statics = { first: stateSize * quarters, names: [], means: [], precisions: [] };
  const level = parts.level ? add(statics, "level", input.level ?? { mean: 0, sd: 10 }) : -1;
  const covariates = statics.first + statics.names.length;
  for (const { id, prior } of input.covariates ?? []) add(statics, `covariate:${id}`, prior ?? { mean: 0, sd: 1 });
  const recordings: Unknowns["recordings"] = [];
  const reporting = input.indicators.map(({ id, reporting: of }) => reportingOf(input, id, of, statics, recordings));
  const definitions = definitionsOf(input, statics);
  const place = parts.place ? addGroup(statics, "place", areas) : -1;
  return {
    ...{ areas, quarters, stateSize, commonSize, level, covariates, place, reporting, definitions, recordings },
    trend: parts.trend ? 0 : -1,
    season: parts.season ? trends : -1,
    local: parts.local ? commonSize : -1,
    count: statics.first + statics.names.length,
    firstStatic: statics.first,
    names: statics.names,
    means: Float64Array.from(statics.means),
    precisions: Float64Array.from(statics.precisions),
  };
}

function add(statics: Statics, name: string, { mean, sd }: NormalPrior): number {
  statics.names.push(name);
  statics.means.push(mean);
  statics.precisions.push(1 / (sd * sd));
  return statics.first + statics.names.length - 1;
}

function addGroup(statics: Statics, name: string, size: number): number {
  const start = statics.first + statics.names.length;
  for (let i = 0; i < size; i++) {
    statics.names.push(`${name}:${i}`);
    statics.means.push(0);
    statics.precisions.push(0);
  }
  return start;
}

function reportingOf(
  input: FieldInput,
  id: string,
  of: FieldReporting | undefined,
  statics: Statics,
  recordings: Unknowns["recordings"],
): ReportingUnknowns {
  const { areas, quarters } = input;
  const cells = areas * quarters;
  const recordingOf = new Int32Array(areas).fill(-1);
  if (!of) return { isPartial: false, known: new Float64Array(cells), terms: [], recordingOf };
  const known = Float64Array.from(
    { length: cells },
    (_, c) => (of.offset?.[c] ?? 0) + (of.rate.sd > 0 ? 0 : of.rate.mean),
  );
  const terms = termsOf(input, id, of, statics);
  const own = new Set(
    input.counts.filter((count) => count.indicator === id && count.areas.length === 1).map((c) => c.areas[0]),
  );
  const sd = of.recordingSd ?? RECORDING_SD;
  if (sd > 0 && own.size > 1 && areas > 1) {
    const start = addGroup(statics, `recording:${id}`, own.size);
    [...own]
      .sort((a, b) => a - b)
      .forEach((area, k) => {
        recordingOf[area] = start + k;
        statics.names[start + k - statics.first] = `recording:${id}:${area}`;
      });
    recordings.push({ start, size: own.size, sd });
  }
  return { isPartial: true, known, terms, recordingOf };
}

/** Sd on the logit of the recording culture of a force (section 5.1 of the design). */
const RECORDING_SD = 0.2;

function termsOf(input: FieldInput, id: string, of: FieldReporting, statics: Statics): ReportingUnknowns["terms"] {
  const { areas, quarters } = input;
  const at = of.rateQuarter ?? 0;
  const over = (value: (i: number, t: number) => number): Float64Array =>
    Float64Array.from({ length: areas * quarters }, (_, c) => value(Math.floor(c / quarters), c % quarters));
  const term = (name: string, prior: NormalPrior, values: Float64Array, perYear = false) => ({
    unknown: add(statics, `${name}:${id}`, prior),
    values,
    perYear,
  });
  return [
    ...(of.rate.sd > 0
      ? [
          term(
            "rate",
            of.rate,
            over(() => 1),
          ),
        ]
      : []),
    ...(of.covariates ?? []).map((one) => term(`reporting:${one.id}`, one.prior ?? { mean: 0, sd: 0.5 }, one.values)),
    ...(of.steps ?? []).map(({ quarter, mean, sd, areas: some }, k) => {
      const moved = (i: number, t: number): number =>
        some && !some.includes(i) ? 0 : Number(t >= quarter) - Number(at >= quarter);
      return term(`step:${k}`, { mean: mean ?? 0, sd }, over(moved));
    }),
    ...(of.trend
      ? [
          term(
            "trend",
            of.trend,
            over((_, t) => (t - at) / 4),
            true,
          ),
        ]
      : []),
  ];
}

function definitionsOf(input: FieldInput, statics: Statics): number[] {
  const known = new Map<string, number>();
  return input.anchors.map(({ id, definition, definitionSd }) => {
    const sd = definitionSd ?? DEFINITION_SD;
    if (sd === 0) return -1;
    const name = definition ?? id;
    if (!known.has(name)) known.set(name, add(statics, `definition:${name}`, { mean: 0, sd }));
    return known.get(name)!;
  });
}

/** Sd of the offset between an anchor's definition and the extent's (section 5.1). */
const DEFINITION_SD = 0.2;

/** Prior precision of recording effects of which only differences count: the mean's own variance is next to nothing. */
export function recordingPrecision(size: number, sd: number): Matrix {
  return matrix(size, size, (i, j) => (i === j ? 1 / (sd * sd) : 0) + SUM_TO_ZERO / size);
}

/** Precision of the mean of effects that sum to zero. */
export const SUM_TO_ZERO = 1e6;
