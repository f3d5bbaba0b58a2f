/** The grade of each observation, out of the rules of data/quality-grades.csv that the snapshot holds. */

/** The last day of a date that is known to the day, the month or the year; NULL where there is none. */
export const LAST_DAY = `try_cast(case length(o.published)
  when 10 then o.published
  when 7 then last_day(try_cast(o.published || '-01' as date))::varchar
  when 4 then o.published || '-12-31' end as date)`;

const markOf = (dimension: string, rule: string): string =>
  `(select mark from quality_rule where dimension = '${dimension}' and rule = '${rule}')`;

const upTo = (dimension: string, rule: string): string =>
  `(select at_most, mark from quality_rule where dimension = '${dimension}' and rule = '${rule}')`;

const PERIOD = ["source", "measure", "period_start", "period_end"];
const same = (a: string, b: string, columns: readonly string[]): string =>
  columns.map((c) => `${a}.${c} = ${b}.${c}`).join(" and ");

/** Four marks for each observation. No fifth is made out of them: their weights would depend on the question. */
export const GRADED = `
create view graded as
with absent as (
  select ${PERIOD.join(", ")}, avg((state = 'missing')::integer) as share from completeness group by all),
covered as (
  select a.*, r.mark from absent a asof left join ${upTo("completeness", "share of places without a figure")} r on a.share <= r.at_most),
dated as (select o.*, datediff('day', o.period_end, ${LAST_DAY}) as days from observation o),
lagged as (
  select d.days, t.mark from (select distinct days from dated where days is not null) d
  asof join ${upTo("timeliness", "days from the end of the period to publication")} t on d.days <= t.at_most),
marked as (
  select o.id, o.source, o.measure, o.threat, o.place, o.breakdown, o.period_start, o.period_end,
    coalesce(publisher.mark, standing.mark, 'U') as standing, coalesce(method.mark, 'U') as method,
    case when o.value is null then ${markOf("completeness", "no value")}
      when odd.place is not null then ${markOf("completeness", "implausible")}
      else coalesce(c.mark, ${markOf("completeness", "nothing declared")}) end as completeness,
    coalesce(t.mark, ${markOf("timeliness", "publication date unknown")}) as timeliness
  from dated o
  left join source s on s.id = o.source
  left join quality_rule standing on standing.dimension = 'standing' and standing.rule = s.standing
  left join quality_rule publisher on publisher.dimension = 'standing' and publisher.rule = s.standing || ': ' || o.publisher
  left join quality_rule method on method.dimension = 'method' and method.rule = s.method
  left join covered c on ${same("o", "c", PERIOD)}
  left join (select distinct ${PERIOD.join(", ")}, place from completeness where state = 'implausible') odd
    on ${same("o", "odd", [...PERIOD, "place"])}
  left join lagged t on t.days = o.days)
select *, standing || method || completeness || timeliness as grade from marked;
`;
