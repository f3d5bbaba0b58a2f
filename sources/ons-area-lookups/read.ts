import type { Reading } from "../../src/collate/index.ts";
import type { Row } from "../../src/terms/index.ts";

/** Never asked: every table of this source is loaded by its columns alone (`bulk` in source.yaml) and gives no figures. */
export function readRow({ file, line }: Row): Reading {
  throw new Error(`${file}, line ${line}: a lookup holds no figures`);
}
