import type { Finding, PlainRow, Working } from "../../store/index.ts";
import type { ProblemData } from "../../terms/index.ts";
import { findingOf } from "../check.ts";
import { fileTitle } from "../source.ts";
import { exactSum, TOTALS } from "./level.ts";
import type { DriftRule } from "./rules.ts";

/** Codes of the findings that are made here, and made anew each time. */
export const DRIFT_CODES = ["drift-large", "drift", "drift-new", "drift-gone"] as const;

/** Something in a release beside the same in the release before it; NULL where one of them does not have it. */
interface Fact {
  what: string;
  item: string;
  earlier: number | undefined;
  later: number | undefined;
}

/** Examples that a finding names. */
const EXAMPLES_MAX = 3;

/** A key of the breakdown with more values than that numbers its rows and is no category. */
const CATEGORIES_MAX = 300;

/** What changed in each release against the one before it, for sources whose releases stand side by side. */
export async function driftFindings(
  working: Working,
  sources: readonly string[],
  rules: readonly DriftRule[],
): Promise<Finding[]> {
  if (sources.length === 0) return [];
  const byRelease = new Map<string, PlainRow[]>();
  for (const row of await working.rows(factsOf(sources))) {
    const release = JSON.stringify([row.sha256, row.part]);
    const of = byRelease.get(release);
    if (of === undefined) byRelease.set(release, [row]);
    else of.push(row);
  }
  return [...byRelease.values()].flatMap((of) => findingsOf(of, rules));
}

function findingsOf(rows: readonly PlainRow[], rules: readonly DriftRule[]): Finding[] {
  const [first] = rows as [PlainRow];
  const text = (name: string): string => String(first[name]);
  const of = { sha256: text("sha256"), part: text("part"), source: text("source"), name: text("name") };
  const file = fileTitle(of.source, of.name, of.part);
  const before = fileTitle(of.source, text("earlier_name"), text("earlier_part"));
  const facts = rows.map(factOf);
  return rules.flatMap((rule) => {
    const met = facts.filter((fact) => isBeyond(fact, rule)).sort(furthestFirst);
    if (met.length === 0) return [];
    const told = { file, before, examples: met.slice(0, EXAMPLES_MAX).map(inWords), count: met.length };
    return [findingOf(problemOf(rule, told), of)];
  });
}

const factOf = (row: PlainRow): Fact => ({
  what: String(row.what),
  item: String(row.item),
  earlier: row.earlier === null ? undefined : Number(row.earlier),
  later: row.later === null ? undefined : Number(row.later),
});

/** Whether a rule objects to a fact. Pure. */
export function isBeyond({ what, earlier, later }: Fact, rule: DriftRule): boolean {
  const floor = rule.floor ?? 0;
  if (rule.what === `new ${what}`) return earlier === undefined && (later ?? 0) >= floor;
  if (rule.what === `vanished ${what}`) return later === undefined && (earlier ?? 0) >= floor;
  if (rule.what !== what || earlier === undefined || later === undefined) return false;
  if (Math.max(earlier, later) < floor) return false;
  return later < (rule.low ?? 0) * earlier || later > (rule.high ?? Number.POSITIVE_INFINITY) * earlier;
}

function problemOf(rule: DriftRule, told: Omit<ProblemData & { code: "drift" }, "code" | "what">): ProblemData {
  const [change, thing = rule.what] = rule.what.split(" ");
  if (change === "new") return { code: "drift-new", what: thing, ...told };
  if (change === "vanished") return { code: "drift-gone", what: thing, ...told };
  if (rule.severity === "fault" && (rule.what === "rows" || rule.what === "total"))
    return { code: "drift-large", what: rule.what, ...told };
  return { code: "drift", what: rule.what, ...told };
}

/** By how many times a number grew or shrank; what is only on one side comes last, by name. */
const stride = ({ earlier, later }: Fact): number =>
  earlier === undefined || later === undefined ? 0 : Math.abs(Math.log((later + 1) / (earlier + 1)));

const furthestFirst = (a: Fact, b: Fact): number => stride(b) - stride(a) || (a.item < b.item ? -1 : 1);

