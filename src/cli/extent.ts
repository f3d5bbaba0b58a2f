import type { Command } from "commander";
import { BASE_YEAR, type ExtentRow, estimateExtent, observedFigures, readAnchors, YEARS } from "../estimate/index.ts";
import { homeFolder, openSnapshot, readAliases, readPlaces } from "../store/index.ts";
import {
  type Figure,
  isMissing,
  isNotEstimable,
  type NotEstimable,
  Problem,
  rangeWords,
  THREAT_IDS,
  THREATS,
  type ThreatId,
  UNITED_KINGDOM,
  valueWords,
} from "../terms/index.ts";
import { table } from "./table.ts";

interface Options {
  threat?: ThreatId;
  place?: string;
  year: number;
  home?: string;
  json?: boolean;
}

/** `soclab extent [--threat] [--place] [--year] [--home] [--json]`: how much there is, seen and unseen, and how sure we are. */
export function addTo(program: Command): void {
  program
    .command("extent")
    .description("Estimate the real extent of the threats, the hidden part included, by place and year.")
    .option("--threat <threat>", "one threat in every place, for example fraud", threatOption)
    .option("--place <place>", "one place: ONS code, name or alias; UK for the United Kingdom", placeOption)
    .option("--year <year>", `${YEARS[0]} to ${YEARS.at(-1)}; financial years by their start`, yearOption, BASE_YEAR)
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab extent --threat acquisitive-crime --year 2024")
    .action(async (options: Options) => {
      const rows = chosen(await extentRows(homeFolder(options.home)), options);
      process.stdout.write(options.json ? `${JSON.stringify(rows, null, 2)}\n` : extentText(rows));
    });
}

/** Every row of the estimate from the current snapshot of a home folder. Throws a Problem when nothing is collated. */
export async function extentRows(home: string): Promise<ExtentRow[]> {
  const snapshot = await openSnapshot(home);
  try {
    return estimateExtent(await observedFigures(snapshot), readAnchors(), readPlaces());
  } finally {
    snapshot.close();
  }
}

/** One threat in every place, one place with every threat, or the nation: never places by rank. */
function chosen(rows: readonly ExtentRow[], { threat, place, year }: Options): ExtentRow[] {
  const wanted = place ?? (threat === undefined ? UNITED_KINGDOM : undefined);
  return rows.filter(
    (r) =>
      r.year === year && (threat === undefined || r.threat === threat) && (wanted === undefined || r.place === wanted),
  );
}

/** The rows as a table in the order of threats and ONS codes, with the reasons of what is not estimable below. Pure. */
export function extentText(rows: readonly ExtentRow[]): string {
  const names = placeNames();
  const reasons = [...new Set(rows.flatMap((r) => [...reasonOf(r.extent), ...reasonOf(r.hiddenShare)]))];
  const mark = (x: Figure | NotEstimable) => `not estimable [${reasons.indexOf((x as NotEstimable).notEstimable) + 1}]`;
  const lines = rows.map((r) => {
    const unit = THREATS.find((t) => t.id === r.threat)!.unit;
    const nation = r.place === UNITED_KINGDOM && r.recordedIn !== "" && r.recordedIn !== "E W S N";
    return [
      r.threat,
      names.get(r.place) ?? r.place,
      r.basis === "financial" ? `${r.year}-${String((r.year + 1) % 100).padStart(2, "0")}` : String(r.year),
      isMissing(r.recorded)
        ? "-"
        : `${valueWords(r.recorded.value, unit)}${nation ? ` (${r.recordedIn.replaceAll(" ", "+")})` : ""}`,
      isNotEstimable(r.extent)
        ? mark(r.extent)
        : rangeWords(threeDigits(r.extent.value), threeDigits(r.extent.low), threeDigits(r.extent.high), unit),
      isNotEstimable(r.hiddenShare)
        ? mark(r.hiddenShare)
        : rangeWords(r.hiddenShare.value, r.hiddenShare.low, r.hiddenShare.high, "share"),
      isNotEstimable(r.extent) ? "" : r.extent.kind,
      r.anchor,
    ];
  });
  const units = THREATS.filter((t) => rows.some((r) => r.threat === t.id)).map((t) => `  ${t.id}: ${t.unit}`);
  return [
    table(COLUMNS, lines),
    "\nIntervals hold 90%. Extent counts everything of the threat's kind, what groups did not do included. Units:\n",
    ...units.map((u) => `${u}\n`),
    ...(reasons.length > 0 ? ["Not estimable:\n", ...reasons.map((reason, i) => `  [${i + 1}] ${reason}\n`)] : []),
    rows.length > 0
      ? `Where a figure comes from: soclab explain extent:${rows[0].threat}:${rows[0].place}:${rows[0].year}\n`
      : "",
  ].join("");
}

const COLUMNS = [
  { title: "threat" },
  { title: "place" },
  { title: "year" },
  { title: "recorded", isNumber: true },
  { title: "extent (90%)", isNumber: true },
  { title: "hidden share (90%)", isNumber: true },
  { title: "kind" },
  { title: "anchor" },
];

/** An estimate to three digits: more would pretend. JSON keeps every digit. */
export const threeDigits = (value: number): number => Number(value.toPrecision(3));

const reasonOf = (x: Figure | NotEstimable): string[] => (isNotEstimable(x) ? [x.notEstimable] : []);

/** Names of the 45 areas and of the United Kingdom by ONS code. */
export const placeNames = (): Map<string, string> =>
  new Map([[UNITED_KINGDOM, "United Kingdom"], ...readPlaces().map((p): [string, string] => [p.code, p.name])]);

/** A threat by its id. Throws a Problem that lists them. */
export function threatOption(text: string): ThreatId {
  const found = THREAT_IDS.find((id) => id === text.toLowerCase());
  if (found) return found;
  const next = `The threats are ${THREAT_IDS.join(", ")}.`;
  throw new Problem({ code: "unknown-name", what: "threat", name: text, known: [...THREAT_IDS], next });
}

/** An ONS code from a code, a name or an alias, upper or lower case. Throws a Problem that names near ones. */
export function placeOption(text: string): string {
  const names = [...placeNames()].flatMap(([code, name]): [string, string][] => [
    [code, code],
    [name, code],
  ]);
  const known = new Map([["UK", UNITED_KINGDOM], ...names, ...readAliases()]);
  for (const [name, code] of known) if (name.toLowerCase() === text.trim().toLowerCase()) return code;
  const next = "Give an ONS code, a police area's name or an alias of data/places/aliases.csv.";
  throw new Problem({ code: "unknown-name", what: "place", name: text, known: [...known.keys()], next });
}

/** A year of the estimate. Throws a Problem outside them. */
export function yearOption(text: string): number {
  const [low, high] = [String(YEARS[0]), String(YEARS.at(-1))];
  if (/^\d{4}$/.test(text) && YEARS.includes(Number(text))) return Number(text);
  const next = "Give a year within it; a financial year by its start.";
  throw new Problem({ code: "out-of-range", what: "--year", found: text.slice(0, 40), low, high, next });
}
