export { discountFactor, presentValue } from "./discount.ts";
export { BASE_YEAR, type CostFactor, harmByCategory, harmByThreat, harmTotal, type NationalSeries } from "./harm.ts";
export { type CategoryHarm, type HarmLine, LINE_IDS, type LineId, lineTotal } from "./line.ts";
export { netPresentValue, type Position, position } from "./position.ts";
