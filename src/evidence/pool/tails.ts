import { betaCdf, normalCdf, normalQuantile, tCdf, tQuantile } from "../../terms/index.ts";

/** Both tails of a statistic: standard normal where `df` is left out, else t. Small values keep their digits. */
export const bothTails = (statistic: number, df?: number): number =>
  2 * (df === undefined ? normalCdf(-Math.abs(statistic)) : tCdf(-Math.abs(statistic), df));

/** The half-width, in standard errors, of an interval that holds `level` of the normal (or, with `df`, the t) distribution. */
export const halfWidth = (level: number, df?: number): number =>
  df === undefined ? normalQuantile((1 + level) / 2) : tQuantile((1 + level) / 2, df);

/** P(F > f) for f >= 0, through the beta distribution, so that small values keep their digits. */
export const fUpper = (f: number, df1: number, df2: number): number => betaCdf(df2 / (df2 + df1 * f), df2 / 2, df1 / 2);
