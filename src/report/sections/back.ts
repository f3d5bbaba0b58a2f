import { THREATS } from "../../terms/index.ts";
import { type Html, html } from "../html.ts";
import type { ReportInput } from "../input.ts";
import { range, shown } from "../numbers.ts";
import { dataTable } from "../table.ts";
import { INTRUSION_NOTE, list, lowerFirst, NOT_MONETISED_NOTE, TITLES } from "../wording.ts";

/** What has no price, the sources with their licences, and how to get this answer again. */
export function back(input: ReportInput): Html {
  return html`<section id="not-monetised"><h2>${TITLES.notMonetised}</h2><p>${NOT_MONETISED_NOTE}</p>${lines(input)}${intrusion(input)}</section>
<section id="sources"><h2>${TITLES.sources}</h2>${sources(input)}<p>${input.boundariesCredit}</p></section>
<section id="manifest"><h2>${TITLES.manifest}</h2><p>The same inputs and seed give the same bits. This command gives this answer again:</p>
<pre tabindex="0"><code>${input.command}</code></pre>${dataTable("Manifest of this answer", [{ title: "What" }, { title: "Value" }], manifest(input))}</section>`;
}

function lines(input: ReportInput): Html {
  const columns = [
    { title: "Line of cost" },
    { title: "Base year", isNumber: true },
    { title: "Names no threat", isNumber: true },
    { title: "Threats without a published cost" },
  ];
  const rows = input.comparisons[0]!.lines.map((l) => [
    html`${l.title}<small>${l.what}</small>`,
    html`${shown(l.base.value, l.unit)}<small>(${range(l.base, l.unit)})</small>`,
    shown(l.unallocated, l.unit),
    list(THREATS.filter((t) => l.notMonetised.includes(t.id)).map((t) => lowerFirst(t.title))),
  ]);
  return dataTable("Lines of cost in pounds at 2023-24 prices, and what they leave out", columns, rows);
}

function intrusion(input: ReportInput): Html | undefined {
  if (input.intrusion.length === 0) return undefined;
  return html`<p>${INTRUSION_NOTE}</p><ul>${input.intrusion.map((i) => html`<li>${i.title} (${i.lever}): ${i.text}</li>`)}</ul>`;
}

function sources(input: ReportInput): Html {
  const columns = [
    { title: "Source" },
    { title: "Publisher" },
    { title: "Published" },
    { title: "Licence" },
    { title: "Where" },
  ];
  return dataTable(
    "Sources whose rows were used",
    columns,
    input.sources.map((s) => [
      s.title,
      s.publisher,
      html`<span class="whole">${s.published}</span>`,
      s.licence,
      html`<span class="address">${s.locator}</span>`,
    ]),
  );
}

const manifest = (input: ReportInput) => [
  ...input.manifest.map((m) => [m.name, html`<span class="address">${m.value}</span>`]),
  ...input.scenarios.map((s) => [`Scenario ${s.name}`, html`<span class="address">${s.hash}</span>`]),
];
