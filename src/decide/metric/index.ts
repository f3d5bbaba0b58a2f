export {
  bearDownIndex,
  capabilityIndex,
  harmTotals,
  logSdOfPressure,
  perRealPound,
  pressureIndex,
} from "./arithmetic.ts";
export { type BasketRule, basketOf, type DroppedOut } from "./basket.ts";
export { type BearDown, type BearDownPeriod, bearDown } from "./bear-down.ts";
export { type DrawOrder, weightDraws } from "./draws.ts";
export { type GamingCheck, gamingChecks } from "./gaming.ts";
export { type HarmCount, harmCounts } from "./harm-counts.ts";
export {
  readSeverityMix,
  readSeverityRow,
  readWeightRow,
  SCHEMES,
  type Scheme,
  type SeverityMix,
  type SeverityRow,
  severityWeights,
  type WeightRow,
  weightsOf,
} from "./harm-weights.ts";
export type { DisruptedShare, IndexExtent, IndexInput, IndexWeight } from "./input.ts";
export { mergeThreats } from "./merge.ts";
export { probabilityInTop } from "./ranks.ts";
export { type WeightSensitivity, weightSensitivity } from "./sensitivity.ts";
