import { isNotEstimable, THREATS, type Threat } from "../../terms/index.ts";
import { type Html, html } from "../html.ts";
import type { ReportExtent, ReportInput, ReportPlace } from "../input.ts";
import { type Classes, equalClasses, fixedClasses } from "../map/classes.ts";
import { legendOf } from "../map/legend.ts";
import { mapOf, type Shade } from "../map/map.ts";
import type { Outlines } from "../map/outline.ts";
import { range, shown, unitWords } from "../numbers.ts";
import { dataTable, details } from "../table.ts";
import { EXTENT_NOTE, TITLES, WIDTH_NOTE } from "../wording.ts";
import { tabs } from "./tabs.ts";

/** Residents that a rate is told for. */
const PER = 100_000;
/** Breaks of the width of an interval over its estimate. */
const WIDTHS = [0.5, 1, 2] as const;

interface PlaceExtent {
  place: ReportPlace;
  row: ReportExtent | undefined;
}

/** The map of extent, a threat at a time, with a second map of how wide the intervals are, and all 45 places as a table. */
export function extent(input: ReportInput, outlines: Outlines): Html {
  const panels = THREATS.map((threat) => ({ title: threat.title, content: panel(input, threat, outlines) }));
  return html`<section id="extent"><h2>${TITLES.extent}</h2><p>${EXTENT_NOTE}</p>${tabs("extent-threat", "Threat", panels)}</section>`;
}

const placesOf = (input: ReportInput, threat: Threat): PlaceExtent[] =>
  input.places.map((place) => ({
    place,
    row: input.extent.find((e) => e.place === place.code && e.threat === threat.id),
  }));

function panel(input: ReportInput, threat: Threat, outlines: Outlines): Html {
  const places = placesOf(input, threat);
  const rates = places.flatMap((p) => rateOf(p) ?? []);
  const table = details(`Table: ${threat.title}, 45 places`, extentTable(threat, places));
  const reasons = [
    ...new Set(places.flatMap(({ row }) => (row && isNotEstimable(row.extent) ? [row.extent.notEstimable] : []))),
  ];
  const rules = [...new Set(places.flatMap(({ row }) => (row ? row.rule.split(" + ") : [])))].flatMap(
    (id) => input.rules[id] ?? [],
  );
  const how =
    rules.length > 0
      ? details(`How ${threat.title} was estimated`, html`<ul>${rules.map((r) => html`<li>${r}</li>`)}</ul>`)
      : undefined;
  const why = reasons.length > 0 ? html`<p>Not estimable: ${reasons.join(" ")}</p>` : undefined;
  if (rates.length === 0)
    return html`<h3>${threat.title}</h3><figure><div class="maps">${mapOf(outlines, { label: `Map. ${threat.title}: no place can be estimated; all are hatched.`, shades: shadesOf(places, () => "none"), markUnits: 0, borderUnits: 9 })}</div>
<figcaption>${threat.title}: no published method gives a number by place.</figcaption></figure>${why}${how}${table}`;
  const classes = equalClasses(rates, 5);
  const widths = fixedClasses(WIDTHS);
  const years = [...new Set(places.flatMap((p) => p.row?.year ?? []))].sort().join(", ");
  return html`<h3>${threat.title}</h3><p class="note">${unitWords(threat.unit)} for each 100,000 residents, ${years}.</p>
<figure><div class="maps"><div class="main-map">${mapOf(outlines, { label: `Map. ${threat.title}: estimated extent for each 100,000 residents by police area, from ${shown(Math.min(...rates), "")} to ${shown(Math.max(...rates), "")}.`, shades: shadesOf(places, (p) => `c${classes.classOf(rateOf(p)!)}`), markUnits: 84, borderUnits: 5 })}
${legendOf(
  "For each 100,000 residents",
  classLegend(classes, "c", (v) => shown(v, "")),
  places.some((p) => isUnknown(p)),
  places.some((p) => !isUnknown(p) && rateOf(p) === undefined),
)}</div>
<div class="side-map"><h4>Width of the 90% interval</h4>${mapOf(outlines, { label: `Map. ${threat.title}: width of the 90% interval next to the estimate, by police area.`, shades: shadesOf(places, (p) => `w${widths.classOf(widthOf(p)!)}`), markUnits: 0, borderUnits: 9 })}
${legendOf(
  "Width, in multiples of the estimate",
  classLegend(widths, "w", (v) => String(v)),
  false,
  false,
)}<p class="note">${WIDTH_NOTE}</p></div></div>
<figcaption>${threat.title}: estimated extent by police area, and how wide its interval is.</figcaption></figure>${why}${how}${table}`;
}

