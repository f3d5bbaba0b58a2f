import { type Estimate, logInterval } from "./interval.ts";
import { countFault, positiveFault, type Refusal, refuse, shareFault } from "./refusal.ts";

/** A survey of the general population: how many people each respondent knows in groups of known size, and in the hidden one (last). */
export interface Acquaintances {
  population: number;
  knownSizes: readonly number[];
  /** A row a respondent: one count for each known group, then the hidden one. */
  responses: readonly (readonly number[])[];
}

/** Network scale-up: the hidden group's size and the checks that belong to it. */
export interface ScaleUp extends Estimate {
  /** How many people each respondent knows. */
  degrees: number[];
  meanDegree: number;
  /** Standard error by leaving out one respondent at a time: larger than the other where respondents differ. */
  jackknifeError: number;
  /** The mean over respondents of their own estimates, instead of the estimate from all answers together. */
  meanOfRatios: number;
  /** Each known group's size as the others foretell it: far off means that people do not know, or do not tell. */
  knownAgain: { size: number; estimate: number }[];
}

/**
 * Killworth's maximum-likelihood scale-up N = population x sum(y) / sum(degree), degree = population x known acquaintances / known sizes,
 * standard error sqrt(population N / sum(degree)) (Killworth et al. 1998, Evaluation Review 22, 289); interval on the log scale.
 * Units: people. It holds only as far as acquaintances know and tell: see `adjusted`.
 */
export function scaleUp(survey: Acquaintances, level = 0.95): ScaleUp | Refusal {
  const fault = surveyFault(survey);
  if (fault) return fault;
  const { population, knownSizes, responses } = survey;
  const groups = knownSizes.length;
  const known = sum(knownSizes);
  const degrees = responses.map((row) => (population * sum(row.slice(0, groups))) / known);
  const hidden = responses.map((row) => row[groups]);
  const [heard, network] = [sum(hidden), sum(degrees)];
  if (network === 0)
    return refuse({ code: "hidden-nobody-known", who: "of the known groups", respondents: hidden.length });
  if (heard === 0)
    return refuse({ code: "hidden-nobody-known", who: "of the hidden group", respondents: hidden.length });
  const value = (population * heard) / network;
  return {
    ...logInterval(value, Math.sqrt(population / (network * value)), level),
    degrees,
    meanDegree: network / degrees.length,
    jackknifeError: jackknife(degrees, hidden, population),
    meanOfRatios: meanOfRatios(degrees, hidden, population),
    knownAgain: knownSizes.map((size, g) => ({ size, estimate: foretold(survey, g) })),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);

function jackknife(degrees: readonly number[], hidden: readonly number[], population: number): number {
  const n = degrees.length;
  const [heard, network] = [sum(hidden), sum(degrees)];
  const without = degrees.map((d, i) => (population * (heard - hidden[i])) / (network - d));
  const middle = sum(without) / n;
  return Math.sqrt(((n - 1) / n) * sum(without.map((v) => (v - middle) ** 2)));
}

/** Respondents who know nobody have no estimate of their own and are left out. */
function meanOfRatios(degrees: readonly number[], hidden: readonly number[], population: number): number {
  const ratios = degrees.flatMap((d, i) => (d > 0 ? [hidden[i] / d] : []));
  return (population * sum(ratios)) / ratios.length;
}

/** The size of known group `g` from the answers about it, with degrees from the other groups. */
function foretold({ knownSizes, responses }: Acquaintances, g: number): number {
  const others = knownSizes.flatMap((size, k) => (k === g ? [] : [size]));
  const heard = sum(responses.map((row) => row[g]));
  const known = sum(responses.map((row) => sum(row.slice(0, knownSizes.length)) - row[g]));
  return (sum(others) * heard) / known;
}

/** A share or ratio that nobody measured, with the lowest and highest that could be argued. */
export interface Guess {
  value: number;
  low: number;
  high: number;
}

/**
 * The estimate divided by transmission (how many of those who know a member know that he is one) and by the degree ratio (how many people a
 * member knows beside others). Both are guesses, so the range takes both at their ends (Feehan and Salganik 2016, Sociological
 * Methodology 46, 153).
 */
export function adjusted(estimate: Guess, transmission: Guess, degreeRatio: Guess): Guess | Refusal {
  const { value, low, high } = transmission;
  const fault =
    shareFault({ "The transmission": value, "The lowest transmission": low, "The highest transmission": high }) ??
    positiveFault({ "The degree ratio": degreeRatio.value, "The lowest degree ratio": degreeRatio.low });
  return (
    fault ?? {
      value: estimate.value / (value * degreeRatio.value),
      low: estimate.low / (high * degreeRatio.high),
      high: estimate.high / (low * degreeRatio.low),
    }
  );
}

function surveyFault({ population, knownSizes, responses }: Acquaintances): Refusal | undefined {
  const fault = countFault({ "The population": population }, 1);
  if (fault) return fault;
  if (responses.length === 0 || knownSizes.length === 0)
    return refuse({ code: "hidden-empty", what: "The table of answers" });
  const group = knownSizes.findIndex((size) => !(Number.isSafeInteger(size) && size >= 1 && size <= population));
  if (group >= 0) return refuse({ code: "hidden-group-size", group: group + 1, size: knownSizes[group], population });
  const expected = knownSizes.length + 1;
  const row = responses.findIndex((answers) => answers.length !== expected);
  if (row >= 0) return refuse({ code: "hidden-ragged", row: row + 1, found: responses[row].length, expected });
  const odd = responses.flat().find((n) => !(Number.isSafeInteger(n) && n >= 0));
  return odd === undefined ? undefined : countFault({ "An answer": odd });
}
