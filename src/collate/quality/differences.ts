import type { PlainRow } from "../../store/index.ts";
import type { Matter, Reconciled } from "./health.ts";

/** Each rule of which both sides are loaded: how many figures it compared, how many differ, and the furthest of them. */
export const RECONCILED = `
select rule, any_value(title) as title, any_value(reason) as reason, any_value(left_source) as left_source, count(*) as compared,
  count(*) filter (state = 'differs') as differ, arg_max(ratio, abs(ratio - 1)) as furthest,
  arg_max({'place': place, 'part': part, 'start': period_start::varchar, 'end': period_end::varchar, 'left': left_value, 'right': right_value},
    (state = 'differs', abs(coalesce(ratio, 1e9) - 1))) as example
from reconciliation group by rule order by rule`;

export const reconciledOf = (rows: readonly PlainRow[]): Reconciled[] =>
  rows.map((row) => ({
    ...{ rule: String(row.rule), title: String(row.title), compared: Number(row.compared), differ: Number(row.differ) },
    furthest: row.furthest === null ? null : Number(row.furthest),
  }));

/** Rules of which at least one comparison differs. Pure. */
export const differenceMatters = (rows: readonly PlainRow[]): Matter[] =>
  rows.filter((row) => Number(row.differ) > 0).map(differenceOf);

interface Example {
  place: string;
  part: string;
  start: string;
  end: string;
  left: number;
  right: number;
}

function differenceOf(row: PlainRow): Matter {
  const { place, part, start, end, left, right } = JSON.parse(String(row.example)) as Example;
  const whose = [place, part].filter((text) => text !== "").join(", ");
  return {
    ...{
      kind: "differs",
      severity: "note",
      code: "differs",
      source: String(row.left_source),
      count: Number(row.differ),
    },
    what: `${row.title}: ${row.differ} of ${row.compared} differ, the furthest ${whose === "" ? "" : `${whose}, `}${start} to ${end}: ${number(left)} and ${number(right)}`,
    where: `data/reconcile-sources.csv, ${row.rule}`,
    why: String(row.reason),
    next: `Look at all of them with \`soclab sql "select * from reconciliation where rule = '${row.rule}' and state = 'differs'"\`, and ask the publisher which is right.`,
  };
}

const number = (n: number): string => n.toLocaleString("en-GB", { maximumFractionDigits: 1 });
