import type { Limits } from "./limits.ts";
import { OdsCell } from "./ods-cell.ts";
import type { Sheet } from "./order.ts";
import { type SheetRow, SheetSize } from "./sheet-size.ts";
import type { SheetRows } from "./workbook.ts";
import { damagedWorkbook } from "./workbook-parts.ts";
import type { XmlHandler } from "./xml.ts";

/** The address that each prefix must stand for: attributes are told by their prefix, so another one is refused rather than misread. */
const PREFIXES = ["office", "table", "text"];
const NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:";

/** What may stand in a table and holds text that is not of its cells: comments, drawings, and what tracked changes have replaced. */
const APART = new Set(["annotation", "shapes", "frame", "tracked-changes", "forms", "custom-shape", "dde-links"]);

/** Reads content.xml of an .ods into the rows of the wanted sheets. Throws a Refusal at a cell that cannot be told. */
export class OdsContent implements XmlHandler {
  readonly sheets: Sheet[] = [];
  isSpreadsheet = false;
  private readonly file: string;
  private readonly limits: Limits;
  private readonly wanted: (sheet: string) => boolean;
  private readonly hiddenStyles = new Set<string>();
  private style = "";
  private apart = 0;
  private sheet: string | undefined;
  private size: SheetSize | undefined;
  private row: SheetRow = { line: 1, repeat: 0, cells: [] };
  private column = 0;
  private cell: OdsCell | undefined;
  private rows: SheetRows[] = [];

  constructor(file: string, limits: Limits, wanted: (sheet: string) => boolean) {
    this.file = file;
    this.limits = limits;
    this.wanted = wanted;
  }

  /** The rows that have become whole since the last time, by sheet. */
  taken(): SheetRows[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: () => Record<string, string>): void {
    if (this.apart > 0 || APART.has(name)) this.apart++;
    else if (this.cell) this.openInCell(this.cell, name, attributes);
    else if (this.size) this.openInSheet(name, attributes);
    else if (name === "table" && this.sheet === undefined) this.openSheet(attributes());
    else if (this.sheet === undefined) this.openAround(name, attributes);
  }

  text(text: string): void {
    if (this.apart === 0) this.cell?.text(text);
  }

  close(name: string): void {
    if (this.apart > 0) this.apart--;
    else if (name === "table") this.closeSheet();
    else if (name === "table-row" && this.size) this.closeRow();
    else if (name === "table-cell" || name === "covered-table-cell") this.closeCell();
    else this.cell?.close(name);
  }

  private openAround(name: string, attributes: () => Record<string, string>): void {
    if (name === "document-content") this.refusePrefixes(attributes());
    else if (name === "spreadsheet") this.isSpreadsheet = true;
    else if (name === "style") this.style = attributes()["style:name"] ?? "";
    else if (name === "table-properties" && attributes()["table:display"] === "false")
      this.hiddenStyles.add(this.style);
  }

  private refusePrefixes(said: Record<string, string>): void {
    const other = PREFIXES.find((prefix) => said[`xmlns:${prefix}`] !== `${NAMESPACE}${prefix}:1.0`);
    if (other)
      throw damagedWorkbook(this.file, `content.xml does not call the part "${other}" of OpenDocument by that name`);
  }

  private openSheet(said: Record<string, string>): void {
    const name = said["table:name"] ?? "";
    this.sheet = name;
    this.sheets.push({ name, isHidden: this.hiddenStyles.has(said["table:style-name"] ?? "") });
    this.row = { line: 1, repeat: 0, cells: [] };
    if (!this.wanted(name)) return;
    this.size = new SheetSize(this.file, name, this.limits);
    this.rows.push({ part: name, rows: [] });
  }

  private closeSheet(): void {
    this.sheet = undefined;
    this.size = undefined;
  }

  private openInCell(cell: OdsCell, name: string, attributes: () => Record<string, string>): void {
    if (name === "table") throw this.fault(`there is a table within the cell in row ${this.row.line}`);
    cell.open(name, attributes);
  }

  private openInSheet(name: string, attributes: () => Record<string, string>): void {
    if (name === "table-row") this.openRow(attributes());
    else if (name === "table-cell") this.cell = new OdsCell(attributes(), false);
    else if (name === "covered-table-cell") this.cell = new OdsCell(attributes(), true);
  }

  private openRow(said: Record<string, string>): void {
    const line = this.row.line + this.row.repeat;
    this.row = { line, repeat: this.repeats(said["table:number-rows-repeated"]), cells: [] };
    this.column = 0;
  }

  private closeCell(): void {
    const { cell } = this;
    if (!cell) return;
    this.cell = undefined;
    const columns = this.repeats(cell.said["table:number-columns-repeated"]);
    const text = cell.value();
    if (text === undefined)
      throw this.fault(`the cell in row ${this.row.line}, column ${this.column + 1} has no value that can be read`);
    if (text !== "") this.fill(text, columns);
    this.column += columns;
  }

  private fill(text: string, columns: number): void {
    this.size?.reach(this.row.line + this.row.repeat - 1, this.column + columns);
    this.size?.add(columns * this.row.repeat);
    const { cells } = this.row;
    while (cells.length < this.column) cells.push("");
    for (let column = 0; column < columns; column++) cells.push(text);
  }

  private closeRow(): void {
    if (this.row.cells.length === 0) return;
    const last = this.rows.at(-1);
    if (last?.part === this.sheet) last?.rows.push(this.row);
    else this.rows.push({ part: this.sheet ?? "", rows: [this.row] });
  }

  private repeats(said: string | undefined): number {
    if (said === undefined) return 1;
    if (!/^[1-9]\d{0,9}$/.test(said)) throw this.fault(`a row or cell repeats \`${said.slice(0, 20)}\` times`);
    return Number(said);
  }

  private fault = (why: string): Error => damagedWorkbook(this.file, `sheet "${this.sheet}": ${why}`);
}
