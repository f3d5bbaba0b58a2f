export { type Anchor, type AnchorBook, type Rule, readAnchors, type SpreadRule } from "./anchors.ts";
export { BASE_YEAR, type ExtentRow, estimateExtent, YEARS } from "./extent.ts";
export * from "./hidden/index.ts";
export { fingerprintOfObserved, OBSERVED_SOURCE, observedFigures } from "./observed.ts";
export {
  nationalExtent,
  organisedShares,
  placeWeights,
  ruleTitles,
  type StartingExtent,
  startingExtent,
} from "./starting.ts";
