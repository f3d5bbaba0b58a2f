/**
 * The 23 levels of a predictive distribution, lowest to highest: those of the collaborative forecast hubs
 * (Bracher et al. 2021, PLOS Computational Biology 17(2), e1008618).
 */
export const LEVELS: readonly number[] = [
  0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95,
  0.975, 0.99,
];

/** Where the median stands among LEVELS. */
export const MEDIAN = 11;

/** Central intervals that are shown and whose coverage is counted, narrow to wide. */
export const INTERVALS = [0.5, 0.8, 0.9, 0.95] as const;

/**
 * The ends of a central interval from quantiles at LEVELS: `interval(q, 0.9)` is [q at 0.05, q at 0.95].
 * Throws a RangeError when LEVELS do not hold both ends.
 */
export function interval(quantiles: ArrayLike<number>, level: number): [number, number] {
  const lower = LEVELS.findIndex((p) => near(p, (1 - level) / 2));
  const upper = LEVELS.findIndex((p) => near(p, (1 + level) / 2));
  if (lower < 0 || upper < 0) throw new RangeError(`No central interval of ${level} among the levels`);
  return [quantiles[lower], quantiles[upper]];
}

/** Levels are decimal fractions: the same to nine digits is the same. */
export const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
