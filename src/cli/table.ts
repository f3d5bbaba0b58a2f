/** A column of a terminal table: its heading, and whether it holds numbers (set to the right). */
export interface Column {
  title: string;
  isNumber?: boolean;
}

/**
 * A plain table for the terminal: columns two spaces apart, numbers to the right, a rule under the headings.
 * Cells are ready-made text (see number words in terms). Pure; ends with a line feed.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((c, i) => Math.max(c.title.length, ...rows.map((r) => (r[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    columns
      .map((c, i) => (c.isNumber ? (cells[i] ?? "").padStart(widths[i]) : (cells[i] ?? "").padEnd(widths[i])))
      .join("  ")
      .trimEnd();
  const rule = widths.map((w) => "-".repeat(w)).join("  ");
  return `${[line(columns.map((c) => c.title)), rule, ...rows.map(line)].join("\n")}\n`;
}
