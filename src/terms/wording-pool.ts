/** Why studies cannot be pooled. `poolSentence` is the part of `sentence` for these. */
export type PoolProblem =
  | { code: "pool-too-few"; method: string; found: number; least: number }
  | { code: "pool-study-twice"; id: string }
  | { code: "pool-effect"; id: string; found: string }
  | { code: "pool-variance"; id: string; found: string }
  | { code: "pool-mixed-scales"; first: string; scale: string; second: string; other: string }
  | { code: "pool-no-spread"; found: number }
  | { code: "pool-moderators-alike"; names: readonly string[] }
  | { code: "pool-tau2"; found: string }
  | { code: "pool-unsettled"; method: string; steps: number }
  | { code: "pool-no-events"; ratio: string }
  | { code: "pool-counts"; id: string }
  | { code: "pool-clusters"; clusters: number; effects: number }
  | { code: "pool-conversion"; id: string; metric: string; found: string; why: string };

/** One sentence or two for each. Pure. */
const SENTENCES: { [C in PoolProblem["code"]]: (p: Extract<PoolProblem, { code: C }>) => string } = {
  "pool-too-few": (p) =>
    `There ${p.found === 1 ? "is 1 study" : `are ${p.found} studies`}, and ${p.method} needs ${p.least} or more: with fewer there is nothing left to judge the doubt by. Add studies, or state the single results as they are.`,
  "pool-study-twice": (p) =>
    `The study "${p.id}" stands twice. Give each effect an id of its own; where one sample has several effects, name the sample in "cluster".`,
  "pool-effect": (p) =>
    `The effect of "${p.id}" is ${p.found}, which is no finite number (the logarithm of a fall by 100% is one case). Leave the study out, or state its counts and use Mantel-Haenszel.`,
  "pool-variance": (p) =>
    `The variance of "${p.id}" is ${p.found}, and it must be above 0: a study without sampling error would outweigh all others. Give its standard error or its 95% interval, or leave it out.`,
  "pool-mixed-scales": (p) =>
    `"${p.first}" is on the scale "${p.scale}" and "${p.second}" on "${p.other}", and no mean of the two means anything. Pool each scale by itself, or convert them where a formula exists (docs/explanation/methods/meta-analysis.md).`,
  "pool-no-spread": (p) =>
    `The model goes through all ${p.found} effects exactly, so the standard error from their spread (Hartung and Knapp) is nil and would feign certainty. Check that they are not one result copied, or use the normal interval.`,
  "pool-moderators-alike": (p) =>
    `${p.names.join(", ")} cannot be told apart from each other or from a constant in these studies. Leave one out, or add studies in which it differs.`,
  "pool-tau2": (p) =>
    `The variance between studies is given as ${p.found}, and it must be a number of 0 or more. Mend it, or leave it out to have it estimated.`,
  "pool-unsettled": (p) =>
    `${p.method} did not settle in ${p.steps} steps. Use PM or DL, which need no search of this kind, and say so.`,
  "pool-no-events": (p) =>
    `One side has no events in any study, so there is no ${p.ratio}. State the counts as they are.`,
  "pool-counts": (p) =>
    `The counts of "${p.id}" are not events (whole numbers from 0) among as many people or more (or a person-time above 0). Mend them.`,
  "pool-clusters": (p) =>
    `${p.effects} effects come from ${p.clusters} ${p.clusters === 1 ? "sample" : "samples"}: a three-level model needs two samples or more, and one with two effects or more, to tell the variance between samples from that within. Use the plain pool.`,
  "pool-conversion": (p) =>
    `"${p.id}": ${p.found} as ${p.metric} cannot be put on its scale: ${p.why}. Mend it, or leave the study out.`,
};

export const isPoolProblem = (p: { code: string }): p is PoolProblem => Object.hasOwn(SENTENCES, p.code);

/** One sentence or two for studies that cannot be pooled. Pure. */
export const poolSentence = (p: PoolProblem): string => (SENTENCES[p.code] as (problem: PoolProblem) => string)(p);
