import type { Limits } from "./limits.ts";
import { OdsContent } from "./ods-content.ts";
import { Refusal } from "./refusal.ts";
import type { Book, SheetRows } from "./workbook.ts";
import { damagedWorkbook, type WorkbookParts } from "./workbook-parts.ts";

/** An .ods workbook (OpenDocument 1.2 and 1.3, part 3). All its sheets are in one part, read once for their names and once for rows. */
export async function odsBook(parts: WorkbookParts, limits: Limits): Promise<Book> {
  await refuseEncryption(parts);
  const names = new OdsContent(parts.file, limits, () => false);
  await parts.readAll("content.xml", names);
  if (!names.isSpreadsheet) throw damagedWorkbook(parts.file, "it is an OpenDocument file, but no spreadsheet");
  return { sheets: names.sheets, rows: (wanted) => rowsOf(parts, limits, wanted) };
}

async function* rowsOf(
  parts: WorkbookParts,
  limits: Limits,
  wanted: (sheet: string) => boolean,
): AsyncGenerator<SheetRows> {
  const content = new OdsContent(parts.file, limits, wanted);
  for await (const _ of parts.read("content.xml", content)) yield* content.taken();
}

async function refuseEncryption(parts: WorkbookParts): Promise<void> {
  if (!parts.has("META-INF/manifest.xml")) return;
  await parts.readAll("META-INF/manifest.xml", {
    open(name) {
      if (name === "encryption-data") throw new Refusal({ code: "encrypted", file: parts.file, part: "the workbook" });
    },
    close() {},
    text() {},
  });
}
