export { checkJson, filesIn, projectFile, projectRoot, readJson, readTable, rowsOf } from "./files.ts";
export { readAliases, readExternalNodes, readNeighbours, readPlaces } from "./places.ts";
