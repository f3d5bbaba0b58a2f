import { availableParallelism } from "node:os";
import { homeOf, readNeighbours, readPlaces, type Snapshot } from "../store/index.ts";
import { type Observation, type Place, THREATS, type ThreatId } from "../terms/index.ts";
import { allFields, fieldRows, fieldSources } from "./areas/estimate-field.ts";
import { readEstimators, registeredOnly } from "./areas/estimators.ts";
import type { FittedThreat } from "./areas/field-national.ts";
import type { FieldRow } from "./areas/field-rows.ts";
import { type FittingOptions, fitsOf } from "./areas/kept-fits.ts";
import type { FieldSources } from "./areas/threat-field.ts";
import { yearsOfFields } from "./areas/years.ts";
import { type ExtentRow, estimateExtent } from "./extent.ts";
import { observedFigures } from "./observed.ts";

/** The extent of every threat, as estimated: what `soclab extent` shows and the simulated country starts from. */
export interface FittedExtent {
  /** SHA-256 over everything that the fits were made from. */
  fingerprint: string;
  sources: FieldSources;
  /** Threats that have a field, with its fits. */
  threats: Map<ThreatId, FittedThreat>;
  /** Threat x (United Kingdom, then places) x quarter. */
  quarters: FieldRow[];
  /** Threat x year x (United Kingdom, then places): from the quarters where they hold the year, else from the anchors alone. */
  years: ExtentRow[];
}

/** How an extent is asked for: the options of fitting, and which counts may speak. */
export interface ExtentOptions extends Omit<FittingOptions, "home"> {
  /** Only anchors and the counts of registrars: an extent that no force moves by recording less. */
  isRegisteredOnly: boolean;
}

/**
 * The extent of every threat from the figures of a snapshot, with the project's places and tables; fits are kept in the snapshot's home
 * folder. `workers` are threads, by default one a processor. Throws as `fitsOf` does.
 */
export async function extentIn(
  snapshot: Snapshot,
  { workers = availableParallelism(), isRegisteredOnly = false, ...options }: Partial<ExtentOptions> = {},
): Promise<FittedExtent> {
  const observed = await observedFigures(snapshot);
  const home = homeOf(snapshot.path);
  return fittedExtent(observed, readPlaces(), readNeighbours(), { home, workers, isRegisteredOnly, ...options });
}

/**
 * Estimates the extent of every threat by place, quarter and year from the observations. `places` in the order of data/places/places.csv,
 * `neighbours` pairs of their codes. Fits are kept in the home folder (see `fitsOf`, which says what is thrown and how it is stopped).
 */
export async function fittedExtent(
  observations: readonly Observation[],
  places: readonly Place[],
  neighbours: readonly (readonly [string, string])[],
  { isRegisteredOnly = false, ...options }: FittingOptions & Partial<ExtentOptions>,
): Promise<FittedExtent> {
  const all = readEstimators();
  const book = isRegisteredOnly ? registeredOnly(all) : all;
  const sources = fieldSources(observations, places, neighbours, { book });
  const fields = allFields(sources);
  const { fingerprint, fits } = await fitsOf(fields, options);
  const threats = new Map<ThreatId, FittedThreat>();
  for (const { id } of THREATS) {
    const own = fields.flatMap((field, k) => (field.threat === id ? [k] : []));
    if (own.length > 0) threats.set(id, { fields: own.map((k) => fields[k]), fits: own.map((k) => fits[k]) });
  }
  const quarters = fieldRows(fields, fits, sources);
  const years = yearsOfFields(estimateExtent(observations, book.anchors, places), quarters, threats, sources);
  return { fingerprint, sources, threats, quarters, years };
}
