import ln from "@stdlib/math-base-special-ln";
import lnOnePlus from "@stdlib/math-base-special-log1p";
import type { PoolScale } from "../pool/index.ts";

/**
 * How studies print effects. A ratio is treated over untreated; d is treated less untreated, in standard deviations of the outcome, and goes to the log rate
 * ratio; as standardised-difference it stays what it is.
 */
export const EFFECT_METRICS = [
  "log-rate-ratio",
  "log-odds-ratio",
  "rate-ratio",
  "risk-ratio",
  "odds-ratio",
  "percent-change",
  "d",
  "standardised-difference",
  "elasticity",
  "percentage-points",
  "mean-difference",
] as const;
export type EffectMetric = (typeof EFFECT_METRICS)[number];

/** How one metric gets to its scale: the function, its derivative, and their source. */
export interface Conversion {
  scale: PoolScale;
  to: (value: number) => number;
  slope: (value: number) => number;
  formula: string;
  reference: string;
  /** Why a value may have none. */
  fails: string;
}

const LOGISTIC = Math.PI / Math.sqrt(3);
const noLog = "a ratio of 0 or less has no finite logarithm";
const noNumber = "it is no finite number";
const asIs = (scale: PoolScale, reference: string): Conversion => ({
  scale,
  to: (x) => x,
  slope: () => 1,
  formula: "as printed",
  reference,
  fails: noNumber,
});
const ratio = (formula: string, reference: string): Conversion => ({
  scale: "log rate ratio",
  to: ln,
  slope: (x) => 1 / x,
  formula,
  reference,
  fails: noLog,
});

/**
 * Every conversion. Risk and odds ratios and d are taken for rate ratios: exact enough for rare events and small effects, and said so in the formula; `riskRatioOf`
 * is the correction where the risk of the untreated is known.
 */
export const CONVERSIONS: Readonly<Record<EffectMetric, Conversion>> = {
  "log-rate-ratio": asIs("log rate ratio", "Rothman, Greenland and Lash 2008, Modern Epidemiology"),
  "log-odds-ratio": {
    ...asIs("log rate ratio", "Greenland 1987, Epidemiologic Reviews 9, 1"),
    formula: "as printed, the odds ratio taken for a rate ratio",
  },
  "rate-ratio": ratio("ln(RR)", "Rothman, Greenland and Lash 2008, Modern Epidemiology"),
  "risk-ratio": ratio("ln(RR), the risk ratio taken for a rate ratio", "Greenland 1987, Epidemiologic Reviews 9, 1"),
  "odds-ratio": ratio("ln(OR), the odds ratio taken for a rate ratio", "Greenland 1987, Epidemiologic Reviews 9, 1"),
  "percent-change": {
    scale: "log rate ratio",
    to: (p) => (p > -100 ? lnOnePlus(p / 100) : Number.NaN),
    slope: (p) => 1 / (100 + p),
    formula: "ln(1 + p / 100)",
    reference: "Tornqvist, Vartia and Vartia 1985, American Statistician 39, 43",
    fails: "a fall by 100% or more has no finite logarithm",
  },
  d: {
    scale: "log rate ratio",
    to: (d) => d * LOGISTIC,
    slope: () => LOGISTIC,
    formula: "ln(OR) = d pi / sqrt(3), the odds ratio taken for a rate ratio",
    reference:
      "Hasselblad and Hedges 1995, Psychological Bulletin 117, 167; Chinn 2000, Statistics in Medicine 19, 3127",
    fails: noNumber,
  },
  "standardised-difference": asIs("standardised mean difference", "d kept on its own scale"),
  elasticity: asIs("elasticity", "a scale of its own: % change for 1% more of the cause"),
  "percentage-points": asIs("percentage points", "a scale of its own: a difference of shares"),
  "mean-difference": asIs("mean difference", "a scale of its own: in the unit of the outcome"),
};
