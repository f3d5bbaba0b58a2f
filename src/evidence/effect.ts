import type { Study } from "./studies.ts";
import type { TransferRow } from "./transfer.ts";

/** A log rate ratio with the standard deviation of its predictive distribution. */
export interface Effect {
  lnrr: number;
  sd: number;
}

/** What one study says: an estimate and its standard error (undefined where no 95% interval was seen). */
export interface Estimate {
  scale: "log rate ratio" | "elasticity" | "percentage points";
  value: number;
  se: number | undefined;
}

/** Width of a 95% interval in standard errors, to both sides. */
const WIDTH_95 = 2 * 1.959964;

const TO_LOG: Partial<Record<Study["metric"], (value: number) => number>> = {
  "percent-change": (p) => Math.log(1 + p / 100),
  "rate-ratio": (ratio) => Math.log(ratio),
  "odds-ratio": (ratio) => Math.log(ratio),
  "odds-ratio-untreated-over-treated": (ratio) => -Math.log(ratio),
};

/**
 * One study on its scale: % change p gives ln(1 + p/100), ratios give ln, elasticities and percentage points stay as they
 * are. Undefined where the study has no number that a mean could use: a direction, another unit, or -100%, whose
 * logarithm is not finite. The standard error comes from the interval only where that is a 95% interval.
 */
export function estimateOf(study: Study): Estimate | undefined {
  if (study.effect === undefined) return undefined;
  const toLog = TO_LOG[study.metric];
  if (toLog) return finite({ scale: "log rate ratio", value: toLog(study.effect), se: seOf(study, toLog) });
  if (study.metric === "elasticity")
    return { scale: "elasticity", value: study.effect, se: seOf(study, (value) => value) };
  if (study.metric === "percentage-points")
    return { scale: "percentage points", value: study.effect, se: seOf(study, (value) => value) };
  return undefined;
}

const finite = (estimate: Estimate): Estimate | undefined => (Number.isFinite(estimate.value) ? estimate : undefined);

function seOf(study: Study, scale: (value: number) => number): number | undefined {
  if (study.interval !== "95% CI" || study.low === undefined || study.high === undefined) return undefined;
  return Math.abs(scale(study.high) - scale(study.low)) / WIDTH_95;
}

/** The random-effects mean of DerSimonian and Laird (1986): mean, its standard error, and the variance between studies. */
export function pool(estimates: readonly { value: number; se: number }[]): { mean: number; se: number; tau2: number } {
  const mean = (weights: number[]) => sum(estimates.map((e, i) => weights[i] * e.value)) / sum(weights);
  const fixed = estimates.map((e) => 1 / (e.se * e.se));
  const centre = mean(fixed);
  const q = sum(estimates.map((e, i) => fixed[i] * (e.value - centre) ** 2));
  const c = sum(fixed) - sum(fixed.map((w) => w * w)) / sum(fixed);
  const tau2 = estimates.length < 2 ? 0 : Math.max(0, (q - (estimates.length - 1)) / c);
  const weights = estimates.map((e) => 1 / (e.se * e.se + tau2));
  return { mean: mean(weights), se: Math.sqrt(1 / sum(weights)), tau2 };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The base tables that an effect is computed from. */
export interface EvidenceBase {
  studies: ReadonlyMap<string, Study>;
  transfer: ReadonlyMap<string, TransferRow>;
}

/**
 * The effect that a lever's `from` stands for, rounded to six places. `from` names studies ("S058") and rows of
 * evidence/transfer.csv ("transfer:country-near"); an elasticity also needs "base:<row>", and then the effect is
 * elasticity x ln(1 + added dose / base). Several studies are pooled; the design penalty's letter gives the default
 * standard error. sd² = se² + tau² + each penalty². Throws a plain error on a name that does not exist or a study without
 * a usable number: a fault of the project's own files, which its tests catch.
 */
export function effectOf(from: readonly string[], base: EvidenceBase, addedDose: number): Effect {
  const penalties = named(from, "transfer:").map((id) => rowOf(base, id).value);
  const estimates = from.filter((id) => /^S\d{3}$/.test(id)).map((id) => onLogScale(id, from, base, addedDose));
  const pooled = pool(estimates);
  const tau = Math.max(Math.sqrt(pooled.tau2), rowOf(base, "tau-default").value);
  const sd = Math.sqrt(sum([pooled.se, tau, ...penalties].map((part) => part * part)));
  return { lnrr: round6(pooled.mean), sd: round6(sd) };
}

/** The labelled prior of a lever without evidence, applied within reach only. */
export const noEvidence = (base: EvidenceBase): Effect => ({
  lnrr: rowOf(base, "prior-centre").value,
  sd: rowOf(base, "prior-sd").value,
});

function onLogScale(id: string, from: readonly string[], base: EvidenceBase, addedDose: number) {
  const study = base.studies.get(id);
  const estimate = study && estimateOf(study);
  if (!estimate) throw new Error(`study ${id} has no number for a log rate ratio`);
  const grade = /transfer:design-([ABC])/.exec(from.join(" "))?.[1] ?? "C";
  const se = estimate.se ?? rowOf(base, `se-default-${grade}`).value;
  if (estimate.scale === "log rate ratio") return { value: estimate.value, se };
  const [row] = named(from, "base:");
  if (estimate.scale !== "elasticity" || !row) throw new Error(`study ${id} is in ${estimate.scale} and has no base`);
  const logRise = Math.log(1 + addedDose / rowOf(base, row).value);
  return { value: estimate.value * logRise, se: se * logRise };
}

const named = (from: readonly string[], prefix: string): string[] =>
  from.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));

function rowOf(base: EvidenceBase, id: string): TransferRow {
  const row = base.transfer.get(id);
  if (!row) throw new Error(`evidence/transfer.csv has no row "${id}"`);
  return row;
}

const round6 = (value: number): number => Math.round(value * 1e6) / 1e6;
