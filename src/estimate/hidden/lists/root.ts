const HALVINGS = 200;

/**
 * Where a continuous `f` crosses 0 between `a` and `b`, by regula falsi with the Illinois rule and a bisection wherever that is slow;
 * exact to `tolerance` in x. f(a) and f(b) differ in sign (throws an Error where not).
 */
export function rootBetween(f: (x: number) => number, a: number, b: number, tolerance: number): number {
  let [low, high] = [a, b];
  let [fLow, fHigh] = [f(low), f(high)];
  if (fLow === 0) return low;
  if (fHigh === 0) return high;
  if (fLow > 0 === fHigh > 0) throw new Error(`no root between ${a} and ${b}: ${fLow} and ${fHigh}`);
  for (let i = 0; i < HALVINGS && Math.abs(high - low) > tolerance; i++) {
    const chord = high - (fHigh * (high - low)) / (fHigh - fLow);
    // Every third step halves, so that the bracket shrinks however bent f is.
    const x = i % 3 === 2 || !Number.isFinite(chord) ? (low + high) / 2 : chord;
    const fx = f(x);
    if (fx === 0) return x;
    if (fx > 0 === fHigh > 0) {
      [high, fHigh] = [x, fx];
      fLow /= 2;
    } else {
      [low, fLow] = [x, fx];
      fHigh /= 2;
    }
  }
  return (low + high) / 2;
}
