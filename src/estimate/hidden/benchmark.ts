import { betaQuantile } from "../../terms/index.ts";
import { type Estimate, logInterval } from "./interval.ts";
import { countFault, positiveFault, type Refusal, refuse } from "./refusal.ts";

/** A survey of the hidden population: of `asked` people `yes` are in the benchmark. `designEffect` is 1 for a simple random sample. */
export interface BenchmarkSurvey {
  yes: number;
  asked: number;
  designEffect?: number;
}

/** A total from a benchmark: by the delta method on the log scale, and by the posterior of the share. */
export interface Benchmark extends Estimate {
  posterior: {
    a: number;
    b: number;
    mean: number;
    standardDeviation: number;
    median: number;
    low: number;
    high: number;
  };
}

/**
 * Benchmark multiplier N = B / p: B people in a register (in treatment, arrested, dead), p the share of the hidden population that says
 * it is in it. sd of ln N = sqrt((1 - p) / (p n)), n the answers after the design effect; the posterior has Jeffreys' prior,
 * p ~ Beta(yes/deff + 1/2, no/deff + 1/2). (UNAIDS and WHO 2010, Guidelines on Estimating the Size of Populations Most at Risk to
 * HIV.) Refused where too few say yes for the variance to be finite. Units: people.
 */
export function benchmarkTotal(total: number, survey: BenchmarkSurvey, level = 0.95): Benchmark | Refusal {
  const { yes, asked, designEffect = 1 } = survey;
  const fault =
    countFault({ "The benchmark": total, "The number asked": asked }, 1) ??
    countFault({ "The number who say yes": yes }) ??
    positiveFault({ "The design effect": designEffect });
  if (fault) return fault;
  if (yes > asked) return refuse({ code: "hidden-answers", yes, asked });
  const [a, b] = [yes / designEffect + 0.5, (asked - yes) / designEffect + 0.5];
  if (a <= 2) return refuse({ code: "hidden-few-yes", yes, asked, designEffect });
  const share = yes / asked;
  const logSd = Math.sqrt(((1 - share) * designEffect) / (share * asked));
  return { ...logInterval(total / share, logSd, level), posterior: posteriorOf(total, a, b, level) };
}

/** Moments and quantiles of total / p for p ~ Beta(a, b), a > 2. */
function posteriorOf(total: number, a: number, b: number, level: number): Benchmark["posterior"] {
  const mean = (total * (a + b - 1)) / (a - 1);
  const standardDeviation = (total * Math.sqrt((b * (a + b - 1)) / (a - 2))) / (a - 1);
  const at = (q: number) => total / betaQuantile(q, a, b);
  return { a, b, mean, standardDeviation, median: at(0.5), low: at((1 + level) / 2), high: at((1 - level) / 2) };
}
