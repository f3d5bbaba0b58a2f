export { breakdownOf, partOf } from "./breakdown.ts";
export { type CountedReading, countedReadings } from "./bulk/count.ts";
export { BulkSchema } from "./bulk/declaration.ts";
export { type BulkFile, type BulkLoad, loadBulk } from "./bulk/load.ts";
export { type BulkPlan, type BulkSource, planOf } from "./bulk/plan.ts";
export { type CollateOptions, type CollateReport, collate, type FileReport, type Progress } from "./collate.ts";
export { type AggregateOptions, type AggregateReport, aggregateCompanies, USUAL_MONTHS } from "./companies/index.ts";
export { examine } from "./examine.ts";
export { looksLikeAddress } from "./fetch/address.ts";
export { type FetchProgress, withFetched } from "./fetch/fetch-file.ts";
export { type Margin, unevenMargins } from "./margins.ts";
export { checkBoundaries, checkPublished } from "./partner/check-published.ts";
export { type Conformance, checkConformance } from "./partner/conformance.ts";
export { type KeptPartner, keptPartners } from "./partner/kept-partners.ts";
export { readPapers } from "./partner/mapping.ts";
export { publishedForPartners } from "./partner/published-schemas.ts";
export { findingsOf, type SubmittedFile, submissionNamed, submissionsIn } from "./partner/submissions.ts";
export { readTableSchema } from "./partner/table-schema.ts";
export { fetchPoliceApi, type PoliceApiReport } from "./police-api/fetch-police-api.ts";
export { type Health, HealthSchema, healthSchemaJson, type Matter } from "./quality/health.ts";
export { type Reread, Rereader, type RereadOrder } from "./reread.ts";
export {
  type Discrepancy,
  notAFigure,
  type Reading,
  readSource,
  readSources,
  type Source,
  sourceFor,
  type TableInfo,
} from "./source.ts";
export type { GivenFile } from "./take-in.ts";
export { readingsByPeriod, refuseNote, type WideTable } from "./wide.ts";
