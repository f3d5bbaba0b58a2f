import type { PlainRow } from "../../store/index.ts";
import type { Matter } from "./health.ts";

/** Every measure and period of `completeness`: how many places are expected, there, or far from the usual. */
export const PERIODS_OF = `
select source, measure, period, period_start, period_end, count(*) as expected, count(*) filter (state = 'missing') as missing
from completeness group by all order by all`;

/** Places that are missing although they, and the period, have figures elsewhere; and what is implausible. */
export const ODD_CELLS = `
with known as (
  select c.*, p.name, bool_or(state <> 'missing') over (partition by source, measure, c.place, period) as place_has,
    bool_or(state <> 'missing') over (partition by source, measure, period, period_start) as period_has
  from completeness c left join place p on p.code = c.place)
select source, measure, period, state, coalesce(name, place) as name, period_start, level, usual, break,
  count(*) over (partition by source, measure, period, state) as cells,
  count(break) over (partition by source, measure, period, state) as explained
from known where state = 'implausible' or (state = 'missing' and place_has and period_has)
qualify row_number() over (partition by source, measure, period, state order by break is not null, period_start desc, place) = 1
order by all`;

/** Places without one figure, while others have some. */
export const NEVER = `
with place_total as (
  select source, measure, period, place, bool_or(state <> 'missing') as has from completeness group by all)
select source, measure, period, count(*) filter (not has) as never, count(*) as places,
  arg_min(coalesce(p.name, place), place) filter (not has) as first
from place_total left join place p on p.code = place_total.place group by source, measure, period having never > 0 order by all`;

/** Periods of which no place has a figure, in stretches, one matter for each measure. Pure. */
export function stretchMatters(periods: readonly PlainRow[]): Matter[] {
  return groupsOf(periods).flatMap((rows) => {
    const stretches = stretchesOf(rows);
    if (stretches.length === 0) return [];
    const [first] = rows as [PlainRow];
    const count = stretches.reduce((n, s) => n + s.periods, 0);
    const inside = stretches.filter((s) => !s.isAtStart);
    const named = stretches.map((s) => `${s.from} to ${s.until}`).join("; ");
    return [
      about(first, "missing", "no-place-has-it", count, {
        what: `${periodsOf(first, count)} of ${rows.length} ${count === 1 ? "has" : "have"} no figure for any place (${named})`,
        why:
          inside.length > 0
            ? "Later periods are there, so a file was never loaded, or the publisher left the period out."
            : "They are older than what is loaded.",
        next: "Collate the files of these periods; or, if the publisher has none, say so with a break in source.yaml.",
      }),
    ];
  });
}

interface Stretch {
  from: string;
  until: string;
  periods: number;
  isAtStart: boolean;
}

function stretchesOf(rows: readonly PlainRow[]): Stretch[] {
  const found: Stretch[] = [];
  let open: Stretch | undefined;
  rows.forEach((row, i) => {
    if (row.missing !== row.expected) open = undefined;
    else if (open === undefined) {
      open = { from: String(row.period_start), until: String(row.period_end), periods: 1, isAtStart: i === 0 };
      found.push(open);
    } else {
      open.until = String(row.period_end);
      open.periods++;
    }
  });
  return found;
}

function groupsOf(rows: readonly PlainRow[]): PlainRow[][] {
  const groups = new Map<string, PlainRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.source, row.measure, row.period]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Single places that are missing or far from what they published before. Pure. */
export const oddMatters = (cells: readonly PlainRow[]): Matter[] =>
  cells.map((row) => {
    const [cells_, explained] = [Number(row.cells), Number(row.explained)];
    const first = `${row.name} in the ${row.period} from ${row.period_start}`;
    const known = explained === 0 ? "" : ` Breaks in source.yaml explain ${explained} of them.`;
    if (row.state === "missing")
      return about(row, "missing", "place-missing", cells_, {
        what: `${cells_} ${cells_ === 1 ? "figure is" : "figures are"} missing that others have, such as ${first}`,
        why: `The place and the period have figures elsewhere.${known}`,
        next: "Look in the publisher's notes, and add a break with its place to source.yaml if it was left out.",
      });
    return about(row, "implausible", "implausible", cells_, {
      what: `${cells_} ${cells_ === 1 ? "figure is" : "figures are"} far from the usual, such as ${first}: ${number(row.level)} where ${number(row.usual)} is usual`,
      why: `data/quality-plausible.csv says how far is far.${known} All are loaded as published.`,
      next: "Look whether the publisher restated it or tells why, and add a break to source.yaml if so.",
    });
  });

/** Places that a source declares and of which nothing was ever loaded. Pure. */
export const neverMatters = (rows: readonly PlainRow[]): Matter[] =>
  rows.map((row) =>
    about(row, "missing", "place-never", Number(row.never), {
      what: `${row.never} of ${row.places} places have no figure at all, such as ${row.first}`,
      why: "Their files were never loaded, or the publisher has none.",
      next: "Collate their files; or, if the publisher has none, say so with a break in source.yaml.",
    }),
  );

type Told = Pick<Matter, "what" | "why" | "next">;

const about = (row: PlainRow, kind: Matter["kind"], code: string, count: number, told: Told): Matter => ({
  ...{ kind, severity: "note", code, source: String(row.source), count },
  ...told,
  where: `${row.source}, ${row.measure}`,
});

const periodsOf = ({ period }: PlainRow, n: number): string =>
  `${n} ${String(period).replace("-", " ")}${n === 1 ? "" : "s"}`;

const number = (n: PlainRow[string] | undefined): string =>
  Number(n).toLocaleString("en-GB", { maximumFractionDigits: 1 });
