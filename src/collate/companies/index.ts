export { type AggregateOptions, type AggregateReport, aggregateCompanies, USUAL_MONTHS } from "./aggregate.ts";
