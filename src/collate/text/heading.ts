/** Between the levels of a heading. */
export const LEVEL = " > ";

/**
 * Column names out of headings that stand in several rows, top row first: "Cocaine" over "Deaths" and "Rate" gives
 * "Cocaine > Deaths" and "Cocaine > Rate". A heading counts for the empty cells to its right as well, as in a merged cell,
 * except in the last row. A column with nothing of its own in any row is a spacer and has no name.
 */
export function heading(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const levels = rows.map((cells, i) => (i < rows.length - 1 ? carried(cells, width) : cells));
  return Array.from({ length: width }, (_, column) => {
    if (rows.every((cells) => (cells[column] ?? "").trim() === "")) return "";
    const names = levels.map((cells) => (cells[column] ?? "").trim()).filter((name) => name !== "");
    return names.join(LEVEL);
  });
}

function carried(cells: readonly string[], width: number): string[] {
  let last = "";
  return Array.from({ length: width }, (_, column) => {
    const own = (cells[column] ?? "").trim();
    if (own !== "") last = own;
    return last;
  });
}
