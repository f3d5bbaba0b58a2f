export { type CollateOptions, type CollateReport, collate, type FileReport, type Progress } from "./collate.ts";
export { examine, type Health, type SourceHealth, type StaleFile } from "./examine.ts";
export {
  type Discrepancy,
  notAFigure,
  type Reading,
  readSource,
  readSources,
  type Source,
  type TableInfo,
} from "./source.ts";
export type { GivenFile } from "./take-in.ts";
