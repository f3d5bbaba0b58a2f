export * from "./attribution/index.ts";
export { buildLines, type LineRow, type PriceTables, readLineRow } from "./build-lines.ts";
export { discountFactor, presentValue } from "./discount.ts";
export { BASE_YEAR, type CostFactor, harmByCategory, harmByThreat, harmTotal, type NationalSeries } from "./harm.ts";
export { type CategoryHarm, type HarmLine, LINE_IDS, type LineId, lineTotal, type Prices } from "./line.ts";
export { netPresentValue, type Position, position } from "./position.ts";
