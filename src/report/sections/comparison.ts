import type { Comparison, OutcomeComparison } from "../../decide/index.ts";
import { isOpenRow } from "../chosen.ts";
import { type Html, html } from "../html.ts";
import type { ReportInput } from "../input.ts";
import { isClear, percent, range, shown, signed, signedRange, unitWords } from "../numbers.ts";
import { details, scrolling } from "../table.ts";
import { COMPARISON_NOTE, TITLES } from "../wording.ts";
import { titleOf, triedIn } from "./front.ts";

type Rows = (comparison: Comparison) => readonly OutcomeComparison[];

const withAll: Rows = (c) => c.outcomes;
/** Without the levers that have no evidence; a scenario that has none is itself. */
const withProven: Rows = (c) => c.withoutNoEvidence?.outcomes ?? c.outcomes;

/** Do-nothing and every scenario side by side, with all levers and again without those that no study supports. */
export function comparison(input: ReportInput): Html {
  const isLeftOut = input.comparisons.some((c) => leftOut(c).length > 0);
  const rest = (outcome: OutcomeComparison) => !isOpenRow(outcome.id);
  const open = (outcome: OutcomeComparison) => isOpenRow(outcome.id);
  return html`<section id="comparison"><h2>${TITLES.comparison}</h2><p>${COMPARISON_NOTE}</p>
${sideBySide(input, "All levers", withAll, open)}
${details("Table: all other outcomes", sideBySide(input, "All levers, other outcomes", withAll, rest))}
<h3>Without the levers that have no evidence</h3>${shares(input)}
${isLeftOut ? sideBySide(input, "Without the levers that have no evidence", withProven, open) : undefined}
${isLeftOut ? details("Table: all other outcomes without the levers that have no evidence", sideBySide(input, "Without the levers that have no evidence, other outcomes", withProven, rest)) : undefined}</section>`;
}

function sideBySide(input: ReportInput, what: string, rowsOf: Rows, isShown: (o: OutcomeComparison) => boolean): Html {
  const caption = `${what}: outcomes by scenario, medians and differences from doing nothing`;
  const outcomes = rowsOf(input.comparisons[0]!).filter(isShown);
  const heads = [input.scenarios[0]!.title, ...input.comparisons.map((c) => titleOf(input, triedIn(c)))];
  return scrolling(
    caption,
    html`<table class="side" style="${headingsAsStyle(heads)}"><caption>${caption}</caption><thead><tr><th scope="col">Outcome</th>${heads.map((h) => html`<th scope="col" class="number">${h}</th>`)}</tr></thead>
<tbody>${outcomes.map((row) =>
      outcomeRow(
        row,
        input.comparisons.map((c) => rowsOf(c).find((o) => o.id === row.id)),
      ),
    )}</tbody></table>`,
  );
}

/** The column headings as CSS strings, for a phone, where cells stand below one another and each says whose it is. */
const headingsAsStyle = (heads: readonly string[]): string =>
  heads
    .map((h, i) => `--s${i + 1}:"${h.replace(/[^\w £:,.()-]/g, (c) => `\\${c.codePointAt(0)!.toString(16)} `)}"`)
    .join(";");

function outcomeRow(base: OutcomeComparison, cells: readonly (OutcomeComparison | undefined)[]): Html {
  const { title, unit, a, aRange } = base;
  const first = isPosition(base)
    ? html`<td class="number">reference</td>`
    : html`<td class="number">${shown(a, unit)}<small>(${range(aRange, unit)})</small></td>`;
  return html`<tr><th scope="row">${title}<small>${unitWords(unit)}</small></th>${first}${cells.map((c) => (c ? scenarioCell(c) : html`<td class="number">not run</td>`))}</tr>`;
}

/** A net present value is known only against the reference: its own level means nothing. */
const isPosition = ({ id }: OutcomeComparison): boolean => id.startsWith("npv.");

function scenarioCell(outcome: OutcomeComparison): Html {
  const { b, difference, unit, shareBetter } = outcome;
  const level = isPosition(outcome) ? undefined : html`${shown(b, unit)} `;
  if (difference.low === 0 && difference.high === 0)
    return html`<td class="number">${level}<small>no change</small></td>`;
  const verdict = [
    isClear(difference) ? "" : "unclear",
    shareBetter === null ? "" : `better in ${percent(shareBetter)}`,
  ]
    .filter((w) => w !== "")
    .join("; ");
  return html`<td class="number">${level}<small><b>${signed(difference.median, unit)}</b> <i>(${signedRange(difference, unit)})</i> <i>${verdict}</i></small></td>`;
}

const leftOut = (c: Comparison) => c.withoutNoEvidence?.leftOut ?? [];

/** What is left out of each scenario, and how much of the doubt it brings. */
function shares(input: ReportInput): Html {
  return html`<ul>${input.comparisons.map((c) => html`<li>${titleOf(input, triedIn(c))}: ${leftOutWords(c)}</li>`)}</ul>`;
}

function leftOutWords(c: Comparison): string {
  const levers = leftOut(c);
  if (levers.length === 0)
    return "no lever of it rests on the prior for want of evidence, so nothing is left out; what capacity does follows from the twin's own assumptions.";
  const share = c.withoutNoEvidence?.varianceShare ?? null;
  const doubt =
    share === null
      ? "the main difference does not vary"
      : `${percent(share)} of the variance of the main difference is theirs`;
  return `left out ${levers.map((l) => `${l.title} (${l.id}, no evidence)`).join(", ")}; ${doubt}.`;
}
