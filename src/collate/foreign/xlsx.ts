import { posix } from "node:path";
import type { Limits } from "./limits.ts";
import type { Sheet } from "./order.ts";
import { SheetSize } from "./sheet-size.ts";
import type { Book, SheetRows } from "./workbook.ts";
import { damagedWorkbook, type WorkbookParts } from "./workbook-parts.ts";
import { XlsxSheet } from "./xlsx-sheet.ts";
import { sharedStrings } from "./xlsx-strings.ts";
import { dateFormats } from "./xlsx-styles.ts";

/** What the main part of an .xlsx says: its sheets with their parts, and from which year it counts days. */
interface Contents {
  sheets: (Sheet & { path: string })[];
  from1904: boolean;
}

interface Relation {
  id: string;
  /** Last word of the relation's address: "worksheet", "sharedStrings", ... */
  kind: string;
  path: string;
}

/** An .xlsx workbook (Office Open XML, ECMA-376 part 1, section 18). Throws a Refusal. */
export async function xlsxBook(parts: WorkbookParts, limits: Limits): Promise<Book> {
  const main = (await relationsOf(parts, "")).find((relation) => relation.kind === "officeDocument")?.path;
  if (!main || !parts.has(main)) throw damagedWorkbook(parts.file, "it has no list of sheets");
  const relations = await relationsOf(parts, main);
  const contents = await contentsOf(parts, main, relations);
  return {
    sheets: contents.sheets.map(({ name, isHidden }) => ({ name, isHidden })),
    rows: (wanted) => rowsOf(parts, contents, relations, limits, wanted),
  };
}

async function* rowsOf(
  parts: WorkbookParts,
  { sheets, from1904 }: Contents,
  relations: Relation[],
  limits: Limits,
  wanted: (sheet: string) => boolean,
): AsyncGenerator<SheetRows> {
  const partOf = (kind: string): string | undefined => relations.find((relation) => relation.kind === kind)?.path;
  const strings = await sharedStrings(parts, partOf("sharedStrings"));
  const formats = await dateFormats(parts, partOf("styles"));
  for (const { name, path } of sheets.filter((sheet) => wanted(sheet.name))) {
    const size = new SheetSize(parts.file, name, limits);
    const merges = parts.mergesOf(path);
    const sheet = new XlsxSheet({ file: parts.file, name, strings, formats, from1904, size, merges });
    for await (const _ of parts.read(path, sheet)) yield { part: name, rows: sheet.taken() };
  }
}

async function relationsOf(parts: WorkbookParts, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const path = posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  const found: Relation[] = [];
  if (!parts.has(path)) return found;
  await parts.readAll(path, {
    open(name, attributes) {
      if (name !== "Relationship") return;
      const { Id = "", Type = "", Target = "", TargetMode } = attributes();
      if (TargetMode === "External") return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, kind: Type.slice(Type.lastIndexOf("/") + 1), path: target });
    },
    close() {},
    text() {},
  });
  return found;
}

/** Chart sheets are in the list too and have no cells: they are left out. */
async function contentsOf(parts: WorkbookParts, main: string, relations: Relation[]): Promise<Contents> {
  const contents: Contents = { sheets: [], from1904: false };
  await parts.readAll(main, {
    open(name, attributes) {
      if (name === "workbookPr") contents.from1904 = /^(?:1|true)$/.test(attributes().date1904 ?? "");
      if (name !== "sheet") return;
      const said = attributes();
      const id = Object.entries(said).find(([key]) => key.endsWith(":id"))?.[1];
      const relation = relations.find((one) => one.id === id);
      if (!relation || !parts.has(relation.path))
        throw damagedWorkbook(parts.file, `the sheet "${said.name}" is not in it`);
      if (relation.kind !== "worksheet") return;
      contents.sheets.push({
        name: said.name ?? "",
        isHidden: (said.state ?? "visible") !== "visible",
        path: relation.path,
      });
    },
    close() {},
    text() {},
  });
  return contents;
}
