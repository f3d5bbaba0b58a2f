export * from "./cell.ts";
export * from "./chance/index.ts";
export * from "./code-shape.ts";
export * from "./distributions/index.ts";
export * from "./figure.ts";
export * from "./json.ts";
export * from "./known.ts";
export * from "./label.ts";
export * from "./lever.ts";
export * from "./marker.ts";
export * from "./matrix/dense.ts";
export * from "./money.ts";
export * from "./nearest.ts";
export * from "./number-style.ts";
export * from "./number-words.ts";
export * from "./observation.ts";
export * from "./parsers.ts";
export * from "./period.ts";
export * from "./period-columns.ts";
export * from "./period-words.ts";
export * from "./place.ts";
export * from "./plain-name.ts";
export * from "./problem.ts";
export * from "./rate.ts";
export * from "./row.ts";
export * from "./scenario.ts";
export * from "./severity.ts";
export * from "./threat.ts";
export {
  ledgerTorn,
  lockTakenOver,
  type ProblemData,
  snapshotDiffers,
  snapshotRebuilt,
  staleWords,
} from "./wording.ts";
export { type HiddenProblem, hiddenSentence } from "./wording-hidden.ts";
export { type ListsProblem, listsSentence } from "./wording-lists.ts";
