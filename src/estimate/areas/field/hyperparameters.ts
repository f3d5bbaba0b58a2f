import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { type FieldInput, type HyperparameterChoice, type HyperparameterPrior, partsOf } from "./input.ts";

/** One hyperparameter of a fit: its prior, whether it is estimated, and if not at what value (natural scale) and why. */
export interface Hyperparameter {
  name: string;
  prior: HyperparameterPrior;
  /** Why it is held; undefined where it is estimated. */
  held: string | undefined;
  /** Where it is held, or where the search begins: the prior's median unless chosen. */
  start: number;
}

/** Values by name, natural scale. */
export type HyperparameterValues = Readonly<Record<string, number>>;

/**
 * Priors where the input names none (section 5.1 of the design; penalised complexity: Simpson et al. 2017). `placeSd` sigma of u,
 * `spaceShare` phi of both u and d, `localSd` q and `localPersistence` rho of d, `trendSd` and `slopeSd` the innovations of c and b,
 * `seasonSd` that of the season, `size` of the negative binomial (of each published count), `methodSd` tau between methods of anchors.
 */
export const DEFAULT_PRIORS: Readonly<Record<string, HyperparameterPrior>> = {
  placeSd: { kind: "rate", exceeded: 1 },
  spaceShare: { kind: "logit", mean: 0, sd: 1.5 },
  localSd: { kind: "rate", exceeded: 0.3 },
  localPersistence: { kind: "logit", mean: 1.5, sd: 1 },
  trendSd: { kind: "rate", exceeded: 0.3 },
  slopeSd: { kind: "rate", exceeded: 0.1 },
  seasonSd: { kind: "rate", exceeded: 0.1 },
  size: { kind: "log", mean: ln(10), sd: 1.5 },
  methodSd: { kind: "halfNormal", sd: 0.3 },
};

/** Name of the negative-binomial size of an indicator. */
export const sizeName = (indicator: string): string => `size:${indicator}`;

/** The hyperparameters that this input has, in a fixed order. Throws a RangeError on a choice for one that it does not have. */
export function hyperparametersOf(input: FieldInput): Hyperparameter[] {
  const list = namesOf(input).map((name): Hyperparameter => {
    const choice: HyperparameterChoice | undefined = input.hyperparameters?.[name];
    const prior = choice && "prior" in choice ? choice.prior : DEFAULT_PRIORS[name.split(":")[0]];
    if (choice && "held" in choice) return { name, prior, held: "chosen", start: choice.held };
    return { name, prior, held: whyHeld(input, name), start: medianOf(prior) };
  });
  for (const name of Object.keys(input.hyperparameters ?? {})) {
    if (!list.some((one) => one.name === name)) throw new RangeError(`This field has no hyperparameter ${name}.`);
  }
  return list;
}

function namesOf(input: FieldInput): string[] {
  const parts = partsOf(input);
  return [
    ...(parts.place ? ["placeSd"] : []),
    ...(parts.place || parts.local ? ["spaceShare"] : []),
    ...(parts.local ? ["localSd", "localPersistence"] : []),
    ...(parts.trend ? ["trendSd", "slopeSd"] : []),
    ...(parts.season ? ["seasonSd"] : []),
    ...input.indicators.map(({ id }) => sizeName(id)),
    ...(input.anchors.length > 0 ? ["methodSd"] : []),
  ];
}

/** Too little to learn it from: held at its prior's median, and the result says so. */
function whyHeld(input: FieldInput, name: string): string | undefined {
  const local = input.counts.filter((count) => count.areas.length === 1);
  const areas = new Set(local.map((count) => count.areas[0])).size;
  const quarters = new Set(local.map((count) => count.quarters[0])).size;
  const starts = new Set(input.counts.map((count) => Math.min(...count.quarters))).size;
  const ofSize = input.counts.filter((count) => sizeName(count.indicator) === name).length;
  const isOne = input.areas === 1;
  if (name === "spaceShare" && input.neighbours.length === 0) return "no two areas border each other";
  if ((name === "placeSd" || name === "spaceShare") && areas < 5) return "fewer than 5 areas have counts of their own";
  if (isLocal(name) && (isOne ? quarters < 12 : areas < 5 || quarters < 4)) return "too few counts by area and quarter";
  if (name === "trendSd" || name === "slopeSd") return starts < 6 ? "fewer than 6 quarters have counts" : undefined;
  if (name === "seasonSd") return "seasons move too slowly to be learnt from a few years";
  if (name.startsWith("size:") && ofSize < 8) return "fewer than 8 counts";
  if (name === "methodSd" && input.anchors.length < 3) return "fewer than 3 anchors";
  return undefined;
}

/** Median of a prior, natural scale. */
export function medianOf(prior: HyperparameterPrior): number {
  if (prior.kind === "rate") return (ln(2) / ln(20)) * prior.exceeded;
  if (prior.kind === "halfNormal") return UPPER_QUARTILE * prior.sd;
  return toNatural(prior, prior.mean);
}

/** 0.75 quantile of the standard normal: the median of |z|. */
const UPPER_QUARTILE = 0.6744897501960817;

/** From the scale on which it is searched (log, or logit for shares) to its own. */
export function toNatural(prior: HyperparameterPrior, searched: number): number {
  return prior.kind === "logit" ? 1 / (1 + exp(-searched)) : exp(searched);
}

/** From its own scale to the one on which it is searched. */
export function toSearched(prior: HyperparameterPrior, natural: number): number {
  return prior.kind === "logit" ? ln(natural / (1 - natural)) : ln(natural);
}

/** ln of the prior density on the searched scale, the change of variable included. */
export function logPrior(prior: HyperparameterPrior, searched: number): number {
  if (prior.kind === "rate") {
    const rate = ln(20) / prior.exceeded;
    return ln(rate) + searched - rate * exp(searched);
  }
  if (prior.kind === "halfNormal") {
    const z = exp(searched) / prior.sd;
    return ln(2) - LN_ROOT_TWO_PI - ln(prior.sd) - 0.5 * z * z + searched;
  }
  const z = (searched - prior.mean) / prior.sd;
  return -0.5 * z * z - LN_ROOT_TWO_PI - ln(prior.sd);
}

const LN_ROOT_TWO_PI = 0.9189385332046728;

/** Whether it is one of the passing effect's own. */
const isLocal = (name: string): boolean => name === "localSd" || name === "localPersistence";
