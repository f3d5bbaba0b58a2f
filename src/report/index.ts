export { latestExtent, type ReportParts, reportInputOf, usedSources } from "./assemble.ts";
export { changeOf } from "./change.ts";
export { FAN_OUTCOMES } from "./chosen.ts";
export { displacementOf } from "./displacement.ts";
export { fanOf, type Runs } from "./fan.ts";
export { FAN_SHARES, type Fan, type ReportInput, ReportSchema } from "./input.ts";
export { PAGE_FILE, REPORT_FILE, storeReportInput, writeReport } from "./keep.ts";
export { renderReport } from "./page.ts";
