import { isNotEstimable, THREATS, type Threat } from "../../terms/index.ts";
import { type Html, html } from "../html.ts";
import type { Change, ReportInput } from "../input.ts";
import { legendOf } from "../map/legend.ts";
import { mapOf, type Shade } from "../map/map.ts";
import type { Outlines } from "../map/outline.ts";
import { isClear, percent, shown, signed, signedRange, unitWords } from "../numbers.ts";
import { dataTable, details } from "../table.ts";
import { CHANGE_NOTE, lowerFirst, noMapOfChange, TITLES } from "../wording.ts";
import { titleOf } from "./front.ts";
import { tabs } from "./tabs.ts";

/** Classes of change, as shares of do-nothing: below −10 %, below −2 %, up to +2 %, up to +10 %, above. */
const LARGE = 0.1;
const SMALL = 0.02;

const KEYS = [
  { className: "less-2", mark: "−−", text: `less by ${percent(LARGE)} or more` },
  { className: "less-1", mark: "−", text: `less by ${percent(SMALL)} to ${percent(LARGE)}` },
  { className: "same", mark: "0", text: `within ${percent(SMALL)} either way` },
  { className: "more-1", mark: "+", text: `more by ${percent(SMALL)} to ${percent(LARGE)}` },
  { className: "more-2", mark: "++", text: `more by ${percent(LARGE)} or more` },
  { className: "unclear", mark: "", text: "unclear: the interval includes no change" },
] as const;

/** The map of change, a threat at a time: one small map a scenario, the same classes in all, and 45 places as a table. */
export function change(input: ReportInput, outlines: Outlines): Html {
  const threats = THREATS.filter((t) => input.places.some((p) => isPlaced(input, t.id, p.code)));
  const left = THREATS.filter((t) => !threats.includes(t)).map((t) => lowerFirst(t.title));
  const panels = threats.map((threat) => ({ title: threat.title, content: panel(input, threat, outlines) }));
  return html`<section id="change"><h2>${TITLES.change}</h2><p>${CHANGE_NOTE}</p>${left.length > 0 ? html`<p>${noMapOfChange(left)}</p>` : undefined}${tabs("change-threat", "Threat", panels)}</section>`;
}

function panel(input: ReportInput, threat: Threat, outlines: Outlines): Html {
  const rows = input.change.filter((c) => c.threat === threat.id);
  const maps = input.scenarios.slice(1).map(({ name: scenario }) => {
    const own = rows.filter((c) => c.scenario === scenario);
    const title = titleOf(input, scenario);
    return html`<div class="small-multiple"><h4>${title}</h4>${mapOf(outlines, { label: `Map. ${threat.title}, ${title}, by police area: ${spoken(own)}.`, shades: shadesOf(input, own), markUnits: 110, borderUnits: 8 })}</div>`;
  });
  return html`<h3>${threat.title}</h3><p class="note">${unitWords(threat.unit)}: change against doing nothing.</p>
<figure><div class="multiples">${maps}</div>${legendOf(
    "Change against doing nothing",
    [...KEYS],
    input.places.some((p) => !isPlaced(input, threat.id, p.code)),
    false,
  )}
<figcaption>${threat.title}: where each scenario would change it.</figcaption></figure>
${details(`Table: ${threat.title}, 45 places`, changeTable(input, threat, rows))}`;
}

/** Whether the extent of a threat can be estimated in a place: where it cannot, the twin's own spread is not shown either. */
const isPlaced = (input: ReportInput, threat: Threat["id"], code: string): boolean =>
  input.extent.some((e) => e.threat === threat && e.place === code && !isNotEstimable(e.extent));

/** The share of do-nothing by which a place changes; 0 where there is nothing to change. */
const shareOf = (c: Change): number => (c.baseline === 0 ? 0 : c.difference.median / c.baseline);

function classOf(c: Change): string {
  if (!isClear(c.difference)) return "unclear";
  const share = shareOf(c);
  if (Math.abs(share) < SMALL) return "same";
  return `${share < 0 ? "less" : "more"}-${Math.abs(share) >= LARGE ? 2 : 1}`;
}

function shadesOf(input: ReportInput, rows: readonly Change[]): Map<string, Shade> {
  const names = new Map(input.places.map((p) => [p.code, p.name]));
  return new Map(
    rows.map((c) => {
      if (!isPlaced(input, c.threat, c.place))
        return [c.place, { className: "none", mark: "", tooltip: `${names.get(c.place)}: not estimable` }];
      const className = classOf(c);
      const mark = KEYS.find((k) => k.className === className)!.mark;
      return [
        c.place,
        {
          className,
          mark,
          tooltip: `${names.get(c.place)}: ${signed(c.difference.median, "")} (${signedRange(c.difference, "")}), ${shareWords(c)}`,
        },
      ];
    }),
  );
}

/** "+3.1%" of do-nothing. */
const shareWords = (c: Change): string => (c.baseline === 0 ? "none without it" : signed(shareOf(c), "share"));

/** Counts of places by class, for those who hear the page. */
function spoken(rows: readonly Change[]): string {
  const count = (start: string) => rows.filter((c) => classOf(c).startsWith(start)).length;
  return `less in ${count("less")} places, more in ${count("more")}, within ${percent(SMALL)} in ${count("same")}, unclear in ${count("unclear")}`;
}

function changeTable(input: ReportInput, threat: Threat, rows: readonly Change[]): Html {
  const columns = [
    { title: "Police area" },
    { title: "Code" },
    { title: input.scenarios[0]!.title, isNumber: true },
    ...input.scenarios.slice(1).flatMap(({ name: scenario }) => [{ title: titleOf(input, scenario), isNumber: true }]),
  ];
  const ordered = [...input.places].sort((a, b) => (a.code < b.code ? -1 : 1));
  const cells = ordered.map((place) => {
    const own = input.scenarios
      .slice(1)
      .map(({ name: scenario }) => rows.find((c) => c.place === place.code && c.scenario === scenario));
    return [
      place.name,
      place.code,
      shown(own.find((c) => c)?.baseline ?? 0, threat.unit),
      ...own.map((c) =>
        c === undefined ? "not run" : isPlaced(input, threat.id, c.place) ? cell(c, threat) : "not estimable",
      ),
    ];
  });
  return dataTable(
    `${threat.title}: difference from doing nothing by police area, median and 90% interval, in order of code (${unitWords(threat.unit)})`,
    columns,
    cells,
  );
}

const cell = (c: Change, { unit }: Threat): Html =>
  html`${signed(c.difference.median, unit)}<small>${signedRange(c.difference, unit)}</small><small>${shareWords(c)}</small>`;
