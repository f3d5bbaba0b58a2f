import { betaQuantile, binomialQuantile } from "../distributions/index.ts";

/**
 * A draw from a distribution is its quantile at a uniform number: `gammaQuantile(u, shape, rate)`, `poissonQuantile(u, mean)` and so
 * on. One number gives one draw, so nothing shifts when a parameter moves, and it moves the draw the way it moves the quantile.
 * Here are the draws of several numbers at once; `unit(i)` gives the uniform number in (0, 1) of the i-th.
 */

/** Counts of `n` trials over categories of those probabilities (any positive scale): the first binomial, the next of what is left. */
export function multinomialDraw(n: number, weights: ArrayLike<number>, unit: (i: number) => number): Float64Array {
  return shareOut(weights, n, (left, weight, rest, i) =>
    binomialQuantile(unit(i), left, Math.min(1, weight / (weight + rest))),
  );
}

/** Shares that sum to 1, Dirichlet with those weights (each above 0): the first a Beta of the whole, the next of what is left. */
export function dirichletDraw(weights: ArrayLike<number>, unit: (i: number) => number): Float64Array {
  return shareOut(weights, 1, (left, weight, rest, i) => left * betaQuantile(unit(i), weight, rest));
}

type Part = (left: number, weight: number, rest: number, i: number) => number;

function shareOut(weights: ArrayLike<number>, whole: number, part: Part): Float64Array {
  // Sums from the end: what is left beside each weight, with no cancellation.
  const rest = new Float64Array(weights.length);
  for (let i = weights.length - 2; i >= 0; i--) rest[i] = (rest[i + 1] ?? 0) + (weights[i + 1] ?? 0);
  let left = whole;
  return rest.map((beside, i) => {
    const taken = beside > 0 && left > 0 ? part(left, weights[i] ?? 0, beside, i) : left;
    left -= taken;
    return taken;
  });
}
