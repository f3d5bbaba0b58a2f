import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as XLSX from "@e965/xlsx";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { ProblemData } from "../../terms/index.ts";
import { asProblem, odsOf, xlsxOf, zipOf } from "./fixture.ts";
import { type Limits, limitsWith } from "./limits.ts";
import type { ForeignRow, Sheet } from "./order.ts";
import { sheetsIn, workbookRows } from "./workbook.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-workbook-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function written(bytes: Uint8Array): string {
  const path = join(folder, `${++files}`);
  writeFileSync(path, bytes);
  return path;
}

/** Reads in this process, as the child does; what the child sends to the parent and the limits of a process are tested with them. */
async function read(bytes: Uint8Array, sheets = "", limits?: Partial<Limits>): Promise<ForeignRow[]> {
  const task = { does: "rows", kind: "workbook", ...about(bytes, limits), sheets } as const;
  const rows: ForeignRow[] = [];
  return asProblem(async () => {
    for await (const batch of workbookRows(task))
      for (const [line, cells] of batch.rows) rows.push({ part: batch.part, line, cells });
    return rows;
  });
}

const sheetsOf = (bytes: Uint8Array): Promise<Sheet[]> => sheetsIn({ does: "sheets", ...about(bytes) });

const about = (bytes: Uint8Array, limits?: Partial<Limits>) => ({
  path: written(bytes),
  shown: "book",
  limits: limitsWith(limits),
});

/** Rows as "line: a|b|c". */
const shown = (rows: ForeignRow[]): string[] => rows.map((row) => `${row.line}: ${row.cells.join("|")}`);

const refused = (data: Partial<ProblemData>): unknown =>
  expect.objectContaining({ name: "Problem", data: expect.objectContaining(data) });

const saved = (book: XLSX.WorkBook, bookType: "xlsx" | "ods" | "biff8"): Buffer =>
  XLSX.write(book, { type: "buffer", bookType, bookSST: true });

