import ln from "@stdlib/math-base-special-ln";

/** A distribution at one point t of the line: P(T <= t), P(T > t) and the density at t. */
export interface Tails {
  lower: number;
  upper: number;
  density: number;
}

/**
 * The t with P(T <= t) = p for a log-concave T on the line, 0 < p < 1: Newton on the logarithm of the smaller tail, which is concave,
 * kept within what is known to be below and above. `start` and `spread` are the mean and standard deviation of T, or near.
 */
export function quantileOf(at: (t: number) => Tails, p: number, start: number, spread: number): number {
  let [low, high, t, reach] = [-Infinity, Infinity, start, spread];
  for (let i = 0; i < 200; i++) {
    const { lower, upper, density } = at(t);
    if (Number.isNaN(lower)) return NaN;
    const below = p <= 0.5 ? lower < p : upper > 1 - p;
    if (below) low = t;
    else high = t;
    const step = p <= 0.5 ? (-ln(lower / p) * lower) / density : (ln(upper / (1 - p)) * upper) / density;
    if (Math.abs(step) <= 1e-10 * Math.max(1, Math.abs(t))) return t + step;
    if (t + step > low && t + step < high) t += step;
    else if (low > -Infinity && high < Infinity) t = (low + high) / 2;
    else {
      t += below ? reach : -reach;
      reach *= 2;
    }
  }
  return t;
}

/**
 * Smallest whole k >= 0 with cdf(k) >= p, from a first guess; `p` is taken 64 units of rounding lower so that ties stay. Above 2^53 the
 * nearest number that there is. NaN where the cdf is.
 */
export function wholeQuantile(cdf: (k: number) => number, p: number, guess: number): number {
  if (!(p >= 0 && p <= 1) || Number.isNaN(guess)) return NaN;
  if (p === 1) return Infinity;
  const wanted = p * (1 - 64 * Number.EPSILON);
  // A cdf that is NaN ends the search at once.
  let isLost = false;
  const reached = (k: number) => {
    const sum = cdf(k);
    isLost ||= Number.isNaN(sum);
    return isLost || sum >= wanted;
  };
  let high = Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor(guess)));
  let low = high - 1;
  for (let step = 1; !reached(high); step *= 2) [low, high] = [high, high + step];
  for (let step = 1; low >= 0 && !isLost && reached(low); step *= 2) [low, high] = [Math.max(-1, low - step), low];
  while (high - low > 1 && !isLost) {
    const middle = low + Math.floor((high - low) / 2);
    if (middle === low || middle === high) break;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return isLost ? NaN : high;
}
