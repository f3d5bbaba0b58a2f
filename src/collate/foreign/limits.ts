/** How much one file of a foreign format may ask for. Every breach is a Problem that names the limit. */
export interface Limits {
  /** Entries in an archive. */
  entriesMax: number;
  /** Bytes that may come out of an archive or a workbook in all. */
  bytesMax: number;
  /** Bytes out for one byte in, counted as they come out; an entry below `RATIO_FROM_BYTES` is not judged. */
  ratioMax: number;
  /** Characters in the path of an entry. */
  pathMax: number;
  /** Seconds spent waiting for the reader; the time that the caller takes over its rows does not count. */
  secondsMax: number;
  /** Megabytes of memory of the reader. */
  memoryMb: number;
  /** Of one sheet: the lowest row, the rightmost column, cells that hold something, and rows times columns. */
  rowsMax: number;
  columnsMax: number;
  cellsMax: number;
  placesMax: number;
}

/** Deflate packs a run of one letter 1,000 to 1, so a small entry says nothing about a bomb. */
export const RATIO_FROM_BYTES = 1_000_000;

/**
 * Rows and columns are those of Excel and LibreOffice. A published sheet often claims all rows of a few columns (styled to the bottom),
 * so 50 million places pass and the corner of the grid (17 thousand million) does not. A source may declare its own.
 */
const USUAL: Limits = {
  entriesMax: 1_000,
  bytesMax: 2_000_000_000,
  ratioMax: 100,
  pathMax: 255,
  secondsMax: 120,
  memoryMb: 512,
  rowsMax: 1_048_576,
  columnsMax: 16_384,
  cellsMax: 2_000_000,
  placesMax: 50_000_000,
};

/** The usual limits with those that a source declares in their place. */
export const limitsWith = (declared: Partial<Limits> = {}): Limits => ({ ...USUAL, ...declared });
