/** The views of a snapshot: the same statistic stated on several dates, told apart by the day from which each was known. */
import { GRADED, LAST_DAY } from "./graded.ts";

/** What makes two observations statements of one and the same statistic. */
export const STATISTIC = [
  "source",
  "measure",
  "threat",
  "place",
  "breakdown",
  "period_start",
  "period_end",
  "unit",
] as const;

const of = (table: string): string => STATISTIC.map((column) => `${table}.${column}`).join(", ");
const STATISTIC_LIST = STATISTIC.join(", ");
const joined = (a: string, b: string, columns: readonly string[]): string =>
  columns.map((column) => `${a}.${column} = ${b}.${column}`).join(" and ");

const KNOWN_FROM = `coalesce(${LAST_DAY}, r.known_from)`;

/**
 * Every observation with its table, the day from which it was known, and `nth`: statements of one statistic in the order
 * in which they became known. On one day the file that was landed later counts as the later word, in one file the later line.
 */
const STATED = `(select o.rowid as row_no, o.*, r.table_id, ${KNOWN_FROM} as known_from, r.handling, r.published = o.published as is_of_release,
    ((${KNOWN_FROM} - date '1900-01-01')::hugeint * 1000000 + r.release_no) * 10000000000 + o.line as nth
  from observation o join (
    select *, row_number() over (order by landed_at, sha256, part) as release_no from release) r
  on o.sha256 = r.sha256 and o.part = r.part)`;

/**
 * The last statement of each statistic, out of those that `where` lets in. The columns of the statistic stand in the join
 * too, though the row number alone would do: a condition on one of them then reaches both sides before anything is sorted.
 */
const lastOf = (where: string): string => `select s.* exclude (row_no, nth, is_of_release)
from ${STATED} s join (
  select ${STATISTIC_LIST}, arg_max(row_no, nth) as row_no from ${STATED} ${where} group by ${STATISTIC_LIST}) l
on s.row_no = l.row_no and ${joined("s", "l", STATISTIC)}`;

/** Statements of a statistic one after the other, of those statistics only on which not all statements agree. */
const CHANGED = `disagreeing as (
  select ${STATISTIC_LIST} from ${STATED} group by ${STATISTIC_LIST}
  having count(*) > 1 and (min(value) <> max(value) or count(value) not in (0, count(*)) or min(missing) <> max(missing))),
paired as (
  select s.*, ${["id", "value", "missing", "publisher", "published", "known_from"]
    .map((column) => `lag(s.${column}) over said as earlier_${column}`)
    .join(", ")}
  from ${STATED} s join disagreeing d on ${joined("s", "d", STATISTIC)}
  window said as (partition by ${of("s")} order by s.nth)),
changed as (
  select 'changed' as kind, ${STATISTIC_LIST}, table_id, earlier_value, earlier_missing, value as later_value,
    missing as later_missing, earlier_publisher, publisher as later_publisher, earlier_published, published as later_published,
    earlier_known_from, known_from as later_known_from, earlier_id, id as later_id
  from paired
  where earlier_id is not null and (earlier_value is distinct from value or earlier_missing is distinct from missing))`;

/** What two files must share before one is called a later edition of the other: a figure of the same kind, period and place. */
const CELL = ["source", "table_id", "measure", "unit", "period_start", "period_end"] as const;
const cellOf = (table: string): string => CELL.map((column) => `${table}.${column}`).join(", ");

/**
 * Statistics that the next edition of their table no longer states, though it covers the same measure and period. A file
 * whose rows each name a publication of their own is a collection and no edition of anything.
 */
const VANISHED = `cell as (
  select ${CELL.join(", ")}, place, sha256, max(nth) as nth, max(known_from) as known_from, min(published) as published, min(publisher) as publisher
  from ${STATED} where is_of_release group by ${CELL.join(", ")}, place, sha256),
edition as (
  select ${cellOf("a")}, a.sha256, arg_min(b.publisher, b.nth) as later_publisher, arg_min(b.published, b.nth) as later_published,
    arg_min(b.known_from, b.nth) as later_known_from
  from cell a join cell b on ${joined("a", "b", [...CELL, "place"])} and b.nth > a.nth and a.sha256 <> b.sha256
  group by ${cellOf("a")}, a.sha256),
vanished as (
  select 'vanished' as kind, ${of("l")}, l.table_id, l.value as earlier_value, l.missing as earlier_missing, null::double as later_value,
    null::varchar as later_missing, l.publisher as earlier_publisher, e.later_publisher, l.published as earlier_published, e.later_published,
    l.known_from as earlier_known_from, e.later_known_from, l.id as earlier_id, null::varchar as later_id
  from latest l join edition e on ${joined("l", "e", CELL)} and l.sha256 = e.sha256)`;

/** Views and macros, in the order in which they are made. */
export const VIEWS = `${GRADED}
create view statement as select * exclude (row_no, nth, is_of_release) from ${STATED};
create view latest as ${lastOf("")};
create macro as_known(d) as table ${lastOf("where known_from <= d::date")};
create view restatement as
with ${CHANGED},
${VANISHED}
select kind, ${STATISTIC_LIST}, table_id, earlier_value, earlier_missing, later_value, later_missing,
  later_value - earlier_value as change, (later_value - earlier_value) / nullif(abs(earlier_value), 0) as relative_change,
  earlier_publisher, later_publisher, earlier_published, later_published, earlier_known_from, later_known_from, earlier_id, later_id
from (select * from changed union all by name select * from vanished);
`;
