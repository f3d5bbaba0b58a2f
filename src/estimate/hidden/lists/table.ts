import { type ListsProblem, Problem } from "../../../terms/index.ts";
import { supersetSums } from "./sums.ts";

/**
 * A table of capture histories. A history is a number whose bit j says "on list j"; `counts` has one element for each of the
 * 2^lists histories ([0], on no list, is unknown and 0). `totals[mask]` is the people on every list of a mask: [0] all who were
 * observed, [1 << j] list j, two bits an overlap. These totals are all that a log-linear model of two-list effects uses.
 */
export interface ListTable {
  /** How messages call the table. */
  file: string;
  lists: readonly string[];
  counts: Float64Array;
  totals: Float64Array;
  observed: number;
  /** Histories in the order of the table's rows; a row of 0 people counts as one. */
  histories: readonly number[];
  /** What was put right or looks odd. */
  told: readonly ListsProblem[];
}

/** One row: the history (bit j: on list j), the people, and the line in its file. */
export interface HistoryRow {
  history: number;
  people: number;
  line: number;
}

export const LISTS_LEAST = 2;
export const LISTS_MOST = 16;

/**
 * The table of some rows. Rows of one history are added up and lists of nobody left out, both told. Throws a Problem on a row of
 * nobody's lists, fewer than 2 or more than 16 lists with people, and where no two lists share anybody.
 */
export function listTable(file: string, lists: readonly string[], rows: readonly HistoryRow[]): ListTable {
  const told: ListsProblem[] = [];
  const merged = withoutDuplicates(file, lists, rows, told);
  const kept = lists.map((_, j) => j).filter((j) => merged.some((r) => r.people > 0 && (r.history >> j) & 1));
  for (const list of lists.filter((_, j) => !kept.includes(j))) told.push({ code: "lists-empty-list", file, list });
  const names = kept.map((j) => lists[j]);
  checkNumber(file, names.length);
  const counts = new Float64Array(1 << names.length);
  const histories = new Set<number>();
  for (const { history, people } of merged) {
    const short = kept.reduce((bits, j, k) => bits | (((history >> j) & 1) << k), 0);
    // A row of 0 people that is on left-out lists alone is no history any more.
    if (short === 0) continue;
    histories.add(short);
    counts[short] += people;
  }
  const totals = supersetSums(counts);
  checkOverlaps(file, names, totals, told);
  return { file, lists: names, counts, totals, observed: totals[0], histories: [...histories], told };
}

/** Throws a Problem when a number of lists is outside what can be compared. */
export function checkNumber(file: string, found: number): void {
  if (found < LISTS_LEAST || found > LISTS_MOST)
    throw new Problem({ code: "lists-number", file, found, low: LISTS_LEAST, high: LISTS_MOST });
}

function withoutDuplicates(
  file: string,
  lists: readonly string[],
  rows: readonly HistoryRow[],
  told: ListsProblem[],
): HistoryRow[] {
  const first = new Map<number, HistoryRow>();
  for (const row of rows) {
    const { history, people, line } = row;
    if (history === 0) throw new Problem({ code: "lists-nobody", file, line });
    const before = first.get(history);
    if (before === undefined) first.set(history, { ...row });
    else {
      const counts = `${before.people} and ${people}`;
      told.push({
        code: "lists-duplicate",
        file,
        line,
        firstLine: before.line,
        history: namesOf(history, lists).join("+"),
        counts,
      });
      before.people += people;
    }
  }
  return [...first.values()];
}

function checkOverlaps(file: string, names: readonly string[], totals: Float64Array, told: ListsProblem[]): void {
  const overlaps = (j: number) => names.filter((_, l) => l !== j && totals[(1 << j) | (1 << l)] > 0).length;
  const lone = names.filter((_, j) => overlaps(j) === 0);
  if (lone.length === names.length) throw new Problem({ code: "lists-apart", file, people: totals[0] });
  for (const list of lone) told.push({ code: "lists-lone-list", file, list });
}

/** Names of the lists of a history or of a pair. */
export const namesOf = (mask: number, lists: readonly string[]): string[] => lists.filter((_, j) => (mask >> j) & 1);

/** Every pair of lists as a mask of two bits: (0,1), (0,2), ... (1,2), ... */
export function allPairs(table: ListTable): number[] {
  const n = table.lists.length;
  const pairs: number[] = [];
  for (let j = 0; j < n; j++) for (let l = j + 1; l < n; l++) pairs.push((1 << j) | (1 << l));
  return pairs;
}

/**
 * The table in which some lists are one: on the merged list is who was on any of them. Throws a Problem when fewer than two of the
 * names are lists of the table, one is named twice, or fewer than two lists would be left.
 */
export function mergeLists(table: ListTable, names: readonly string[], as = names.join("")): ListTable {
  const mask = names.reduce((bits, name) => bits | (1 << table.lists.indexOf(name)), 0);
  const [isKnown, left] = [names.every((name) => table.lists.includes(name)), table.lists.length - names.length + 1];
  const isNew = !table.lists.includes(as) || names.includes(as);
  if (!isKnown || !isNew || names.length < 2 || new Set(names).size !== names.length || left < LISTS_LEAST)
    throw new Problem({ code: "lists-merge", found: names.join("+"), known: table.lists });
  const first = Math.min(...names.map((name) => table.lists.indexOf(name)));
  const kept = table.lists.map((_, j) => j).filter((j) => j === first || !((mask >> j) & 1));
  const people = new Map<number, number>();
  for (const history of table.histories) {
    const on = (j: number) => (j === first ? history & mask : (history >> j) & 1);
    const short = kept.reduce((bits, j, k) => bits | (on(j) ? 1 << k : 0), 0);
    people.set(short, (people.get(short) ?? 0) + table.counts[history]);
  }
  const rows = [...people].map(([history, n], i) => ({ history, people: n, line: i + 2 }));
  const merged = listTable(
    table.file,
    kept.map((j) => (j === first ? as : table.lists[j])),
    rows,
  );
  return { ...merged, told: [...table.told.filter((t) => t.code === "lists-duplicate"), ...merged.told] };
}