const isUnknown = ({ row }: PlaceExtent): boolean => row === undefined || isNotEstimable(row.extent);

/** Extent for each 100,000 residents; undefined where there is no number or hardly any resident. */
function rateOf({ place, row }: PlaceExtent): number | undefined {
  if (row === undefined || isNotEstimable(row.extent) || !place.hasResidentRates) return undefined;
  return (row.extent.value / place.population) * PER;
}

function widthOf({ row }: PlaceExtent): number | undefined {
  return row === undefined || isNotEstimable(row.extent) || row.extent.value === 0
    ? undefined
    : (row.extent.high - row.extent.low) / row.extent.value;
}

function shadesOf(places: readonly PlaceExtent[], classOf: (p: PlaceExtent) => string): Map<string, Shade> {
  return new Map(
    places.map((p) => {
      if (isUnknown(p))
        return [p.place.code, { className: "none", mark: "", tooltip: `${p.place.name}: not estimable` }];
      if (rateOf(p) === undefined)
        return [
          p.place.code,
          { className: "no-rate", mark: "", tooltip: `${p.place.name}: no resident rate; ${extentWords(p)}` },
        ];
      const className = classOf(p);
      return [
        p.place.code,
        {
          className,
          mark: className.slice(1),
          tooltip: `${p.place.name}: ${shown(rateOf(p)!, "")} for each 100,000 residents; ${extentWords(p)}`,
        },
      ];
    }),
  );
}

function extentWords({ row }: PlaceExtent): string {
  if (row === undefined || isNotEstimable(row.extent)) return "not estimable";
  return `${shown(row.extent.value, row.extent.unit)} (${range(row.extent, row.extent.unit)})`;
}

const classLegend = (
  classes: Classes,
  prefix: string,
  words: (value: number) => string,
): { className: string; mark: string; text: string }[] =>
  [0, ...classes.breaks].map((from, i) => ({
    className: `${prefix}${i + 1}`,
    mark: String(i + 1),
    text:
      i === classes.breaks.length
        ? i === 0
          ? "all places alike"
          : `${words(from)} and over`
        : i === 0
          ? `under ${words(classes.breaks[0]!)}`
          : `${words(from)} to under ${words(classes.breaks[i]!)}`,
  }));

function extentTable(threat: Threat, places: PlaceExtent[]): Html {
  const columns = [
    { title: "Police area" },
    { title: "Code" },
    { title: "Year", isNumber: true },
    { title: "Recorded", isNumber: true },
    { title: "Estimate", isNumber: true },
    { title: "90% interval", isNumber: true },
    { title: "Hidden share", isNumber: true },
    { title: "Kind" },
    { title: "For each 100,000 residents", isNumber: true },
  ];
  const rows = [...places].sort((a, b) => (a.place.code < b.place.code ? -1 : 1)).map(tableRow);
  return dataTable(
    `${threat.title}: estimated extent by police area, in order of code (${unitWords(threat.unit)})`,
    columns,
    rows,
  );
}

function tableRow(p: PlaceExtent): string[] {
  const { row, place } = p;
  if (row === undefined) return [place.name, place.code, "", "", "no row", "", "", "", ""];
  const { extent: e, recorded, hiddenShare } = row;
  const start = [
    place.name,
    place.code,
    String(row.year),
    "value" in recorded ? shown(recorded.value, "") : recorded.missing.replaceAll("-", " "),
  ];
  if (isNotEstimable(e)) return [...start, "not estimable", "", "", "", ""];
  const hidden = isNotEstimable(hiddenShare)
    ? "not estimable"
    : `${shown(hiddenShare.value, "share")} (${range(hiddenShare, "share")})`;
  return [
    ...start,
    shown(e.value, e.unit),
    range(e, e.unit),
    hidden,
    e.kind,
    place.hasResidentRates ? shown(rateOf(p)!, e.unit) : "no resident rate",
  ];
}
