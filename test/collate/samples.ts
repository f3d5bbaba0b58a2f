import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { utils, write } from "@e965/xlsx";

/** Puts a sample into a folder under its published name; `table.ods.json` becomes the workbook table.ods. Returns the path. */
export function writeSample(sample: string, folder: string): string {
  const workbook = /^(.*\.(?:ods|xlsx))\.json$/.exec(basename(sample))?.[1];
  const path = join(folder, workbook ?? basename(sample));
  if (workbook === undefined) copyFileSync(sample, path);
  else
    writeFileSync(
      path,
      bytesOf(JSON.parse(readFileSync(sample, "utf8")) as Sheets, path.endsWith(".ods") ? "ods" : "xlsx"),
    );
  return path;
}

type Sheets = Record<string, (string | number | null)[][]>;

function bytesOf(sheets: Sheets, bookType: "ods" | "xlsx"): Buffer {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  return write(book, { type: "buffer", bookType }) as Buffer;
}
