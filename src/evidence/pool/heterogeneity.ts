import { chiSquareQuantile, gammaUpper, type Matrix } from "../../terms/index.ts";
import { freedom, tau2AtQ } from "./between-variance.ts";
import type { Effects } from "./studies.ts";
import { fitWith, traceOf } from "./weighted-fit.ts";

/** How much studies differ beyond chance. Shares are 0 to 1. */
export interface Heterogeneity {
  /** Cochran's Q, its degrees of freedom, and the chance of as much or more when all effects are one. */
  q: number;
  df: number;
  p: number;
  /** Share of the variance of a typical study that is between studies: tau2 / (tau2 + s2) (Higgins and Thompson 2002, s2 as in their equation 9). */
  i2: number;
  /** (tau2 + s2) / s2 */
  h2: number;
  /** (Q - df) / Q, at or above 0: the same as i2 for DL and the fixed effect. */
  i2FromQ: number;
  /** Interval of tau2 by the Q-profile (Viechtbauer 2007), whatever the estimator, and of i2 by it. */
  tau2Low: number;
  tau2High: number;
  i2Low: number;
  i2High: number;
}

/** Q, I2, H2 and the Q-profile interval of effects on a design, with tau2 as estimated (undefined: fixed effect). */
export function heterogeneityOf(of: Effects, x: Matrix, tau2: number | undefined, level: number): Heterogeneity {
  const fit = fitWith(of, x, 0);
  const df = freedom(x);
  const typical = df / traceOf(fit);
  const i2FromQ = fit.q > df ? (fit.q - df) / fit.q : 0;
  const share = (t: number) => (t === Infinity ? 1 : t / (t + typical));
  const tau2Low = tau2AtQ(of, x, chiSquareQuantile((1 + level) / 2, df));
  const tau2High = tau2AtQ(of, x, chiSquareQuantile((1 - level) / 2, df));
  return {
    q: fit.q,
    df,
    p: gammaUpper(fit.q, df / 2, 0.5),
    i2: tau2 === undefined ? i2FromQ : share(tau2),
    h2: tau2 === undefined ? fit.q / df : (tau2 + typical) / typical,
    i2FromQ,
    tau2Low,
    tau2High,
    i2Low: share(tau2Low),
    i2High: share(tau2High),
  };
}
