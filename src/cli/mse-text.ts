import {
  type Envelope,
  type ListEstimate,
  type ListMethod,
  type ListMethodId,
  type ListSource,
  type ListTable,
  spreadOf,
} from "../estimate/index.ts";
import { countWords, isNotEstimable, listsSentence, rangeWords } from "../terms/index.ts";
import { table } from "./table.ts";

/** What `soclab mse` found of one table. */
export interface ComparedLists {
  lists: ListTable;
  /** Where the table comes from, when it is one of data/lists. */
  source: ListSource | undefined;
  estimates: ListEstimate[];
  /** Only when every method was asked for. */
  envelope: Envelope | undefined;
}

const COLUMNS = [
  { title: "method" },
  { title: "people in all (95%)", isNumber: true },
  { title: "interval" },
  { title: "it assumes" },
];

/** The table of methods with the envelope below, as text. Pure. */
export function listsText({ lists, source, estimates, envelope }: ComparedLists): string {
  const failed = estimates.flatMap(({ method, total }) =>
    isNotEstimable(total) ? [`${method.title}: ${total.notEstimable}`] : [],
  );
  const rows = estimates.map((e) => [
    titleOf(e.method),
    isNotEstimable(e.total) ? "not estimable" : peopleWords(e.total),
    e.method.interval,
    e.method.assumes,
  ]);
  return [
    `${lists.file}: ${countWords(lists.observed)} people on ${lists.lists.length} lists (${lists.lists.join(", ")})\n`,
    ...(source === undefined ? [] : [sourceText(source)]),
    ...lists.told.map((told) => `Note: ${listsSentence(told)}\n`),
    "\n",
    table(COLUMNS, rows),
    "\n",
    ...estimates.map(chosenText),
    ...failed.map((why) => `Not estimable: ${why}\n`),
    ...(envelope === undefined ? [] : [envelopeText(envelope, estimates)]),
    ...(source === undefined ? [] : [publishedText(source, estimates)]),
    "Kind: estimated. No count can tell which of these assumptions holds; each method's own interval leaves that doubt out.\n",
  ].join("");
}

const titleOf = ({ title, setting, value }: ListMethod): string =>
  value === undefined ? title : `${title} (${setting === "resamples" ? `${value} resamples` : value})`;

/** A number of people without a fraction; "no limit" where the counts set none. */
const people = (n: number): string => (Number.isFinite(n) ? countWords(Math.round(n)) : "no limit");

const peopleWords = (f: { value: number; low: number; high: number }): string =>
  `${people(f.value)} (${people(f.low)} to ${people(f.high)})`;

const sourceText = (s: ListSource): string =>
  `${s.title}.\nSource: ${s.publisher}, ${s.citation}; ${s.licence}. Lists: ${s.lists}.\n`;

const chosenText = ({ method, model, notes }: ListEstimate): string =>
  model === "" && notes.length === 0
    ? ""
    : `${method.title}: ${[model, ...notes].filter((t) => t !== "").join("; ")}.\n`;

function envelopeText({ total, hiddenShare, members, without }: Envelope, estimates: readonly ListEstimate[]): string {
  const title = (id: ListMethodId) => estimates.find((e) => e.method.id === id)?.method.title ?? id;
  const spread = spreadOf(estimates);
  if (isNotEstimable(total) || isNotEstimable(hiddenShare))
    return `\nEnvelope: not estimable, as ${isNotEstimable(total) ? total.notEstimable : ""}.\n`;
  return [
    `\nEnvelope (95%): ${peopleWords(total)} people, of whom ${rangeWords(hiddenShare.value, hiddenShare.low, hiddenShare.high, "share")} are on no list.\n`,
    `It spans ${members.map((id) => `"${title(id)}"`).join(", ")}; its middle is the median of their medians.\n`,
    ...without.map(({ id }) => `Without "${title(id)}", which could not be used, it is narrower than it should be.\n`),
    spread === undefined ? "" : `All rows together: ${people(spread.low)} to ${people(spread.high)}.\n`,
  ].join("");
}

/** The published range beside what the same rule gives here. */
function publishedText(
  { publishedLow, publishedHigh, publishedBy, publisher }: ListSource,
  estimates: readonly ListEstimate[],
): string {
  const same = estimates.find((e) => e.method.id === publishedBy);
  const range = `${people(publishedLow)} to ${people(publishedHigh)}`;
  const here =
    same === undefined || isNotEstimable(same.total)
      ? ""
      : `; "${same.method.title}" here gives ${people(same.total.low)} to ${people(same.total.high)} (${same.method.interval})`;
  return `Published from this table (${publisher}): ${range}${here}.\n`;
}
