import type { Comparison, OutcomeComparison } from "../decide/index.ts";
import { monthIndex } from "../terms/index.ts";
import { isClear, percent, range, shown, signed, signedRange } from "./numbers.ts";

/**
 * Every sentence of the page, so that they can be reviewed in one sitting. Numbers come in as data; none is written here.
 */
export const TITLES = {
  caveats: "Read this before the numbers",
  question: "The question and the answer",
  comparison: "Side by side",
  fans: "Year by year",
  extent: "Where it is today",
  change: "Where it would change",
  displacement: "Where groups would go",
  notMonetised: "What has no price here",
  sources: "Sources and licences",
  manifest: "How to repeat this",
} as const;

/** The standing limits of the twin, said before any number. */
export const STANDING_CAVEATS: readonly string[] = [
  "This is a first version. It has not yet been fitted to the past by a full calibration, so its intervals are those of its assumptions, not a record of how often it was right.",
  "Every group in it is synthetic. Groups are drawn so that their totals match published counts; none stands for a real group, and no person is simulated, scored or predicted.",
  "It cannot say what a named operation, court or town would see, and nothing in it is advice on a case.",
  "Recorded crime and true extent are kept apart. More recording or better intelligence can raise what is recorded while harm falls.",
  "Places are shown to see where a change falls, not to rank them. Differences between places often rest on how national totals were shared out.",
];

export const parametersSentence = (assumed: number, total: number): string =>
  `Of the ${total} parameters of the twin, ${assumed} are assumed; the other ${total - assumed} have a published source. Assumed ones are drawn from wide ranges.`;

/** "April 2027 to March 2037" */
export const horizonWords = ({ from, until }: Comparison["horizon"]): string =>
  `${monthWords(from)} to ${monthWords(until)}`;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const monthWords = (month: string): string =>
  monthIndex(month) === undefined ? month : `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/**
 * What one scenario does to the headline outcomes: each with its difference, interval and share of runs. The line of cost
 * that harm and net present value stand on is named once, by `lineSentence`.
 */
export function answerPhrase(comparison: Comparison, headlines: readonly string[]): string {
  const rows = headlines.flatMap((id) => comparison.outcomes.filter((o) => o.id === id));
  return rows.map((row) => differencePhrase(row, lowerFirst(withoutLine(row.title, comparison)))).join("; ");
}

/** Which line of cost the paragraph speaks of: "Harm and net present value here are on the paper's line (…)". */
export function lineSentence({ lines, headline }: Comparison): string {
  const line = lines.find((l) => `harm.${l.id}` === headline);
  return line
    ? `Harm and net present value here are ${line.title} (${line.what}); the table gives the other lines.`
    : "";
}

const withoutLine = (title: string, { lines }: Comparison): string =>
  lines.reduce((t, line) => (t.endsWith(` ${line.title}`) ? t.slice(0, -line.title.length - 1) : t), title);

/** "drug misuse deaths 2,550 lower (1,530 to 3,570; better in 98%)", or unclear when the interval includes no change. */
function differencePhrase({ unit, difference, shareBetter }: OutcomeComparison, name: string): string {
  const { median, low, high } = difference;
  const share = shareBetter === null ? "" : `; better in ${percent(shareBetter)}`;
  if (low === 0 && high === 0) return `${name} unchanged`;
  if (!isClear(difference))
    return `${name} unclear, ${whole(signed(median, unit))} (${whole(signedRange(difference, unit))}${share})`;
  const size = { low: Math.min(Math.abs(low), Math.abs(high)), high: Math.max(Math.abs(low), Math.abs(high)) };
  return `${name} ${shown(Math.abs(median), unit)} ${median < 0 ? "lower" : "higher"} (${range(size, unit)}${share})`;
}

/** A sign never stands alone at the end of a line: a word joiner holds it to its pound. */
const whole = (words: string): string => words.replace(/([−+])(?=£)/g, "$1\u2060");

export const ANSWER_NOTE =
  "Brackets hold 90% of the runs; “better in” is the share of runs in which the scenario beats doing nothing. Each scenario is held against doing nothing, run by run with the same luck; where intervals overlap, the order of the scenarios is not known.";

export const COMPARISON_NOTE =
  "Flows are sums over the whole period, stocks such as groups, members and custody are the mean of its last twelve months. Each cell gives the median of the runs; for do-nothing its 90% interval; for a scenario the difference from doing nothing with its 90% interval, and the share of runs in which it is better. “Unclear” means that the interval includes no change.";

export const FAN_NOTE =
  "Dark band: the middle 50% of runs; middle band: 80%; pale band with a dotted edge: 95%. Solid line: median. Dashed line: median of doing nothing. Upright dotted line: the first lever starts. Years are financial years, April to March; flows are their sums, stocks their mean.";

export const EXTENT_NOTE =
  "Estimated true extent, the hidden part included, for each 100,000 residents. Classes hold about equal numbers of places and are numbered on the map. Hatched (grey in print): no published method can put a number on it. Dotted (white in print): hardly any residents, so no resident rate is shown. Hover over a place for its figures, or open the table.";

export const WIDTH_NOTE =
  "How wide the 90% interval is, next to the estimate. The wider, the less the map beside it should be read place by place.";

export const CHANGE_NOTE =
  "Change against doing nothing over the whole period, as a share of what doing nothing gives in that place. Hatched (grey in print): the extent there cannot be estimated. Dotted (white in print): the 90% interval includes no change. Marks repeat the colours: − for less harm, + for more, doubled for a larger change, 0 for next to none.";

export const DISPLACEMENT_NOTE =
  "Synthetic groups that moved one way less those that moved back, scenario less doing nothing, over the whole period. Net numbers between regions and between threats, in no order of merit. An interval that holds 0 means that no move is established.";

export const noMapOfChange = (threats: readonly string[]): string =>
  `No map for ${list(threats)}: the extent of ${threats.length === 1 ? "it" : "these"} cannot be estimated by place, so where a change would fall is not known.`;

export const NOT_MONETISED_NOTE =
  "Pounds below are those of the base year on each line. Threats without a published cost add nothing to a sum of pounds; that does not make their harm small, and their volumes stand in the tables above.";

export const INTRUSION_NOTE = "What these levers do to people who did nothing wrong has no price here either:";

export const noCrossing = (title: string): string => `${title}: no group moved on balance because of it.`;

export const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

export const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
