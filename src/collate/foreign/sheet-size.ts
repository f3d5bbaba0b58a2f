import type { Limits } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** Counts what one sheet holds as it is read. Throws a Refusal "sheet-too-large" at the first limit that is passed. */
export class SheetSize {
  private readonly file: string;
  private readonly sheet: string;
  private readonly limits: Limits;
  private cells = 0;
  private columns = 0;

  constructor(file: string, sheet: string, limits: Limits) {
    this.file = file;
    this.sheet = sheet;
    this.limits = limits;
  }

  /** The corner that a sheet declares or reaches: row and column from 1. */
  reach(row: number, column: number): void {
    this.columns = Math.max(this.columns, column);
    this.refuse("rows", row, this.limits.rowsMax);
    this.refuse("columns", this.columns, this.limits.columnsMax);
    this.refuse("places", row * this.columns, this.limits.placesMax);
  }

  /** More cells that hold something. */
  add(cells: number): void {
    this.cells += cells;
    this.refuse("cells", this.cells, this.limits.cellsMax);
  }

  private refuse(what: "rows" | "columns" | "cells" | "places", found: number, most: number): void {
    if (found > most)
      throw new Refusal({ code: "sheet-too-large", file: this.file, sheet: this.sheet, what, found, most });
  }
}

/** Rows as they stand in a sheet: the same cells in `repeat` rows from `line` on. */
export interface SheetRow {
  line: number;
  repeat: number;
  cells: string[];
}

/** The corner of a cell's address, "XFD10" is row 10 and column 16384; a row of 0 when the address has none. Undefined when it is none. */
export function corner(address: string): { row: number; column: number } | undefined {
  const [, letters, digits] = /^\$?([A-Za-z]{1,4})\$?(\d{0,9})$/.exec(address) ?? [];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(digits), column };
}
