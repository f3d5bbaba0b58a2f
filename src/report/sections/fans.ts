import { financialYear, financialYearName, monthIndex } from "../../terms/index.ts";
import { fanChart, topOf } from "../fan-chart.ts";
import { type Html, html } from "../html.ts";
import { FAN_SHARES, type Fan, type ReportInput } from "../input.ts";
import { shown, unitWords } from "../numbers.ts";
import { details, scrolling } from "../table.ts";
import { FAN_NOTE, TITLES } from "../wording.ts";
import { titleOf } from "./front.ts";

/** One figure an outcome: a small chart a scenario on one scale, and the rows as a table. */
export function fans(input: ReportInput): Html {
  const outcomes = [...new Set(input.fans.map((f) => f.outcome))];
  return html`<section id="fans"><h2>${TITLES.fans}</h2><p>${FAN_NOTE}</p>${outcomes.map((o) =>
    figure(
      input,
      input.fans.filter((f) => f.outcome === o),
    ),
  )}</section>`;
}

function figure(input: ReportInput, fans: readonly Fan[]): Html {
  const [first] = fans;
  const baseline = fans.find((f) => f.scenario === input.scenarios[0]!.name);
  const top = topOf(fans);
  const startYear = financialYear(monthIndex(input.comparisons[0]!.horizon.from) ?? 0);
  const reading = first!.kind === "flow" ? "sum of a financial year" : "mean of a financial year";
  const charts = fans.map((fan) => {
    const title = titleOf(input, fan.scenario);
    const label = `Fan chart. ${fan.title}, ${title}: ${spoken(fan)}.`;
    return html`<div class="small-multiple"><h4>${title}</h4>${fanChart(fan, { label, baseline: fan === baseline ? undefined : baseline, top, startYear })}</div>`;
  });
  return html`<figure><h3>${first!.title}</h3><p class="note">${unitWords(first!.unit)}, ${reading}</p><div class="multiples">${charts}</div>
<figcaption>${first!.title}: bands of 50, 80 and 95% of runs under each scenario, all on one scale.</figcaption>
${details(`Table: ${first!.title}`, fanTable(input, fans))}</figure>`;
}

/** What the last year of a fan says, for those who hear the page. */
function spoken(fan: Fan): string {
  const last = fan.years.at(-1);
  if (!last) return "no years";
  const [low, , , middle, , , high] = last.quantiles.map((q) => shown(q, fan.unit));
  return `in ${financialYearName(last.year)} the median is ${middle} and 95% of runs lie from ${low} to ${high}`;
}

function fanTable(input: ReportInput, fans: readonly Fan[]): Html {
  const caption = `${fans[0]!.title} (${unitWords(fans[0]!.unit)}): quantiles over the runs by financial year`;
  const bodies = fans.map(
    (
      fan,
    ) => html`<tbody><tr><th scope="rowgroup" colspan="${FAN_SHARES.length + 1}" class="group">${titleOf(input, fan.scenario)}</th></tr>
${fan.years.map((y) => html`<tr><th scope="row">${financialYearName(y.year)}</th>${y.quantiles.map((q) => html`<td>${shown(q, fan.unit)}</td>`)}</tr>`)}</tbody>`,
  );
  const heads = FAN_SHARES.map((s) => (s === 0.5 ? "Median" : `${Number((s * 100).toFixed(1))}%`));
  return scrolling(
    caption,
    html`<table class="numbers"><caption>${caption}</caption><thead><tr><th scope="col">Year</th>${heads.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>${bodies}</table>`,
  );
}
