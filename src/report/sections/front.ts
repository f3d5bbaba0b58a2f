import type { Comparison } from "../../decide/index.ts";
import { ANSWER_OUTCOMES } from "../chosen.ts";
import { type Html, html } from "../html.ts";
import type { ReportInput, ReportScenario } from "../input.ts";
import { shown } from "../numbers.ts";
import { dataTable, details } from "../table.ts";
import {
  ANSWER_NOTE,
  answerPhrase,
  horizonWords,
  lineSentence,
  parametersSentence,
  STANDING_CAVEATS,
  TITLES,
} from "../wording.ts";

/** What stands before any number: the standing limits, then what decide says of each comparison. */
export function caveats(input: ReportInput): Html {
  const { assumed, total } = input.parameters;
  const items = [...STANDING_CAVEATS, parametersSentence(assumed, total), ...comparisonCaveats(input)];
  return html`<section id="caveats" class="warning"><h2>${TITLES.caveats}</h2><ul>${items.map((i) => html`<li>${i}</li>`)}</ul></section>`;
}

/** Caveats of every comparison once; those of some only with the scenario's title. */
function comparisonCaveats(input: ReportInput): string[] {
  const [first] = input.comparisons;
  const isCommon = (caveat: string) => input.comparisons.every((c) => c.caveats.includes(caveat));
  const own = (c: Comparison) =>
    c.caveats.filter((caveat) => !isCommon(caveat)).map((caveat) => `${titleOf(input, triedIn(c))}: ${caveat}`);
  return [...first!.caveats.filter(isCommon), ...input.comparisons.flatMap(own)];
}

/** The question, the answer in one paragraph, and what each scenario's money buys. */
export function answer(input: ReportInput): Html {
  const parts = input.comparisons.map(
    (c) => html`<strong>${titleOf(input, triedIn(c))}</strong>: ${answerPhrase(c, ANSWER_OUTCOMES)}. `,
  );
  const period = horizonWords(input.comparisons[0]!.horizon);
  const lead = sharedStart(input) === "" ? `Against doing nothing, ${period}` : `against doing nothing, ${period}`;
  return html`<section id="question"><h2>${TITLES.question}</h2>
<p class="question">${input.question}</p>
<p>${sharedStart(input)}${lead}. ${parts}${lineSentence(input.comparisons[0]!)} ${ANSWER_NOTE}</p>
${input.scenarios.filter((s) => s.buys.length > 0).map((s) => details(`What the money buys: ${titleOf(input, s.name)}`, bought(s)))}</section>`;
}

function bought(scenario: ReportScenario): Html {
  const rows = scenario.buys.map((b) => [
    b.what,
    shown(b.gbpYear, "GBP"),
    `${shown(b.dose, b.unit)} ${b.unit.startsWith("GBP") ? "" : b.unit}`,
    shown(b.unspentGbpYear, "GBP"),
    b.from,
  ]);
  const columns = [
    { title: "What" },
    { title: "Pounds a year", isNumber: true },
    { title: "Buys", isNumber: true },
    { title: "Cannot be spent", isNumber: true },
    { title: "Unit cost from" },
  ];
  return dataTable(`What the money buys a year at full dose: ${scenario.title}`, columns, rows);
}

/** Name of the scenario that a comparison holds against do-nothing. */
export const triedIn = (comparison: Comparison): string => comparison.scenarios[1]!.id;

/** Title of a scenario, or what is left of it when all that were tried begin alike ("Match … spending: "). */
export function titleOf(input: ReportInput, name: string): string {
  const title = input.scenarios.find((s) => s.name === name)?.title ?? name;
  const shared = sharedStart(input);
  return shared !== "" && title.startsWith(shared) ? upperFirst(title.slice(shared.length)) : title;
}

/** "Match … spending: " when every tried scenario's title begins so, else "". */
export function sharedStart(input: ReportInput): string {
  const titles = input.scenarios.slice(1).map((s) => s.title);
  const start = /^[^:]+: /.exec(titles[0] ?? "")?.[0] ?? "";
  return titles.length > 1 && titles.every((t) => t.startsWith(start)) ? start : "";
}

const upperFirst = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