function inWords({ item, earlier, later }: Fact): string {
  if (earlier === undefined || later === undefined) return item;
  const change = earlier === 0 ? "" : ` (${later >= earlier ? "+" : ""}${Math.round((later / earlier - 1) * 100)}%)`;
  return `${item === "" ? "" : `${item}: `}${number(earlier)} to ${number(later)}${change}`;
}

const number = (n: number): string => n.toLocaleString("en-GB", { maximumFractionDigits: 1 });

/**
 * A release is compared with the one of the same table and the same file name, but for its digits, that comes before it by the
 * newest period it holds, then by its date of publication. Without an order between the two nothing is compared. Of each only
 * the newest period is looked at; what a later release states otherwise for the same period is in `restatement`. Sheets of one
 * workbook and entries of one archive are one release, and are not set against each other.
 */
const factsOf = (sources: readonly string[]): string => `
with dated as (
  select r.sha256, r.part, r.source, r.table_id, r.name, r.rows_in, r.columns, r.published, max(o.period_end) as newest,
    regexp_replace(r.name || '/' || r.part, '[0-9]+', '#', 'g') as alike
  from release r join observation o using (sha256, part)
  where r.source in (${sources.map((id) => `'${id}'`).join(", ")}) group by all),
ordered as (
  select *, lag(sha256) over w as earlier_sha256, lag(part) over w as earlier_part, lag(name) over w as earlier_name,
    lag(rows_in) over w as earlier_rows, lag(columns) over w as earlier_columns, lag(newest) over w as earlier_newest, lag(published) over w as earlier_published
  from dated window w as (partition by source, table_id, alike order by newest, published, sha256, part)),
pair as (
  select * from ordered where earlier_sha256 <> sha256
    and (earlier_newest < newest or (earlier_newest = newest and earlier_published < published))),
side as (
  select sha256, part, newest from pair union select earlier_sha256, earlier_part, earlier_newest from pair),
figure as (
  select s.sha256, s.part, o.measure, o.unit, o.place, o.breakdown, o.value, ${TOTALS} as totals
  from side s join observation o on o.sha256 = s.sha256 and o.part = s.part and o.period_end = s.newest),
level as (
  select sha256, part, measure, unit, place, ${exactSum("value")} as value from (
    select *, max(totals) over (partition by sha256, part, measure, unit, place) as most from figure)
  where totals = most group by all),
piece as (
  select sha256, part, measure, unit, unnest(string_split(breakdown, '; ')) as category, value from figure where breakdown <> ''),
category as (
  select sha256, part, measure || ', ' || category as item, ${exactSum("value")} as value from (
    select *, count(distinct category) over (partition by sha256, part, split_part(category, '=', 1)) as values_of_key from piece)
  where values_of_key <= ${CATEGORIES_MAX} group by all),
named as (
  select sha256, part, 'place' as what, measure || ', ' || coalesce(p.name, place) as item, any_value(value) as value
  from level left join place p on p.code = level.place where place <> '' group by all
  union all select sha256, part, 'total', measure || ' in ' || unit, ${exactSum("value")} from level group by all
  union all select sha256, part, 'category', item, value from category
  union all select sha256, part, 'column', unnest(from_json(columns, '["varchar"]')), null from dated),
later as (select p.sha256, p.part, n.what, n.item, n.value from pair p join named n using (sha256, part)),
earlier as (
  select p.sha256, p.part, n.what, n.item, n.value from pair p join named n on n.sha256 = p.earlier_sha256 and n.part = p.earlier_part),
both_sides as (
  select sha256, part, what, item, e.value as earlier, l.value as later, e.item is null as is_new, l.item is null as is_gone
  from later l full join earlier e using (sha256, part, what, item))
select p.source, p.name, p.sha256, p.part, p.earlier_name, p.earlier_part, b.what, b.item,
  case when not b.is_new then coalesce(b.earlier, 0) end as earlier, case when not b.is_gone then coalesce(b.later, 0) end as later
from both_sides b join pair p using (sha256, part)
where b.is_new or b.is_gone or (b.earlier is not null and b.later is not null)
union all select source, name, sha256, part, earlier_name, earlier_part, 'rows', '', earlier_rows, rows_in from pair
order by all`;
