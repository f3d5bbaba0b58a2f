import type { Derivation } from "../../store/index.ts";
import { exactSum } from "./level.ts";
import type { ReconcileRule } from "./rules.ts";

/** Steps that fill `reconciliation`: every rule whose two sources are among those loaded, a row for each figure on the right. */
export function reconciliationSteps(all: readonly ReconcileRule[], loaded: ReadonlySet<string>): Derivation[] {
  const rules = all.filter(({ left, right }) => loaded.has(left.source) && loaded.has(right.source));
  if (rules.length === 0) return [{ table: "reconciliation", rows: [] }];
  const sources = [...new Set(rules.flatMap((rule) => [rule.left.source, rule.right.source]))];
  return [
    // What a key of the breakdown says: part('age=Total; sex=Male', 'sex') is Male.
    { macro: "part(breakdown, key) as regexp_extract('; ' || breakdown, '; ' || key || '=([^;]*)', 1)" },
    { given: "compared_source", columns: "source varchar", rows: sources.map((source) => [source]) },
    { table: "reconciliation", query: `with said as (${SAID})\n${rules.map(comparison).join("\nunion all\n")}` },
  ];
}

/** As in completeness: the last word by date of publication, in whatever order the files were loaded. */
const SAID = `select source, measure, threat, place, breakdown, unit, period_start, period_end,
    arg_max({'value': value}, {'published': published, 'sha256': sha256, 'line': line}).value as value
  from observation semi join temp.compared_source using (source) group by all`;

/**
 * One rule as SQL. The figures of the left whose periods lie in that of a figure of the right are added up; where they do not
 * cover it day by day there is nothing to compare. Several figures of the right for one place, part and period are added up too.
 */
function comparison({ id, title, left, right, isByPlace, low, high, reason }: ReconcileRule): string {
  const place = isByPlace ? "place" : "''";
  const side = (
    of: ReconcileRule["left"],
    where: string,
  ) => `(select ${where} as place, ${of.key || "''"} as part, unit, period_start, period_end,
    ${exactSum("value")} as value, count(*) as n from said
    where source = ${quoted(of.source)}${of.measure === "" ? "" : ` and measure = ${quoted(of.measure)}`} and (${of.where}) and value is not null group by all)`;
  return `select ${quoted(id)} as rule, ${quoted(title)} as title, r.place, r.part, r.period_start, r.period_end,
    ${quoted(left.source)} as left_source, ${quoted(right.source)} as right_source, ${exactSum("l.value")} as left_value, r.value as right_value,
    sum(l.n)::integer as rows_added, ${exactSum("l.value")} / nullif(r.value, 0) as ratio,
    case when ${exactSum("l.value")} between ${low} * r.value and ${high} * r.value then 'agrees' else 'differs' end as state,
    ${low} as low_ratio, ${high} as high_ratio, ${quoted(reason)} as reason
  from ${side(right, place)} r join ${side(left, place)} l
    on l.place = r.place and l.part = r.part and l.unit = r.unit and l.period_start >= r.period_start and l.period_end <= r.period_end
  group by r.place, r.part, r.unit, r.period_start, r.period_end, r.value
  having sum(l.period_end - l.period_start + 1) = any_value(r.period_end - r.period_start + 1)`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
