import exp from "@stdlib/math-base-special-exp";
import { normalQuantile } from "./normal.ts";
import { wholeQuantile } from "./quantile.ts";
import { lnBinomialTerm } from "./special.ts";

/** An urn: `population` units of which `successes` are marked, and `draws` taken without putting back; whole numbers. */
export interface Urn {
  population: number;
  successes: number;
  draws: number;
}

const isUrn = ({ population, successes, draws }: Urn): boolean =>
  [population, successes, draws].every((n) => Number.isInteger(n) && n >= 0 && n <= population);
const lowest = ({ population, successes, draws }: Urn): number => Math.max(0, draws - (population - successes));
const highest = ({ successes, draws }: Urn): number => Math.min(successes, draws);

/** ln P(X = k) for the number of marked units among the draws (Loader 2000: three binomial terms). NaN where the urn cannot be. */
export function hypergeometricLogPmf(k: number, urn: Urn): number {
  if (!isUrn(urn) || Number.isNaN(k)) return NaN;
  if (!Number.isInteger(k) || k < lowest(urn) || k > highest(urn)) return -Infinity;
  const { population, successes, draws } = urn;
  if (draws === 0 || draws === population) return 0;
  const [p, q] = [draws / population, (population - draws) / population];
  const others = population - successes;
  const taken = draws - k;
  return (
    lnBinomialTerm(k, successes - k, p, q) +
    lnBinomialTerm(taken, others - taken, p, q) -
    lnBinomialTerm(draws, population - draws, p, q)
  );
}

/** P(X <= k): the shorter tail summed from k outwards. */
export function hypergeometricCdf(k: number, urn: Urn): number {
  if (!isUrn(urn) || Number.isNaN(k)) return NaN;
  const whole = Math.floor(k);
  if (whole < lowest(urn)) return 0;
  if (whole >= highest(urn)) return 1;
  const { population, successes, draws } = urn;
  return whole < (draws * successes) / population
    ? exp(hypergeometricLogPmf(whole, urn)) * tail(whole, urn)
    : 1 - exp(hypergeometricLogPmf(whole + 1, urn)) * tail(successes - whole - 1, mirrored(urn));
}

/** The same urn with the marked units that are left in it counted instead. */
const mirrored = ({ population, successes, draws }: Urn): Urn => ({
  population,
  successes,
  draws: population - draws,
});

/** P(X <= k) / P(X = k): 1 and the ratios of neighbouring terms, multiplied downwards. */
function tail(k: number, { population, successes, draws }: Urn): number {
  let [sum, term] = [1, 1];
  for (let x = k; x > 0 && term > 1e-18 * sum; x--) {
    term *= (x * (population - successes - draws + x)) / ((successes - x + 1) * (draws - x + 1));
    sum += term;
  }
  return sum;
}

/** Smallest k with P(X <= k) >= p. */
export function hypergeometricQuantile(p: number, urn: Urn): number {
  if (!isUrn(urn)) return NaN;
  if (p === 1) return highest(urn);
  const share = urn.population === 0 ? 0 : urn.successes / urn.population;
  const mean = urn.draws * share;
  const guess = p > 0 ? mean + Math.sqrt(mean * (1 - share)) * normalQuantile(p) : 0;
  return wholeQuantile((k) => hypergeometricCdf(k, urn), p, guess);
}
