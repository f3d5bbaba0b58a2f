/** Why an estimate of a hidden number is refused. `hiddenSentence` is the part of `sentence` for these: what, why, what next. */
export type HiddenProblem =
  | { code: "hidden-count"; what: string; found: number; least: number }
  | { code: "hidden-share"; what: string; found: number }
  | { code: "hidden-positive"; what: string; found: number }
  | { code: "hidden-empty"; what: string }
  | { code: "hidden-one-list"; people: number }
  | { code: "hidden-no-overlap"; first: number; second: number }
  | { code: "hidden-overlap"; both: number; most: number }
  | { code: "hidden-seen-once"; people: number }
  | { code: "hidden-no-pairs"; once: number; twice: number }
  | { code: "hidden-boundary"; people: number }
  | { code: "hidden-few-yes"; yes: number; asked: number; designEffect: number }
  | { code: "hidden-answers"; yes: number; asked: number }
  | { code: "hidden-rate-prior"; a: number }
  | { code: "hidden-too-wide"; recorded: number; a: number; b: number; furthest: number }
  | { code: "hidden-ragged"; row: number; found: number; expected: number }
  | { code: "hidden-group-size"; group: number; size: number; population: number }
  | { code: "hidden-nobody-known"; who: string; respondents: number };

const count = (n: number): string => n.toLocaleString("en-GB");

const SENTENCES: { [C in HiddenProblem["code"]]: (p: Extract<HiddenProblem, { code: C }>) => string } = {
  "hidden-count": (p) =>
    `${p.what} is ${p.found}, and must be a whole number from ${p.least}: people or events are counted, not weighed. Give the count as it was taken.`,
  "hidden-share": (p) =>
    `${p.what} is ${p.found}, and must lie above 0 and not above 1. With a share of 0 nothing that is hidden would ever be seen, so any total fits.`,
  "hidden-positive": (p) => `${p.what} is ${p.found}, and must be a number above 0. Give one with its source.`,
  "hidden-empty": (p) =>
    `${p.what} holds nobody, and what is hidden is judged by those who are seen. Give a table with people in it.`,
  "hidden-one-list": (p) =>
    `Only one list holds people (${count(p.people)}). One list alone says nothing about who is on none. Add a second that may share people with it.`,
  "hidden-no-overlap": (p) =>
    `Nobody is on both lists (${count(p.first)} and ${count(p.second)} people), so nothing says how large the hidden part is: any total fits. Match the people of the lists; where they were matched, there is no estimate.`,
  "hidden-overlap": (p) =>
    `${count(p.both)} people are said to be on both lists, and the shorter list holds ${count(p.most)}. Give the overlap as the people found on both.`,
  "hidden-seen-once": (p) =>
    `All ${count(p.people)} people were seen once, so nothing says how seldom people are seen: any total fits. Use a longer time, or records in which people recur.`,
  "hidden-no-pairs": (p) =>
    `${count(p.once)} people were seen once and ${count(p.twice)} twice; this estimate is made from both numbers and needs each above 0. The bias-corrected Chao bound stands without pairs.`,
  "hidden-boundary": (p) =>
    `The negative binomial has no finite fit to these ${count(p.people)} people: its best size is 0, where the estimate grows without end. Use the Chao bound, which holds whatever the spread of rates, or give covariates.`,
  "hidden-few-yes": (p) =>
    `${count(p.yes)} of ${count(p.asked)} answers (design effect ${p.designEffect}) say yes: too few for the total to have a finite variance. Ask more people, or more of those who are likely to be known.`,
  "hidden-answers": (p) =>
    `${count(p.yes)} of ${count(p.asked)} answers say yes, and no more can say yes than were asked. Give both as counts of people.`,
  "hidden-rate-prior": (p) =>
    `The prior of the reporting rate is a Beta whose first parameter is ${p.a}. At 1 or below it lets the rate be so near 0 that the mean of the hidden count is infinite. Give a prior from a survey, with more than one report behind it.`,
  "hidden-too-wide": (p) =>
    `With a reporting rate of Beta(${p.a}, ${p.b}) the total behind ${count(p.recorded)} recorded may run to ${count(p.furthest)} and beyond: that is no estimate. Give a prior from a larger survey.`,
  "hidden-ragged": (p) =>
    `Respondent ${p.row} has ${p.found} answers, and ${p.expected} were asked: one for each known group and the last for the hidden one. Mend the row.`,
  "hidden-group-size": (p) =>
    `Known group ${p.group} has ${count(p.size)} people in a population of ${count(p.population)}. A group has at least one and is part of the population. Give its size from a register.`,
  "hidden-nobody-known": (p) =>
    `None of the ${count(p.respondents)} respondents knows anybody ${p.who}, so their answers carry no size. Ask more people or about larger groups.`,
};

export const isHiddenProblem = (p: { code: string }): p is HiddenProblem => Object.hasOwn(SENTENCES, p.code);

/** One sentence or two for an estimate that is refused. Pure. */
export const hiddenSentence = (p: HiddenProblem): string =>
  (SENTENCES[p.code] as (problem: HiddenProblem) => string)(p);
