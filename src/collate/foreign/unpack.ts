import { mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { guarded, makeFolder } from "../../store/index.ts";
import { answersOf } from "./child.ts";
import { type Limits, limitsWith } from "./limits.ts";
import type { ArchiveEntry, UnpackedEntry } from "./order.ts";

export interface UnpackOrder {
  /** Source of a regular expression that the path of an entry must match. */
  wanted: string;
  /** An existing or new folder; entries lie in a folder of their own inside it, which is gone at the end. */
  folder: string;
  /** How messages call the archive; its file name when absent. */
  shown?: string;
  limits?: Partial<Limits>;
}

/**
 * Unpacks the wanted entries of a ZIP or gzip file in a child process, one at a time: an entry lies on disk until the next is asked for,
 * while the next is being unpacked, so an archive is never there whole. A caller may move an entry away and keep it. The list of a ZIP is checked whole first (count, names, links, repeats, encryption); bytes are counted
 * and checked as they come out. Archives inside are not followed. Throws a Problem when the archive is refused or a limit is breached, also
 * after entries have been given: then nothing of the archive counts.
 */
export async function* unpack(path: string, order: UnpackOrder): AsyncGenerator<UnpackedEntry> {
  const { wanted, shown = basename(path), limits } = order;
  makeFolder(order.folder);
  const folder = guarded(order.folder, () => mkdtempSync(join(order.folder, "unpack-")));
  try {
    for await (const answer of answersOf({ does: "unpack", path, shown, wanted, folder, limits: limitsWith(limits) })) {
      if (!("unpacked" in answer)) continue;
      yield answer.unpacked;
      rmSync(answer.unpacked.file, { force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files in a ZIP or gzip file with the sizes that it claims, after its list has been checked. Throws a Problem. */
export async function entriesOf(
  path: string,
  limits: Partial<Limits> = {},
  shown = basename(path),
): Promise<ArchiveEntry[]> {
  for await (const answer of answersOf({ does: "entries", path, shown, limits: limitsWith(limits) }))
    if ("entries" in answer) return answer.entries;
  return [];
}
