export { type CollateOptions, type CollateReport, collate, type FileReport, type Progress } from "./collate.ts";
export { examine, type Health, type SourceHealth, type StaleFile } from "./examine.ts";
export { type Reading, readSource, readSources, type Source } from "./source.ts";