describe("an .xlsx workbook", () => {
  test("gives the text of what is stored, not of what is shown", async () => {
    const sheet = XLSX.utils.aoa_to_sheet([["a"]]);
    const cells: XLSX.CellObject[] = [
      { t: "n", v: 1234.5678, z: "#,##0" },
      { t: "n", v: 0.1234, z: "0%" },
      { t: "n", v: 0.1 + 0.2 },
      { t: "n", v: 45292, z: "dd/mm/yyyy" },
      { t: "n", v: 45292.5, z: "yyyy-mm-dd hh:mm" },
      { t: "n", v: 1.5, z: "[h]:mm" },
      { t: "b", v: true },
      { t: "e", v: 0x17 },
      { t: "s", v: " 007 " },
      { t: "n", v: 6, f: "2*3" },
      { t: "s", v: "a & <c>" },
    ];
    cells.forEach((cell, at) => {
      sheet[XLSX.utils.encode_cell({ r: 4, c: at })] = cell;
    });
    sheet["!ref"] = "A1:K5";
    const book = XLSX.utils.book_new(sheet, "Table 1");
    expect(shown(await read(saved(book, "xlsx")))).toEqual([
      "1: a",
      "5: 1234.5678|0.1234|0.30000000000000004|2024-01-01|2024-01-01T12:00:00|36:00:00|TRUE|#REF!| 007 |6|a & <c>",
    ]);
  });

  test("as other programs write it: prefixes, no addresses, inline and rich text, the phonetic guide left out", async () => {
    const sheet = `<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>one</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>two_x000A_lines</x:v></x:c><x:c t="d"><x:v>2024-02-29T00:00:00</x:v></x:c></x:row><x:row r="3"><x:c r="B3"><x:v>1E3</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const strings = "<si><r><t>ri</t></r><r><t xml:space='preserve'>ch </t></r><rPh><t>no</t></rPh></si>";
    expect(shown(await read(xlsxOf(sheet, strings)))).toEqual(["1: one|rich |two\nlines|2024-02-29", "3: |1000"]);
  });

  test("in UTF-16", async () => {
    const sheet = `\uFEFF<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row r="2"><c r="A2" t="str"><v>Dŵr</v></c></row></sheetData></worksheet>`;
    expect(shown(await read(xlsxOf(Buffer.from(sheet, "utf16le"))))).toEqual(["2: Dŵr"]);
  });

  test("merged cells: the value of the first alone, also where the others hold one", async () => {
    const sheet = `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row><row r="2"><c r="A2"><v>4</v></c><c r="C2"><v>5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`;
    expect(shown(await read(xlsxOf(sheet)))).toEqual(["1: 1||3", "2: ||5"]);
  });

  test("the order says which sheets, hidden ones too", async () => {
    const book = XLSX.utils.book_new();
    for (const name of ["Notes", "2022_23", "2023_24"])
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[name]]), name);
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 2 }] };
    const bytes = saved(book, "xlsx");
    expect((await read(bytes, "^\\d{4}_\\d\\d$")).map((row) => row.part)).toEqual(["2022_23", "2023_24"]);
    expect(await sheetsOf(bytes)).toEqual([
      { name: "Notes", isHidden: false },
      { name: "2022_23", isHidden: true },
      { name: "2023_24", isHidden: true },
    ]);
    await expect(read(bytes, "^Data$")).rejects.toEqual(
      refused({ code: "no-such-sheet", known: ["Notes", "2022_23", "2023_24"] }),
    );
  });

  test.each<[string, string, Partial<ProblemData>]>([
    [
      "a cell out of order",
      '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
      { code: "damaged-workbook" },
    ],
    ["a cell of another row", '<row r="1"><c r="A2"><v>1</v></c></row>', { code: "damaged-workbook" }],
    ["a row twice", '<row r="1"/><row r="1"/>', { code: "damaged-workbook" }],
    ["a number that is none", '<row r="1"><c r="A1"><v>1,234</v></c></row>', { code: "damaged-workbook" }],
    ["a text that is not there", '<row r="1"><c r="A1" t="s"><v>7</v></c></row>', { code: "damaged-workbook" }],
    [
      "a far cell",
      '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
      { code: "sheet-too-large", what: "places" },
    ],
    ["a column too far", '<row r="1"><c r="ZZZ1"><v>1</v></c></row>', { code: "sheet-too-large", what: "columns" }],
  ])("%s is refused", async (_, rows, data) => {
    const bytes = xlsxOf(`<worksheet><sheetData>${rows}</sheetData></worksheet>`);
    await expect(read(bytes)).rejects.toEqual(refused(data));
  });
});

describe("an .ods workbook", () => {
  test("as LibreOffice writes it", async () => {
    const cell = (said: string, text = ""): string =>
      `<table:table-cell ${said}>${text && `<text:p>${text}</text:p>`}</table:table-cell>`;
    const tables = `<table:table table:name="T" table:style-name="ta2"><table:table-column table:number-columns-repeated="16384"/>
      <table:table-header-rows><table:table-row>${cell('office:value-type="float" office:value="1234.5"', "1,235")}${cell('office:value-type="percentage" office:value="0.125"', "13%")}${cell('office:value-type="date" office:date-value="2024-02-29"', "29/02/24")}${cell('office:value-type="time" office:time-value="PT36H00M00S"', "36:00")}${cell('office:value-type="boolean" office:boolean-value="true"', "TRUE")}</table:table-row></table:table-header-rows>
      <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
      <table:table-row>${cell('office:value-type="string" office:string-value="" calcext:value-type="error"', "#REF!")}${cell('table:formula="of:=1/0" office:value-type="float" office:value="0"', "#DIV/0!")}${cell('office:value-type="string"', "a<text:s text:c='2'/>b<text:line-break/>c")}<table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>two</text:p><text:p>lines </text:p></table:table-cell></table:table-row>
      <table:table-row>${cell('table:number-columns-spanned="2" office:value-type="string"', "merged")}<table:covered-table-cell office:value-type="string"><text:p>under</text:p></table:covered-table-cell>${cell('table:number-columns-repeated="2" office:value-type="float" office:value="7"', "7")}<table:table-cell table:number-columns-repeated="16380"/></table:table-row>
      <table:table-row table:number-rows-repeated="2">${cell('office:value-type="float" office:value="8"', "8")}</table:table-row>
      <table:table-row table:number-rows-repeated="1048567"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`;
    const styles = `<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>`;
    const bytes = odsOf(tables, styles);
    expect(shown(await read(bytes))).toEqual([
      "1: 1234.5|0.125|2024-02-29|36:00:00|TRUE",
      "5: #REF!|#DIV/0!|a  b\nc|two\nlines ",
      "6: merged||7|7",
      "7: 8",
      "8: 8",
    ]);
    expect(await sheetsOf(bytes)).toEqual([{ name: "T", isHidden: true }]);
  });

  test.each<[string, string, Partial<ProblemData>]>([
    [
      "a cell repeated to the corner",
      `<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>`,
      { code: "sheet-too-large" },
    ],
    [
      "a cell repeated more often than there are columns",
      `<table:table-row><table:table-cell table:number-columns-repeated="999999999" office:value-type="float" office:value="1"/></table:table-row>`,
      { code: "sheet-too-large", what: "columns" },
    ],
    [
      "a number without a value",
      `<table:table-row><table:table-cell office:value-type="float"><text:p>5</text:p></table:table-cell></table:table-row>`,
      { code: "damaged-workbook" },
    ],
  ])("%s is refused", async (_, rows, data) => {
    await expect(read(odsOf(`<table:table table:name="T">${rows}</table:table>`))).rejects.toEqual(refused(data));
  });

  test("a long text repeated is refused before it is written out, whether in one row or in many", async () => {
    const text = `<text:p>${"x".repeat(1000)}</text:p>`;
    const repeated = (rows: number, columns: number): Buffer =>
      odsOf(
        `<table:table table:name="T"><table:table-row table:number-rows-repeated="${rows}"><table:table-cell table:number-columns-repeated="${columns}">${text}</table:table-cell></table:table-row></table:table>`,
      );
    await expect(read(repeated(1, 16_384))).rejects.toThrow(/row 1 holds more than 10,000,000 characters/);
    await expect(read(repeated(2000, 10), "", { bytesMax: 5_000_000 })).rejects.toEqual(
      refused({ code: "too-large", limit: "bytes" }),
    );
  });

  test("another prefix, a text document and an encrypted one are refused", async () => {
    const content = (xml: string): Buffer => zipOf([{ name: "content.xml", data: xml }]);
    await expect(read(content("<document-content/>"))).rejects.toEqual(refused({ code: "damaged-workbook" }));
    const words = `<o:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"/>`;
    await expect(read(content(words))).rejects.toThrow(/no spreadsheet/);
    const manifest = {
      name: "META-INF/manifest.xml",
      data: "<manifest><file-entry><encryption-data/></file-entry></manifest>",
    };
    await expect(read(zipOf([manifest, { name: "content.xml", data: "secret" }]))).rejects.toEqual(
      refused({ code: "encrypted" }),
    );
  });
});

