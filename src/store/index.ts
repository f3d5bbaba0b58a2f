export type { Answer, AskLimits } from "./ask.ts";
export {
  appendRead,
  type BulkColumn,
  type BulkGroup,
  type BulkKey,
  type BulkParts,
  type BulkTable,
  bulkRows,
  countBulk,
  createBulk,
  disagreeingRows,
  loadStaged,
  type ReadRow,
  type RowOrigin,
  type Staged,
  stage,
  stagedAside,
} from "./bulk.ts";
export { type Current, hashFile, readCurrent } from "./current.ts";
export { Database, type PlainRow, type PlainValue } from "./database.ts";
export type { Derivation } from "./derive.ts";
export type { DescribedTable } from "./described.ts";
export { districtNamed } from "./districts.ts";
export { appendDurably, copyDurably, diskProblem, guarded, makeFolder, writeDurably } from "./door.ts";
export { removeKept, removeOtherSnapshots, removeSnapshotsOf } from "./erase.ts";
export { exportSnapshot } from "./export.ts";
export {
  checkJson,
  checkValue,
  filesIn,
  projectFile,
  projectModule,
  projectRoot,
  readJson,
  readTable,
  rowsOf,
} from "./files.ts";
export { foreignParquetModule, type openForeignParquet } from "./foreign-parquet.ts";
export { homeFolder, homeOf, homePaths, snapshotPath } from "./home.ts";
export { type Columns, writeParquet } from "./parquet.ts";
export { policeAreaNamed, type Recorder, readBodies, recorderNamed, widerAreaNamed } from "./place-names.ts";
export { readAliases, readExternalNodes, readNeighbours, readPlaces, readWiderAreas } from "./places.ts";
export type { Finding, Handling, LoadedObservation, Release, Severity } from "./release.ts";
export { type ObservationFilter, type OriginRow, openSnapshot, type Snapshot } from "./snapshot.ts";
export { SCHEMA } from "./tables.ts";
export { topicsByWords } from "./topics.ts";
export { type Batch, removeWorking, switchTo, Working } from "./working.ts";
