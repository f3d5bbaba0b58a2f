import {
  benchmarkTotal,
  chao,
  chaoCorrected,
  chapman,
  coverage,
  hiddenGivenRate,
  isRefused,
  type Refusal,
  readAcquaintances,
  readRepeats,
  repeatsOf,
  scaleUp,
  truncatedGeometric,
  truncatedNegativeBinomial,
  truncatedPoisson,
  twoStageTotal,
  zelterman,
} from "../estimate/index.ts";
import { countWords, Problem, shareWords } from "../terms/index.ts";

/** People or events in all, with the interval. */
interface Total {
  value: number;
  low: number;
  high: number;
}

/** One way to the hidden number: what it gives, what it assumes, and where its formula stands. */
export interface HiddenLine {
  title: string;
  total: Total | Refusal;
  assumes: string;
  source: string;
}

/** What a method found: its lines, and what else there is to say. */
export interface HiddenFound {
  unit: "people" | "events";
  lines: HiddenLine[];
  notes: string[];
}

/** A method of `soclab hidden`: its name, the words it takes (the last `optional` of them may be left out), and what it answers. */
export interface HiddenMethod {
  name: string;
  takes: readonly string[];
  optional?: number;
  answers: string;
  find: (words: readonly string[]) => HiddenFound;
}

export const HIDDEN_METHODS: readonly HiddenMethod[] = [
  {
    name: "repeats",
    takes: ["table.csv"],
    answers: "people never caught, from how often the others were (columns times, people)",
    find: ([path]) => fromRepeats(readRepeats(path)),
  },
  {
    name: "two-lists",
    takes: ["first", "second", "both"],
    answers: "people on neither of two lists, from those on both",
    find: (words) => fromTwoLists(numbers(words)),
  },
  {
    name: "multiplier",
    takes: ["register", "yes", "asked", "design-effect"],
    optional: 1,
    answers: "people behind a register, from a survey that asks who is in it",
    find: (words) => fromBenchmark(numbers(words)),
  },
  {
    name: "two-stage",
    takes: ["recorded", "share-reported", "answers", "share-recorded", "audited"],
    answers: "events behind recorded crime, from the shares reported and recorded",
    find: (words) => fromTwoStages(numbers(words)),
  },
  {
    name: "rate",
    takes: ["recorded", "a", "b"],
    answers: "events behind a record, given a reporting rate of Beta(a, b)",
    find: (words) => fromRate(numbers(words)),
  },
  {
    name: "scale-up",
    takes: ["answers.csv", "population"],
    answers: "a hidden group's size, from whom people know (columns name:size for known groups, and hidden)",
    find: ([path, population]) => fromNetwork(path, numbers([population])[0]),
  },
];

/** Words as numbers. Throws a Problem on a word that is none. */
const numbers = (words: readonly string[]): number[] =>
  words.map((word) => {
    if (/^-?\d*\.?\d+$/.test(word)) return Number(word);
    throw new Problem({ code: "usage", command: "soclab hidden", fault: `\`${word.slice(0, 40)}\` is not a number` });
  });

function fromRepeats(people: readonly number[]): HiddenFound {
  const repeats = repeatsOf(people);
  if (isRefused(repeats)) throw new Problem(repeats.problem);
  const line = (title: string, total: Total | Refusal, assumes: string, source: string): HiddenLine => ({
    title,
    total,
    assumes,
    source,
  });
  return {
    unit: "people",
    lines: [
      line("Chao lower bound", chao(repeats), "nothing of how rates differ: at least so many", "Chao 1987"),
      line("Chao, bias-corrected", chaoCorrected(repeats), "the same, for small counts", "Chao 1989"),
      line("Zelterman", zelterman(repeats), "the unseen are like those seen once or twice", "Zelterman 1988"),
      line("truncated Poisson", truncatedPoisson(repeats), "everybody has the same rate", "Sanathanan 1977"),
      line("truncated geometric", truncatedGeometric(repeats), "rates are exponential between people", "closed form"),
      line(
        "truncated negative binomial",
        truncatedNegativeBinomial(repeats),
        "rates are gamma between people",
        "maximum likelihood",
      ),
    ],
    notes: [
      `${countWords(repeats.observed)} people seen ${countWords(repeats.sightings)} times; those seen carry ${shareWords(coverage(repeats))} of all rates (Good-Turing).`,
      "All hold only for a closed population in one period, with each event a person's own and no event changing the next.",
    ],
  };
}

