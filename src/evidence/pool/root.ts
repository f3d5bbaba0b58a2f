/**
 * The x >= 0 at which a rising function passes 0, being negative at 0: by doubling from `scale`, then by halving, to the last digits. Infinity where it
 * stays below 0 as far as 1e12 times the scale.
 */
export function risingRoot(of: (x: number) => number, scale: number): number {
  let high = scale;
  while (of(high) < 0) {
    high *= 2;
    if (high > 1e12 * scale) return Infinity;
  }
  let low = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (of(middle) < 0) low = middle;
    else high = middle;
    if (high - low <= 1e-15 * high) return high;
  }
}
