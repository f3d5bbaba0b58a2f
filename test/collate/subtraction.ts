/** The attack that withheld counts must stand: what can be had by taking one public table from another. */
import type { CountCell } from "../../src/collate/partner/withhold.ts";

/** Counts from 1 to here are small. */
const SMALL = 7;
const TOTAL = "";

const numberOf = ({ value }: CountCell): number => (value as { value: number }).value;
const sumOf = (cells: readonly CountCell[]): number => cells.reduce((sum, cell) => sum + numberOf(cell), 0);
const patternOf = ({ dims }: CountCell): string => dims.map((dim) => (dim === TOTAL ? 1 : 0)).join("");
const isUnder = (part: CountCell, whole: CountCell): boolean =>
  part.series === whole.series && whole.dims.every((dim, i) => dim === TOTAL || dim === part.dims[i]);

/**
 * Every pair of tables (figures with totals in the same dimensions), and every cell that both add up to: where all of the one is open
 * and some of the other is not, the rest is the sum of what is hidden. Gives the rests that tell a small count. `cells` hold the
 * true numbers; `isOpen` says which of them can be seen.
 */
export function hadBySubtraction(cells: readonly CountCell[], isOpen: (cell: CountCell) => boolean): string[] {
  const tables = new Map<string, CountCell[]>();
  for (const cell of cells) tables.set(patternOf(cell), [...(tables.get(patternOf(cell)) ?? []), cell]);
  const found: string[] = [];
  for (const left of tables.values())
    for (const right of tables.values())
      for (const common of left === right ? [] : cells) {
        const ofLeft = left.filter((cell) => isUnder(cell, common));
        const ofRight = right.filter((cell) => isUnder(cell, common));
        if (sumOf(ofLeft) !== sumOf(ofRight) || !ofLeft.every(isOpen)) continue;
        const hidden = ofRight.filter((cell) => !isOpen(cell));
        const rest = sumOf(hidden);
        const isPinned = hidden.length === 1 || rest === hidden.length || rest === hidden.length * SMALL;
        if (hidden.length > 0 && isPinned) found.push(`${hidden.map(({ dims }) => dims.join("/")).join()}=${rest}`);
      }
  return found;
}
