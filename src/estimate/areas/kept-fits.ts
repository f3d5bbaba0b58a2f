import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { homePaths, makeFolder, projectFile, writeDurably } from "../../store/index.ts";
import { fitFields } from "./field/fit-fields.ts";
import type { Band, FieldFit, FieldSummary } from "./field/result.ts";
import type { ThreatField } from "./threat-field.ts";

/** Name of the model that the fits are of. A change of the code that moves a fit changes it, so that nothing old is read as new. */
const MODEL = "latent-field-1";

/** Digits kept of every number: beyond them is sampling error of the draws, and the file stays small. */
const DIGITS = 5;

/** The fits of every threat, with the hash of all that went into them. */
export interface KeptFits {
  /** SHA-256 over the model's name and every input and seed: equal inputs, equal fits. */
  fingerprint: string;
  /** In the order of the fields. */
  fits: FieldSummary[];
}

export interface FittingOptions {
  /** Home folder in which fits are kept by their fingerprint. */
  home: string;
  workers: number;
  onProgress?: (done: number, all: number) => void;
  signal?: AbortSignal;
}

/**
 * Fits of the fields: those that ship with the project where they are of just these inputs, those that the home folder keeps, or new ones
 * (about 40 s of two processors), which are then kept. The same numbers in each case. Throws what a failing fit throws, the signal's reason
 * when stopped, a Problem when the home folder may not be written.
 */
export async function fitsOf(fields: readonly ThreatField[], { home, ...options }: FittingOptions): Promise<KeptFits> {
  const fingerprint = fingerprintOf(fields);
  const folder = join(homePaths(home).results, "extent");
  const path = join(folder, `${fingerprint}.json.gz`);
  const kept = readKept(shippedPath(fingerprint), fingerprint) ?? readKept(path, fingerprint);
  if (kept) return kept;
  const text = await fittedText(fields, fingerprint, options);
  makeFolder(folder);
  writeDurably(path, gzipSync(text));
  return decode(text);
}

/** Where fits of the figures that ship stand, so that nobody has to wait for them. Renewed by SOCLAB_RENEW=1 in kept-fits.test.ts. */
export const shippedPath = (fingerprint: string): string =>
  projectFile("data", "extent", `${fingerprint.slice(0, 16)}.json.gz`);

/** Fits the fields anew and gives what would be kept of them, as text. */
export async function fittedText(
  fields: readonly ThreatField[],
  fingerprint: string,
  options: Omit<FittingOptions, "home">,
): Promise<string> {
  options.onProgress?.(0, fields.length);
  const jobs = fields.map(({ input, seed }) => ({ input, options: { seed } }));
  const fits = await fitFields(jobs, options);
  return JSON.stringify({ fingerprint, fits: fits.map(summaryOf) }, plain);
}

export const fingerprintOf = (fields: readonly ThreatField[]): string =>
  createHash("sha256")
    .update(JSON.stringify([MODEL, fields.map(({ input, seed }) => [input, seed])], exact))
    .digest("hex");

const exact = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;

const plain = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array, (x) => Number(x.toPrecision(DIGITS))) : value;

const summaryOf = (fit: FieldFit): FieldSummary => ({
  seed: fit.seed,
  draws: fit.draws,
  hyperparameters: fit.hyperparameters,
  logMarginal: fit.logMarginal,
  isSettled: fit.isSettled,
  extent: fit.extent,
  hidden: fit.hidden,
  evidence: fit.evidence,
  national: fit.national,
  anchors: fit.anchors,
  shifts: fit.shifts,
});

/** A kept file when it is there, whole, and of these inputs; a damaged one is as good as none, for it can be fitted again. */
function readKept(path: string, fingerprint: string): KeptFits | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const kept = decode(gunzipSync(readFileSync(path)).toString("utf8"));
    return kept.fingerprint === fingerprint ? kept : undefined;
  } catch {
    return undefined;
  }
}

function decode(text: string): KeptFits {
  const { fingerprint, fits } = JSON.parse(text) as KeptFits;
  return { fingerprint, fits: fits.map(typed) };
}

/** JSON has plain lists: the long ones become typed arrays again. */
const typed = (fit: FieldSummary): FieldSummary => ({
  ...fit,
  extent: bandOf(fit.extent),
  hidden: bandOf(fit.hidden),
  evidence: numbersOf(fit.evidence),
  national: {
    extent: bandOf(fit.national.extent),
    hidden: bandOf(fit.national.hidden),
    draws: numbersOf(fit.national.draws),
  },
  shifts: fit.shifts.map(({ byLogit, extent, national }) => ({
    byLogit,
    extent: numbersOf(extent),
    national: numbersOf(national),
  })),
});

const bandOf = ({ middle, low, high }: Band): Band => ({
  middle: numbersOf(middle),
  low: numbersOf(low),
  high: numbersOf(high),
});

/** JSON writes what is no number as null; it must not come back as 0. */
const numbersOf = (values: ArrayLike<number | null>): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);
