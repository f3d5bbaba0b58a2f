import exp from "@stdlib/math-base-special-exp";
import { binomialLogPmf, normalQuantile } from "../../../terms/index.ts";

/** How often the truth lay inside, and whether that fits the promise. */
export interface Coverage {
  inside: number;
  n: number;
  /** inside / n. */
  empirical: number;
  nominal: number;
  /** Two-sided exact binomial test of the promise; forecasts that overlap in time are not independent, so it is a rough guide. */
  p: number;
  /** Wilson interval of the coverage at 95%. */
  wilson95: [number, number];
}

/** Coverage of `inside` truths of `n` (at least 1) against a nominal share. */
export const coverageOf = (inside: number, n: number, nominal: number): Coverage => ({
  ...{ inside, n, empirical: inside / n, nominal },
  p: binomialTest(inside, n, nominal),
  wilson95: wilson(inside, n, 0.95),
});

/** Exact two-sided test: the probability of every outcome no likelier than the one seen. */
export function binomialTest(k: number, n: number, share: number): number {
  const seen = exp(binomialLogPmf(k, n, share)) * (1 + 1e-7);
  let p = 0;
  for (let i = 0; i <= n; i++) {
    const mass = exp(binomialLogPmf(i, n, share));
    if (mass <= seen) p += mass;
  }
  return Math.min(1, p);
}

/** Wilson score interval of a share (Wilson 1927, JASA 22). */
export function wilson(k: number, n: number, level: number): [number, number] {
  const z = normalQuantile((1 + level) / 2);
  const share = k / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return [middle - half, middle + half];
}
