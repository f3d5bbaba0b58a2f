export { type Current, hashFile, readCurrent } from "./current.ts";
export type { PlainRow } from "./database.ts";
export { appendDurably, diskProblem, guarded, makeFolder, writeDurably } from "./door.ts";
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
export { homeFolder, homePaths, snapshotPath } from "./home.ts";
export { type Columns, writeParquet } from "./parquet.ts";
export { readAliases, readExternalNodes, readNeighbours, readPlaces, readWiderAreas } from "./places.ts";
export type { Finding, LoadedObservation, Release } from "./release.ts";
export { type ObservationFilter, type OriginRow, openSnapshot, type Snapshot } from "./snapshot.ts";
export { SCHEMA } from "./tables.ts";
export { type Batch, removeWorking, switchTo, Working } from "./working.ts";
