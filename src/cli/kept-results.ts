import { join } from "node:path";
import { homePaths, makeFolder, writeDurably } from "../store/index.ts";

/**
 * Keeps a result as <home>/results/<command>/<fingerprint>.json, the fingerprint being that of the figures it was made from;
 * what was asked otherwise than usual follows it in the name. Written whole or not at all. Returns the path. Throws a Problem
 * when the disk is full or the folder may not be written.
 */
export function keepResult(
  home: string,
  command: string,
  fingerprint: string,
  asked: string[],
  result: object,
): string {
  const folder = join(homePaths(home).results, command);
  makeFolder(folder);
  const path = join(folder, `${[fingerprint, ...asked].join(".")}.json`);
  writeDurably(path, `${JSON.stringify(result, null, 1)}\n`);
  return path;
}
