import type { Observation } from "../../terms/index.ts";
import { batchOf, type LandedTable } from "../check.ts";
import type { Source } from "../source.ts";
import { tablesIn } from "../tables-in.ts";
import { countedBatch } from "./count-file.ts";

interface PartnerFile {
  source: Source;
  name: string;
  sha256: string;
  published: string;
  /** The kept copy, its bytes checked. */
  path: string;
  /** A folder of its own that may be written. */
  folder: string;
}

/**
 * Every figure that a partner's kept file gives when it is read, counted and banded again, by its id. The rows themselves are not
 * given: of unpublished records nobody sees them. Throws a Problem when the file can no longer be read.
 */
export async function partnerFigures(file: PartnerFile): Promise<Map<string, Observation>> {
  const { source, name, sha256, published, path, folder } = file;
  const landed = { source, name, sha256, published, bytes: 0, landedAt: "" };
  const figures = new Map<string, Observation>();
  const keep = (batch: Awaited<ReturnType<typeof countedBatch>>): void => {
    for (const { sha256: of, part, line, ...observation } of batch.observations)
      figures.set(observation.id, observation);
  };
  if (source.counter !== undefined) {
    const table = source.declaration.tables[0] as LandedTable["table"];
    keep(await countedBatch({ ...landed, table }, path, source.counter()));
    return figures;
  }
  for await (const { text, packed, ...found } of tablesIn({ source, name, path, home: folder }))
    if (!("path" in text)) keep(batchOf({ ...landed, ...found, text }));
  return figures;
}
