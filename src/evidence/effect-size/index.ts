export { type ConvertedEffect, convertEffect, type PrintedEffect, percentOf, riskRatioOf } from "./convert.ts";
export { CONVERSIONS, type Conversion, EFFECT_METRICS, type EffectMetric } from "./metrics.ts";
export { type EffectTable, readEffects } from "./read.ts";
