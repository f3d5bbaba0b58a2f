import { type Derivation, readPlaces } from "../../store/index.ts";
import type { SourceDeclaration } from "../declaration.ts";
import { exactSum, TOTALS } from "./level.ts";
import type { PlausibleRule } from "./rules.ts";

type Cover = NonNullable<SourceDeclaration["covers"]>[number];

/** Months that a period has. */
const MONTHS: Readonly<Record<Cover["period"], number>> = {
  month: 1,
  quarter: 3,
  "calendar-year": 12,
  "financial-year": 12,
};

/** Steps that fill `completeness`: what the sources declare to cover, against what is loaded, every release of it together. */
export function completenessSteps(
  declarations: readonly SourceDeclaration[],
  rules: readonly PlausibleRule[],
): Derivation[] {
  const covers = declarations.flatMap(covered);
  if (covers.length === 0) return [{ table: "completeness", rows: [] }];
  return [
    {
      given: "cover",
      columns: "source varchar, measure varchar, period varchar, months integer, since date, place varchar",
      rows: covers,
    },
    {
      given: "series_break",
      columns: "source varchar, since date, place varchar, measure varchar, what varchar",
      rows: declarations.flatMap(breaksOf),
    },
    {
      given: "plausible",
      columns: "period varchar, measure varchar, before integer, enough integer, floor double, low double, high double",
      rows: rules.map((r) => [r.period, r.measure, r.before, r.atLeastBefore, r.floor, r.low, r.high]),
    },
    { table: "completeness", query: COMPLETENESS },
  ];
}

const covered = ({ id, covers = [] }: SourceDeclaration) =>
  covers.flatMap(({ measure, places, period, from }) =>
    placesOf(places).map((place) => [id, measure, period, MONTHS[period], `${from}-01`, place]),
  );

function placesOf(places: Cover["places"]): string[] {
  if (Array.isArray(places)) return places;
  const all = readPlaces();
  const wanted = places === "police-areas" ? all : all.filter(({ nation }) => nation === "E" || nation === "W");
  return wanted.map(({ code }) => code);
}

/** One row for each place and measure that a break names; NULL where it names none. */
const breaksOf = ({ id, breaks }: SourceDeclaration) =>
  breaks.flatMap(({ from, places, measures, what }) =>
    (places ?? [null]).flatMap((place) =>
      (measures ?? [null]).map((measure) => [id, from, place, measure, what.trim()]),
    ),
  );

/** First day of the declared period that a day lies in: financial years begin in April. */
const START = `case c.period when 'month' then date_trunc('month', o.period_start) when 'quarter' then date_trunc('quarter', o.period_start)
  when 'calendar-year' then date_trunc('year', o.period_start)
  else date_trunc('year', o.period_start - interval 3 month) + interval 3 month end::date`;

/** The last word on each statistic, by its date of publication; where two have none, by the file's hash, so that no order of loading shows. */
const SAID = `select source, measure, place, breakdown, unit, period_start, period_end,
    arg_max({'value': value, 'missing': missing}, {'published': published, 'sha256': sha256, 'line': line}) as said
  from observation semi join temp.cover using (source, measure) group by all`;

/**
 * A figure is of a declared period when it is about just that, or about one day in it (daily series, counts on a day). A break
 * explains a gap when it names the place, and a level out of the usual when it lies in the period or among those before it.
 */
export const COMPLETENESS = `
with said as (${SAID}),
kinds as (select distinct source, measure, period, months from temp.cover),
placed as (
  select o.*, c.period, c.months, ${START} as start from said o join kinds c using (source, measure)),
fitting as (
  select *, ${TOTALS} as totals from placed
  where period_start = period_end or (period_start = start and period_end = start + to_months(months) - interval 1 day)),
best as (
  select *, max(totals) over cell as most, min(unit) over (partition by source, measure) as one_unit from fitting
  window cell as (partition by source, measure, period, place, start)),
cell as (
  select source, measure, period, place, start,
    ${exactSum("case when totals = most and unit = one_unit then said.value end")} as level, min(said.missing) as marker
  from best group by all),
newest as (select source, measure, period, max(start) as last from cell group by all),
expected as (
  select c.*, unnest(generate_series(c.since, n.last, to_months(c.months)))::date as start
  from temp.cover c join newest n using (source, measure, period)),
looked as (
  select e.source, e.measure, e.place, e.period, e.start as period_start, (e.start + to_months(e.months) - interval 1 day)::date as period_end,
    level, marker, list(level) over (
      partition by e.source, e.measure, e.place, e.period order by e.start rows between unbounded preceding and 1 preceding) as history
  from expected e left join cell using (source, measure, period, place, start)),
ruled as (
  select l.*, coalesce(own.before, any_measure.before) as before, coalesce(own.enough, any_measure.enough) as enough,
    coalesce(own.floor, any_measure.floor) as floor, coalesce(own.low, any_measure.low) as low, coalesce(own.high, any_measure.high) as high
  from looked l
  left join temp.plausible own on own.period = l.period and own.measure = l.measure
  left join temp.plausible any_measure on any_measure.period = l.period and any_measure.measure = ''),
compared as (
  select *, list_filter(list_slice(history, -before, -1), lambda x: x is not null) as recent from ruled),
usual as (select *, case when len(recent) >= enough then list_aggregate(recent, 'median') end as usual from compared),
judged as (
  select *, case when level is null then 'missing'
    when usual >= floor and (level < low * usual or level > high * usual) then 'implausible' else 'published' end as state from usual)
select source, measure, place, period, period_start, period_end, state, level, usual, case when level is null then marker end as marker,
  case when state = 'published' then null else (
    select arg_max(what, {'since': b.since, 'what': b.what}) from temp.series_break b
    where b.source = judged.source and coalesce(b.measure, judged.measure) = judged.measure and b.since <= judged.period_end
      and case judged.state when 'missing' then b.place = judged.place
        else coalesce(b.place, judged.place) = judged.place and b.since > judged.period_start - interval 1 year end) end as break
from judged`;
