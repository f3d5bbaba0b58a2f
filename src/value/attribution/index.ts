export {
  type AttributedHarm,
  attribute,
  type TierPart,
  type TierTotal,
  totalsOf,
} from "./attribute.ts";
export { type OtherWay, otherWays, type ThreatSide } from "./other-way.ts";
export { amountAt, type Points, product, shareAt } from "./product.ts";
export { nestedTiers, readTierShare, readWiderHarm, TIERS, type Tier, type TierShare, type WiderHarm } from "./read.ts";
export { type Volume, volumeOf } from "./volume.ts";