describe("a workbook that is none of today", () => {
  test("old .xls: say what to save it as", async () => {
    const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet([[1]]), "T");
    await expect(read(saved(book, "biff8"))).rejects.toThrow(/save it as \.xlsx, \.ods or CSV/);
  });

  test("encrypted .xlsx", async () => {
    const container = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(container, "/EncryptedPackage", Buffer.alloc(5000));
    await expect(read(XLSX.CFB.write(container, { type: "buffer" }) as Buffer)).rejects.toEqual(
      refused({ code: "encrypted" }),
    );
  });

  test("text, a ZIP of something else, a ZIP cut short, a part with a false checksum", async () => {
    await expect(read(Buffer.from("a,b\n1,2\n"))).rejects.toEqual(refused({ code: "damaged-workbook" }));
    await expect(read(zipOf([{ name: "a.csv", data: "a" }]))).rejects.toEqual(refused({ code: "damaged-workbook" }));
    const whole = xlsxOf("<worksheet/>");
    await expect(read(whole.subarray(0, -30))).rejects.toEqual(refused({ code: "damaged-archive" }));
    const wrong = zipOf([{ name: "content.xml", data: "<a/>", crc: 1 }]);
    await expect(read(wrong)).rejects.toEqual(refused({ code: "damaged-archive" }));
  });
});

describe("what a workbook library writes comes back", () => {
  const text = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((s) => /^[^\p{C}\s_]+( [^\p{C}\s_]+)*$/u.test(s));
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.boolean(),
    fc.constant(null),
  );
  const rows = fc.sample(fc.array(cell, { minLength: 1, maxLength: 6 }), { numRuns: 400, seed: 20_24 });

  test.each(["xlsx", "ods"] as const)(".%s, 400 rows of anything", async (bookType) => {
    const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet(rows), "T");
    const found = new Map((await read(saved(book, bookType))).map((row) => [row.line, row.cells]));
    rows.forEach((row, at) => {
      row.forEach((value, column) => {
        const said = found.get(at + 1)?.[column] ?? "";
        if (typeof value === "number") expect(Number(said)).toBe(value === 0 ? 0 : value);
        else expect(said).toBe(value === null ? "" : typeof value === "boolean" ? String(value).toUpperCase() : value);
      });
    });
  });
});