function fromTwoLists([first, second, both]: readonly number[]): HiddenFound {
  const total = chapman({ first, second, both });
  const assumes = "the lists find people independently, and the same people could be on each";
  return {
    unit: "people",
    lines: [{ title: "Chapman", total, assumes, source: "Chapman 1951, Seber 1982" }],
    notes: [
      "Lists that find the same people make it too low, lists that shun each other's people too high; two lists cannot tell.",
    ],
  };
}

function fromBenchmark([total, yes, asked, designEffect = 1]: readonly number[]): HiddenFound {
  const found = benchmarkTotal(total, { yes, asked, designEffect });
  const posterior = isRefused(found)
    ? found
    : { value: found.posterior.median, low: found.posterior.low, high: found.posterior.high };
  const assumes = "those asked stand for the hidden group, and the register counts each once";
  return {
    unit: "people",
    lines: [
      { title: "register over share", total: found, assumes, source: "UNAIDS and WHO 2010" },
      {
        title: "the same, posterior of the share",
        total: posterior,
        assumes: "the same, with Jeffreys' prior",
        source: "Jeffreys 1961",
      },
    ],
    notes: [],
  };
}

function fromTwoStages([recorded, reported, answers, kept, audited]: readonly number[]): HiddenFound {
  const found = twoStageTotal(recorded, { share: reported, effectiveN: answers }, { share: kept, effectiveN: audited });
  const assumes = "the survey and the audit are of the same offences, place and year";
  const part = (share: number, of: number) => shareWords(share / of);
  const notes = isRefused(found)
    ? []
    : [
        `Of the doubt, ${part(found.parts.reporting, found.logVariance)} is the share reported, ${part(found.parts.recording, found.logVariance)} the share recorded.`,
      ];
  return {
    unit: "events",
    lines: [{ title: "recorded over both shares", total: found, assumes, source: "delta method" }],
    notes,
  };
}

function fromRate([recorded, a, b]: readonly number[]): HiddenFound {
  const found = hiddenGivenRate(recorded, a, b);
  const total = isRefused(found) ? found : { value: found.median, low: found.low, high: found.high };
  return {
    unit: "events",
    lines: [
      {
        title: "posterior of the count",
        total,
        assumes: "each is recorded with one rate, known as the prior says",
        source: "Raftery 1988",
      },
    ],
    notes: isRefused(found)
      ? []
      : [
          `The middle is the median; the mean is ${countWords(found.mean)}. The record says nothing about the rate: all of that is the prior.`,
        ],
  };
}

function fromNetwork(path: string, population: number): HiddenFound {
  const found = scaleUp(readAcquaintances(path, population));
  const assumes = "people know who of their acquaintances belongs, and members are known as others are";
  return {
    unit: "people",
    lines: [{ title: "Killworth's scale-up", total: found, assumes, source: "Killworth et al. 1998" }],
    notes: isRefused(found)
      ? []
      : [
          `A respondent knows ${countWords(found.meanDegree)} people; the standard error by leaving respondents out is ${countWords(found.jackknifeError)}, against ${countWords(found.standardError)}.`,
          `Known groups as the others foretell them: ${found.knownAgain.map((g) => `${countWords(g.size)} as ${countWords(g.estimate)}`).join(", ")}.`,
          "Divide by the share of acquaintances who know, and by how well members are connected: both are guesses.",
        ],
  };
}
