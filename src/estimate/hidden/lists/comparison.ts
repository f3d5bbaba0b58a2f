import { type Figure, type NotEstimable, Problem } from "../../../terms/index.ts";
import { allModels, averagedTotal, bestBy, bicWeights, type Candidate } from "./all-models.ts";
import { bootstrapSelection, multinomialResamples } from "./bootstrap.ts";
import { type DecomposableAverage, decomposableAverage, posteriorQuantile } from "./decomposable.ts";
import type { ListMethod, ListMethodId } from "./methods.ts";
import { type Fit, fitModel, modelWords, waldInterval } from "./model.ts";
import { multinomialProfile } from "./profile.ts";
import type { Work } from "./progress.ts";
import { forward, forwardWhileSignificant, stepwiseByPValue } from "./stepwise.ts";
import type { ListTable } from "./table.ts";

/** What one method says of a table. */
export interface ListEstimate {
  method: ListMethod;
  /** People in all, those on the lists included; or why there is no estimate. */
  total: Figure | NotEstimable;
  /** Pairs of lists that the model ties, or what else was chosen; "" where nothing was. */
  model: string;
  notes: string[];
}

interface Found {
  value: number;
  low: number;
  high: number;
  model: string;
  notes?: string[];
}

/** A table, the settings by method, the seed of the resamples, and the fits of all models once they are made. */
interface Context {
  table: ListTable;
  settingOf: (id: ListMethodId) => number;
  seed: number;
  candidates?: Candidate[];
}

const LEVEL = 0.95;
const TAILS = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2];

/**
 * Estimates a total by each of the wanted methods, in the order of `methods`, whose values are used (data/lists/methods.csv, or what the
 * user chose). The seed is of 32 bits. A method that cannot be used says why; throws a Problem where even independent lists have no estimate.
 */
export function* estimateByLists(
  table: ListTable,
  methods: readonly ListMethod[],
  wanted: readonly ListMethodId[],
  seed: number,
): Work<ListEstimate[]> {
  fitModel(table, []);
  const settingOf = (id: ListMethodId) => methods.find((m) => m.id === id)?.value ?? Number.NaN;
  const context: Context = { table, settingOf, seed };
  const rows: ListEstimate[] = [];
  for (const method of methods.filter((m) => wanted.includes(m.id))) rows.push(yield* estimateBy(method, context));
  return rows;
}

function* estimateBy(method: ListMethod, context: Context): Work<ListEstimate> {
  const from = [`table:${context.table.file}`, `method:${method.id}`];
  try {
    const quick = QUICK[method.id]?.(context);
    const { value, low, high, model, notes = [] } = quick ?? (yield* LONG[method.id]!(context));
    const total: Figure = { value, low, high, level: LEVEL, unit: "people", kind: "estimated", from };
    const open = Number.isFinite(high) ? [] : ["no upper limit with these counts"];
    return { method, total, model, notes: [...notes, ...open] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { method, total: { notEstimable: error.message, from }, model: "", notes: [] };
  }
}

const QUICK: { [id in ListMethodId]?: (context: Context) => Found } = {
  independent: ({ table }) => ({ ...byWald(fitModel(table, [])), model: "" }),
  stepwise: ({ table, settingOf }) => byWald(stepwiseByPValue(table, settingOf("stepwise")).fit),
  "forward-aic": ({ table }) => byWald(forward(table, "aic").fit),
  "forward-bic": ({ table }) => byWald(forward(table, "bic").fit),
  "rule-2014": ({ table, settingOf }) =>
    byMultinomialProfile(forwardWhileSignificant(table, settingOf("rule-2014")).fit),
};

const LONG: { [id in ListMethodId]?: (context: Context) => Work<Found> } = {
  *"best-bic"(context) {
    const [best] = bestBy(yield* candidatesOf(context), "bic", 1);
    return byWald(fitModel(context.table, best.pairs));
  },
  *"bic-average"(context) {
    const candidates = yield* candidatesOf(context);
    const weights = bicWeights(candidates);
    const { median, low, high } = averagedTotal(context.table, candidates, weights, LEVEL);
    const model = `${count(candidates.length)} models, the best with ${percent(Math.max(...weights))} of the weight`;
    return { value: median, low, high, model };
  },
  *decomposable({ table, settingOf }) {
    return yield* byGraphs(table, settingOf("decomposable"));
  },
  *"decomposable-strong"({ table, settingOf }) {
    return yield* byGraphs(table, settingOf("decomposable-strong"));
  },
  *bootstrap({ table, settingOf, seed }) {
    const select = (resampled: ListTable) => stepwiseByPValue(resampled, settingOf("stepwise")).fit.total;
    const resamples = settingOf("bootstrap");
    const found = yield* bootstrapSelection(table, select, multinomialResamples(table, seed), resamples, TAILS);
    const [low, value, high] = found.quantiles;
    const notes = [
      ...(found.isAtEdge.some((isAt) => isAt)
        ? ["interval at the edge of the resamples: more of them may widen it"]
        : []),
      ...(found.withoutEstimate > 0
        ? [`${count(found.withoutEstimate)} resamples have no estimate: counted as infinite`]
        : []),
    ];
    return { value, low, high, model: `${count(resamples)} resamples, seed ${seed}`, notes };
  },
};

function* candidatesOf(context: Context): Work<Candidate[]> {
  context.candidates ??= yield* allModels(context.table);
  return context.candidates;
}

function byWald(fit: Fit): Found {
  return { value: fit.total, ...waldInterval(fit, LEVEL), model: modelWords(fit.table, fit.pairs) };
}

function byMultinomialProfile(fit: Fit): Found {
  const { mode, low, high } = multinomialProfile(fit, LEVEL);
  return { value: mode, low, high, model: modelWords(fit.table, fit.pairs) };
}

function* byGraphs(table: ListTable, delta: number): Work<Found> {
  const average = yield* decomposableAverage(table, { delta, ofTotal: "1/N" });
  const [low, value, high] = TAILS.map((p) => posteriorQuantile(average, p));
  return { value, low, high, model: graphWords(average), notes: gridNotes(average) };
}

const graphWords = ({ compared, graphs }: DecomposableAverage): string =>
  `${count(compared)} graphs, the best with ${percent(graphs[0].posterior)} of the weight`;

/** A total is read off a grid, and a heavy tail may run past its end. */
function gridNotes({ grid, posterior }: DecomposableAverage): string[] {
  const step = grid.length > 1 ? grid[1] - grid[0] : 1;
  const tail = posterior[grid.length - 1];
  return tail < 1e-6
    ? [`read in steps of ${count(step)}`]
    : [`the grid ends where a point still carries ${exponent(tail)}`];
}

const count = (n: number): string => n.toLocaleString("en-GB");
const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
const exponent = (x: number): string => x.toExponential(1);
