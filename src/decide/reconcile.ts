import { FITTED, type FittedFactor } from "../simulate/index.ts";
import {
  monthIndex,
  number,
  type Observation,
  type OriginId,
  oneOf,
  optionalText,
  type Parser,
  Problem,
  type Row,
  text,
} from "../terms/index.ts";
import { lineTotal, type Prices } from "../value/index.ts";
import { type EnsembleView, resultsOf, type Span, seriesOf, sumOver } from "./ensemble-view.ts";
import { type PublishedExpression, publishedExpression, publishedValue } from "./selector.ts";
import { spread } from "./statistics.ts";

/** put in: the twin starts from it; fitted: a factor was chosen so that it agrees; predicted: neither, so only it can fail. */
export type RowKind = "put in" | "fitted" | "predicted";

/** A row of data/reconcile.csv. Tolerances were written before any run and are not moved afterwards. */
export interface ReconcileRow {
  id: string;
  title: string;
  kind: RowKind;
  published: PublishedExpression;
  /** Published unit to the twin's unit. */
  factor: number;
  unit: string;
  twin: TwinFormula;
  months: Span;
  /** The median ratio of twin to published must lie within these. */
  tolerance: { low: number; high: number };
  decision: string;
  note: string;
}

/** How the twin's side is read: an outcome over months, a share unseen, or a number of the price tables. */
export type TwinFormula =
  | { how: "sum" | "mean" | "first"; outcome: string; less?: string }
  | { how: "unseen"; threat: string }
  | { how: "line" | "deflator" | "cost"; id: string };

/** One reconciled row. The range of a number that comes from tables, not from runs, is that of the table. */
export interface Reconciled {
  id: string;
  title: string;
  kind: RowKind;
  unit: string;
  published: number;
  from: OriginId[];
  source: string;
  twin: { median: number; low: number; high: number; level: 0.9 };
  ratio: number;
  tolerance: { low: number; high: number };
  isWithin: boolean;
  /** Whether the twin's 90% interval holds the published figure: asks more than the tolerance of the median. */
  isCovered: boolean;
  decision: string;
  note: string;
}

/** Tables whose numbers some rows compare. */
export interface ReconcileTables {
  prices: Prices;
  costs: ReadonlyMap<string, { value: number; low: number; high: number }>;
  deflator: ReadonlyMap<string, { to2023: number; low: number; high: number }>;
}

const formula: Parser<TwinFormula> = {
  expected: '"sum|mean|first outcome [- outcome]", "unseen threat", "line id", "deflator year" or "cost id"',
  parse(written) {
    const [how, subject, minus, less, ...rest] = written.split(" ");
    if (!subject || rest.length > 0 || (minus !== undefined && (minus !== "-" || !less))) return undefined;
    if (how === "sum" || how === "mean" || how === "first") return { how, outcome: subject, ...(less ? { less } : {}) };
    if (less !== undefined) return undefined;
    if (how === "unseen") return { how, threat: subject };
    return how === "line" || how === "deflator" || how === "cost" ? { how, id: subject } : undefined;
  },
};

const month: Parser<number> = { expected: "a month like 2023-04", parse: monthIndex };

/** Reads one row of data/reconcile.csv. Throws a Problem on a fault. */
export const readReconcileRow = (row: Row): ReconcileRow => ({
  id: row.take("id", text),
  title: row.take("title", text),
  kind: row.take("kind", oneOf("put in", "fitted", "predicted")),
  published: row.take("published", publishedExpression),
  factor: row.take("factor", number),
  unit: row.take("unit", text),
  twin: row.take("twin", formula),
  months: { first: row.take("twin_from", month), last: row.take("twin_until", month) },
  tolerance: { low: row.take("low_ratio", number), high: row.take("high_ratio", number) },
  decision: row.take("decision", optionalText),
  note: row.take("note", optionalText),
});

/**
 * Each row's published value against the twin's: median over runs with its 90% interval, their ratio, and whether it lies
 * within the tolerance that the row stated beforehand. `scenario` names the baseline in the ensemble. Pure.
 * Throws a Problem when a published value, a line or a cost is not there.
 */
