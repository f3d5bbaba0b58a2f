import type { FieldInput } from "./input.ts";

/**
 * Five areas (three in a row and two islands) and nine quarters with every part of the model on: for tests. Numbers are made up; `at` gives
 * one that looks like chance.
 */
export function fullCase(): FieldInput {
  const [areas, quarters] = [5, 9];
  const cells = (value: (i: number, t: number) => number): Float64Array =>
    Float64Array.from({ length: areas * quarters }, (_, c) => value(Math.floor(c / quarters), c % quarters));
  const count = (indicator: string, some: number[], when: number[], value: number) => ({
    indicator,
    areas: some,
    quarters: when,
    value,
  });
  const all = [0, 1, 2, 3, 4];
  return {
    ...{
      areas,
      quarters,
      neighbours: [
        [0, 1],
        [1, 2],
      ],
      level: { mean: 1, sd: 2 },
    },
    exposure: cells((i, t) => 10 + 3 * i + 0.5 * t),
    covariates: [{ id: "deprivation", values: Float64Array.of(-1, 0.5, 1, -0.7, 0.2), prior: { mean: 0.2, sd: 0.5 } }],
    indicators: [
      {
        id: "referrals",
        reporting: {
          ...{
            rate: { mean: -1, sd: 0.3 },
            rateQuarter: 3,
            offset: cells((i, t) => 0.1 * at(i, t)),
            trend: { mean: 0.1, sd: 0.1 },
          },
          covariates: [{ id: "mapping", values: cells((i, t) => at(t, i)) }],
          steps: [
            { quarter: 5, sd: 0.3, areas: [1, 2, 4] },
            { quarter: 2, mean: 0.2, sd: 0.2 },
          ],
        },
      },
      { id: "offences", reporting: { rate: { mean: 0.3, sd: 0.4 }, recordingSd: 0.15 } },
      { id: "deaths", reporting: { rate: { mean: 0.5, sd: 0 } } },
      { id: "all-seen" },
    ],
    counts: [
      ...all.flatMap((i) => Array.from({ length: 7 }, (_, t) => count("referrals", [i], [t], (7 * i + 5 * t) % 13))),
      ...[0, 2, 3].flatMap((i) => [
        count("offences", [i], [0, 1, 2, 3], 60 + 7 * i),
        count("offences", [i], [4, 5, 6, 7], 70 - 5 * i),
      ]),
      count("offences", all, [0, 1, 2, 3], 400),
      count("deaths", [1, 2], [1, 2, 3, 4, 5, 6], 250),
      count("all-seen", [4], [6], 31),
    ],
    anchors: [
      {
        ...{ id: "lists", areas: all, quarters: [2, 3, 4, 5], statistic: "sum" },
        logMean: 6.6,
        logVariance: 0.02,
        definition: "persons",
      },
      {
        ...{ id: "survey", areas: [0, 1], quarters: [0, 1, 2, 3, 4, 5], statistic: "mean" },
        logMean: 4,
        logVariance: 0.05,
        definition: "persons",
      },
      { id: "audit", areas: [3], quarters: [7], statistic: "sum", logMean: 3.2, logVariance: 0.04, definitionSd: 0 },
    ],
  };
}

/** A number between -1 and 1 for a pair of whole numbers. */
const at = (i: number, t: number): number => (((i + 2) * 733 + (t + 3) * 911) % 101) / 50 - 1;

/** Hyperparameters at which the case is looked at. */
export const FULL_VALUES = {
  ...{
    placeSd: 0.4,
    spaceShare: 0.55,
    localSd: 0.2,
    localPersistence: 0.8,
    trendSd: 0.1,
    slopeSd: 0.05,
    seasonSd: 0.04,
  },
  ...{ "size:referrals": 6, "size:offences": 15, "size:deaths": 9, "size:all-seen": 20, methodSd: 0.25 },
};
