/**
 * Sums over the subsets and supersets of a bit mask, in n 2^n additions (Yates 1937). With 0/1 design columns, where the term of mask
 * t is in history h when h holds all bits of t, they are all the linear algebra that a log-linear model needs: X'y is the superset
 * sum at t, X'WX at (t, u) the one at t | u, and X b the subset sum at h.
 */

/** `sums[mask]` = sum of `values[h]` over every h that holds all bits of the mask. Length a power of two; a new array. */
export function supersetSums(values: Float64Array, sums: Float64Array = new Float64Array(values.length)): Float64Array {
  sums.set(values);
  for (let bit = 1; bit < sums.length; bit <<= 1)
    for (let h = 0; h < sums.length; h++) if ((h & bit) === 0) sums[h] += sums[h | bit];
  return sums;
}

/** `sums[h]` = sum of `values[mask]` over every mask whose bits h holds; in place. */
export function subsetSumsInPlace(sums: Float64Array): void {
  for (let bit = 1; bit < sums.length; bit <<= 1)
    for (let h = 0; h < sums.length; h++) if ((h & bit) !== 0) sums[h] += sums[h ^ bit];
}