export function reconcile(
  rows: readonly ReconcileRow[],
  observations: readonly Observation[],
  ensemble: EnsembleView,
  scenario: string,
  tables: ReconcileTables,
): Reconciled[] {
  return rows.map((row) => {
    const { value, from, source } = publishedValue(row.published, row.factor, observations);
    const twin = twinOf(row, ensemble, scenario, tables);
    const ratio = twin.median / value;
    return {
      id: row.id,
      title: row.title,
      kind: row.kind,
      unit: row.unit,
      published: value,
      from,
      source,
      twin,
      ratio,
      tolerance: row.tolerance,
      isWithin: within(ratio, row.tolerance),
      isCovered: within(1, { low: twin.low / value, high: twin.high / value }),
      decision: row.decision,
      note: row.note,
    };
  });
}

/** Ends count as within, to nine digits: 1 means equal up to rounding of the arithmetic. */
const within = (ratio: number, { low, high }: { low: number; high: number }): boolean =>
  ratio >= low - 1e-9 && ratio <= high + 1e-9;

function twinOf(
  row: ReconcileRow,
  ensemble: EnsembleView,
  scenario: string,
  tables: ReconcileTables,
): Reconciled["twin"] {
  const { twin } = row;
  if (twin.how === "line") {
    const line = named(
      tables.prices.lines.map((l) => [l.id, l]),
      twin.id,
      "line of cost",
    );
    return table(lineTotal(line));
  }
  if (twin.how === "deflator") {
    const { to2023, low, high } = named([...tables.deflator], twin.id, "price year");
    return table({ value: to2023, low, high });
  }
  if (twin.how === "cost") return table(named([...tables.costs], twin.id, "cost"));
  const { results } = resultsOf(ensemble, scenario);
  return spread(Float64Array.from(results, (result) => simulated(twin, (id) => seriesOf(result, id), row.months)));
}

function simulated(twin: TwinFormula, of: (outcome: string) => Float64Array, months: Span): number {
  if (twin.how === "unseen")
    return 1 - sumOver(of(`recorded.${twin.threat}`), months) / sumOver(of(`harm-events.${twin.threat}`), months);
  if (!("outcome" in twin)) throw new Error("a table, not a run");
  const read = (id: string) => {
    if (twin.how === "first") return of(id)[months.first];
    return sumOver(of(id), months) / (twin.how === "mean" ? months.last - months.first + 1 : 1);
  };
  return read(twin.outcome) - (twin.less === undefined ? 0 : read(twin.less));
}

const table = ({ value, low, high }: { value: number; low: number; high: number }) => ({
  median: value,
  low,
  high,
  level: 0.9 as const,
});

function named<T>(pairs: readonly (readonly [string, T])[], name: string, what: string): T {
  const found = pairs.find(([id]) => id === name);
  if (found) return found[1];
  throw new Problem({
    code: "unknown-name",
    what,
    name,
    known: pairs.map(([id]) => id),
    next: "data/reconcile.csv names it: mend that row.",
  });
}

/** A factor that each run fitted to April 2021: a line of its own, never a pass. */
export interface ReconciledFactor extends FittedFactor {
  kind: "fitted";
  twin: Reconciled["twin"];
}

/** The factors that the runs of a scenario fitted, with their spread over runs. */
export function fittedFactors(ensemble: EnsembleView, scenario: string): ReconciledFactor[] {
  const { results } = resultsOf(ensemble, scenario);
  return FITTED.map((factor, i) => ({
    ...factor,
    kind: "fitted",
    twin: spread(Float64Array.from(results, (result) => result.fitted[i]!)),
  }));
}

/** How many predicted rows there are, how many lie within their tolerance (the one pass or fail), and how many intervals hold the figure. */
export function validation(rows: readonly Reconciled[]): { predicted: number; within: number; covered: number } {
  const predicted = rows.filter((row) => row.kind === "predicted");
  return {
    predicted: predicted.length,
    within: predicted.filter((row) => row.isWithin).length,
    covered: predicted.filter((row) => row.isCovered).length,
  };
}
