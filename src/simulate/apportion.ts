// Whole people and pounds shared out in proportion, nothing lost in rounding.

/** Whole numbers that sum to `total` in proportion to `weights` (largest remainder; ties to the lower index). */
export function apportion(total: number, weights: ArrayLike<number>): number[] {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]!;
  if (sum <= 0) return Array.from(weights, (_, i) => (i === 0 ? total : 0));
  const exact = Array.from(weights, (w) => (total * w) / sum);
  const whole = exact.map(Math.floor);
  let left = total - whole.reduce((a, b) => a + b, 0);
  const order = exact.map((x, i) => [x - Math.floor(x), i] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, i] of order) {
    if (left-- <= 0) break;
    whole[i]!++;
  }
  return whole;
}

/**
 * Calls `put` with each index's whole part of `total` in proportion to `weights`: running sums are rounded down, so that parts add up to
 * `total` and none is larger than a whole-number weight when `total` is at most their sum. Allocates nothing; does nothing without weights.
 */
export function eachPart(total: number, weights: ArrayLike<number>, put: (index: number, part: number) => void): void {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]!;
  if (total <= 0 || sum <= 0) return;
  let before = 0;
  let given = 0;
  for (let k = 0; k < weights.length; k++) {
    before += weights[k]!;
    const upTo = k === weights.length - 1 ? total : Math.floor((total * before) / sum);
    put(k, upTo - given);
    given = upTo;
  }
}
