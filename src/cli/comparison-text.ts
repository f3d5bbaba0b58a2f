import type { Comparison, OutcomeComparison } from "../decide/index.ts";
import { countWords, gbpWords, rangeWords, shareWords, THREAT_IDS, valueWords } from "../terms/index.ts";
import { table } from "./table.ts";

/** Outcomes of the terminal's table, in its order; the JSON has them all. */
export const SHOWN: readonly string[] = [
  "harm.published",
  "harm.rebuilt",
  "harm.current",
  "harm.current-low",
  "harm.current-high",
  "spend.added",
  "cost.discounted",
  "npv.published",
  "npv.current",
  "npv.current-low",
  "npv.current-high",
  ...THREAT_IDS.map((id) => `harm-events.${id}`),
  "drug-deaths",
  "arrivals.total",
  "arrivals.small-boat",
  "arrivals.lorry",
  "arrivals.air",
  "arrivals.other",
  "homicides",
  "serious-violence",
  "groups.true",
  "groups.known",
  "members",
  "custody",
  "assets.recovered",
];

/** The outcomes shown, of one comparison. */
export const shown = (outcomes: readonly OutcomeComparison[]): OutcomeComparison[] =>
  SHOWN.flatMap((id) => outcomes.filter((o) => o.id === id));

/** "middle (low to high)" of a difference in the outcome's own way. */
export function differenceWords(o: OutcomeComparison): string {
  const { median, low, high } = o.difference;
  return rangeWords(median, low, high, o.unit);
}

export const betterWords = (share: number | null): string => (share === null ? "" : shareWords(share));

/** A comparison as text for the terminal: caveats first, then the table, where crime went, and the command again. */
export function comparisonText(c: Comparison): string {
  const [a, b] = c.scenarios;
  const without = new Map((c.withoutNoEvidence?.outcomes ?? []).map((o) => [o.id, o]));
  const columns = [
    { title: "outcome" },
    { title: a.id, isNumber: true },
    { title: b.id, isNumber: true },
    { title: "difference (90% of runs)", isNumber: true },
    { title: "better in", isNumber: true },
    ...(without.size > 0 ? [{ title: "difference without unproven levers", isNumber: true }] : []),
  ];
  const rows = shown(c.outcomes).map((o) => {
    const proven = without.get(o.id);
    return [
      outcomeWords(o),
      valueWords(o.a, o.unit),
      valueWords(o.b, o.unit),
      differenceWords(o),
      betterWords(o.shareBetter),
      ...(proven ? [differenceWords(proven)] : []),
    ];
  });
  return [
    `${b.title}, against: ${a.title}`,
    `${c.horizon.from} to ${c.horizon.until}; ${countWords(c.runs)} runs of each with the same luck (seed ${c.seed}); medians.`,
    "",
    ...c.caveats.map((line) => `! ${line}`),
    "",
    table(columns, rows),
    ...linesText(c),
    ...displacementText(c),
    `Result ${c.resultHash}`,
    "",
  ].join("\n");
}

/** Widest first column of a terminal table; the JSON and the page have every word. */
const TITLE_WIDTH = 66;

/** The title, with its unit unless the numbers carry it (pounds do), cut to the column. */
export function outcomeWords(o: OutcomeComparison): string {
  const unit = o.kind === "level" ? `${o.unit}, on average` : o.unit;
  const words = unit.startsWith("GBP") ? o.title : `${o.title}, ${unit}`;
  return words.length > TITLE_WIDTH ? `${words.slice(0, TITLE_WIDTH - 1)}…` : words;
}

/** The lines of cost in the base year, their ranges and what they leave out. */
export const linesText = (c: Comparison): string[] => [
  "Cost in 2023-24, on its three lines (harm above is this cost, moved by the volume of harm; all pounds are of 2023-24):",
  ...c.lines.map((l) => {
    const { value, low, high } = l.base;
    const range = low === value && high === value ? "" : ` (${gbpWords(low)} to ${gbpWords(high)})`;
    return `  ${l.what}: ${gbpWords(value)} a year${range}${l.unallocated > 0 ? `, of which ${gbpWords(l.unallocated)} names no threat` : ""}`;
  }),
  "",
];

/** Where groups went: both totals, then the flows that changed most, mean over runs and the spread of the difference. */
export const displacementText = (c: Comparison): string[] => [
  `Displacement, ${c.scenarios[1].id} less ${c.scenarios[0].id} (90% of runs):`,
  ...["moved.place", "moved.threat", "splits"].flatMap((id) =>
    c.outcomes.filter((o) => o.id === id).map((o) => `  ${o.title}: ${differenceWords(o)}`),
  ),
  ...(c.displacement.length === 0
    ? ["  no group went elsewhere because of it"]
    : ["  flows that changed most, in mean groups, by code (all of them in the JSON):"]),
  ...(["place", "threat"] as const).flatMap((kind) => largestFlows(c, kind).map(flowText)),
  "",
];

/** Flows of one kind listed in the terminal. */
const FLOWS_SHOWN = 4;

type Flow = Comparison["displacement"][number];
const meanChange = (f: Flow): number => f.groups.b - f.groups.a;

/** The flows that changed most, kept in the order of the comparison: no league table. */
function largestFlows(c: Comparison, kind: Flow["kind"]): Flow[] {
  const flows = c.displacement.filter((f) => f.kind === kind);
  const sizes = flows.map((f) => Math.abs(meanChange(f))).sort((a, b) => b - a);
  const least = sizes[Math.min(FLOWS_SHOWN, sizes.length) - 1] ?? 0;
  return flows.filter((f) => Math.abs(meanChange(f)) >= least).slice(0, FLOWS_SHOWN);
}

function flowText(f: Flow): string {
  const { low, high } = f.groups.difference;
  const mean = meanChange(f);
  return `    ${f.kind}: ${f.fromTitle} to ${f.toTitle}: ${mean > 0 ? "+" : ""}${mean.toFixed(1)} (${countWords(low)} to ${countWords(high)})`;
}
