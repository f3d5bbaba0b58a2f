import { type Html, html } from "../html.ts";
import type { Flow, ReportInput } from "../input.ts";
import { range, shown } from "../numbers.ts";
import { dataTable, details } from "../table.ts";
import { DISPLACEMENT_NOTE, noCrossing, TITLES } from "../wording.ts";
import { titleOf } from "./front.ts";

const KINDS = [
  { kind: "region", what: "between regions" },
  { kind: "threat", what: "between threats" },
] as const;

/** Net moves of groups between regions and between threats, scenario by scenario. */
export function displacement(input: ReportInput): Html {
  return html`<section id="displacement"><h2>${TITLES.displacement}</h2><p>${DISPLACEMENT_NOTE}</p>
${KINDS.map(
  ({ kind, what }) =>
    html`<h3>Moves ${what}</h3>${input.scenarios.slice(1).map(({ name: scenario }) =>
      flows(
        titleOf(input, scenario),
        what,
        input.displacement.filter((f) => f.scenario === scenario && f.kind === kind),
      ),
    )}`,
)}</section>`;
}

/** Pairs whose interval leaves 0 out stand open; all others are one click away. */
function flows(title: string, what: string, rows: readonly Flow[]): Html {
  if (rows.length === 0) return html`<p>${noCrossing(title)}</p>`;
  const clear = rows.filter((f) => f.net.low > 0);
  const said =
    clear.length === 0
      ? "no pair has a net move whose interval leaves 0 out"
      : `${clear.length} of ${rows.length} pairs have a net move whose interval leaves 0 out`;
  return html`<p><strong>${title}</strong>: ${said}.</p>
${clear.length > 0 ? flowTable(`${title}: net moves ${what} that are clear of 0`, clear) : undefined}
${details(`Table: ${title}, all pairs ${what}`, flowTable(`${title}: all net moves of groups ${what}`, rows))}`;
}

function flowTable(caption: string, rows: readonly Flow[]): Html {
  const columns = [
    { title: "From" },
    { title: "To" },
    { title: "Net groups, median", isNumber: true },
    { title: "90% interval", isNumber: true },
  ];
  return dataTable(
    caption,
    columns,
    rows.map((f) => [f.from, f.to, shown(f.net.median, "groups"), range(f.net, "groups")]),
  );
}
