import { type DateFormat, isoDay, serialText, storedNumber } from "./cell-text.ts";
import { corner, type SheetRow, type SheetSize } from "./sheet-size.ts";
import { damagedWorkbook } from "./workbook-parts.ts";
import { RichText, unescapedControls } from "./xlsx-strings.ts";
import type { XmlHandler } from "./xml.ts";

export interface XlsxSheetAbout {
  file: string;
  name: string;
  strings: string[];
  /** By style number. */
  formats: (DateFormat | undefined)[];
  from1904: boolean;
  size: SheetSize;
  /** Addresses of merged cells, "A1:B2". */
  merges: string[];
}

/** Reads the cells of one sheet part of an .xlsx into rows of text. Throws a Refusal at a cell that cannot be told. */
export class XlsxSheet implements XmlHandler {
  private readonly about: XlsxSheetAbout;
  private readonly covered: (row: number, column: number) => boolean;
  private readonly inline = new RichText();
  private rows: SheetRow[] = [];
  private row: SheetRow = { line: 0, repeat: 1, cells: [] };
  private column = 0;
  private type = "n";
  private style = 0;
  private value = "";
  private isValue = false;

  constructor(about: XlsxSheetAbout) {
    this.about = about;
    this.covered = coveredBy(about.merges);
  }

  /** The rows that have become whole since the last time. */
  taken(): SheetRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: () => Record<string, string>): void {
    if (name === "c") this.openCell(attributes());
    else if (name === "v") this.isValue = true;
    else if (name === "row") this.openRow(attributes().r);
    else if (name === "dimension") this.declare(attributes().ref ?? "");
    else this.inline.open(name);
  }

  text(text: string): void {
    if (this.isValue) this.value += text;
    else this.inline.text(text);
  }

  close(name: string): void {
    if (name === "v") this.isValue = false;
    else if (name === "c") this.closeCell();
    else if (name === "row" && this.row.cells.length > 0) this.rows.push(this.row);
    else this.inline.close(name);
  }

  private declare(range: string): void {
    const end = corner(range.split(":").at(-1) ?? "");
    if (end) this.about.size.reach(end.row, end.column);
  }

  private openRow(said: string | undefined): void {
    const line = said === undefined ? this.row.line + 1 : Number(said);
    if (!Number.isInteger(line) || line <= this.row.line) throw this.fault(`its row ${said} is out of order`);
    this.row = { line, repeat: 1, cells: [] };
    this.column = 0;
  }

  private openCell({ r, t = "n", s = "0" }: Record<string, string>): void {
    const place = r === undefined ? { row: this.row.line, column: this.column + 1 } : corner(r);
    if (place?.row !== this.row.line || place.column <= this.column) throw this.fault(`its cell ${r} is out of order`);
    this.column = place.column;
    this.type = t;
    this.style = Number(s);
    this.value = "";
  }

  private closeCell(): void {
    const text = this.cellText();
    if (text === "" || this.covered(this.row.line, this.column)) return;
    this.about.size.reach(this.row.line, this.column);
    this.about.size.add(1);
    while (this.row.cells.length < this.column - 1) this.row.cells.push("");
    this.row.cells.push(text);
  }

  private cellText(): string {
    const { value } = this;
    if (this.type === "inlineStr") return this.inline.taken();
    if (value === "") return "";
    if (this.type === "s") return this.shared(value);
    if (this.type === "str") return unescapedControls(value);
    if (this.type === "b") return /^(?:1|true)$/.test(value) ? "TRUE" : "FALSE";
    if (this.type === "d") return isoDay(value);
    return this.type === "e" ? value : this.number(value);
  }

  private shared(value: string): string {
    const text = this.about.strings[Number(value)];
    if (text === undefined) throw this.fault(`its cell ${this.place()} points at text ${value}, which is not there`);
    return text;
  }

  private number(value: string): string {
    const text = storedNumber(value);
    if (text === undefined)
      throw this.fault(`its cell ${this.place()} is \`${value.slice(0, 40)}\`, which is no number`);
    const format = this.about.formats[this.style];
    return format ? serialText(Number(value), format, this.about.from1904) : text;
  }

  private place = (): string => `in row ${this.row.line}, column ${this.column}`;

  private fault = (why: string): Error => damagedWorkbook(this.about.file, `sheet "${this.about.name}": ${why}`);
}

/** Whether a cell lies under a merged cell whose first cell it is not. */
function coveredBy(merges: string[]): (row: number, column: number) => boolean {
  const ranges = merges.flatMap((merge) => {
    const [from, until] = merge.split(":").map(corner);
    return from && until ? [{ from, until }] : [];
  });
  const last = Math.max(0, ...ranges.map((range) => range.until.row));
  return (row, column) =>
    row <= last &&
    ranges.some(
      ({ from, until }) =>
        row >= from.row &&
        row <= until.row &&
        column >= from.column &&
        column <= until.column &&
        !(row === from.row && column === from.column),
    );
}
