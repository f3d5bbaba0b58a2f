import { type Command, Option } from "commander";
import { BASE_YEAR, type FieldRow, type FittedExtent, YEARS } from "../estimate/index.ts";
import { homeFolder, openSnapshot } from "../store/index.ts";
import { Problem, type ThreatId, UNITED_KINGDOM } from "../terms/index.ts";
import { estimatedExtent } from "./estimated-extent.ts";
import { estimatorsText } from "./estimators-text.ts";
import { placeOption, threatOption, yearOption } from "./extent-options.ts";
import { extentText } from "./extent-text.ts";
import { quartersText } from "./quarters-text.ts";

interface Options {
  threat?: ThreatId;
  place?: string;
  year: number;
  quarter?: string;
  estimators?: boolean;
  home?: string;
  json?: boolean;
}

/** `soclab extent [--threat] [--place] [--year | --quarter] [--estimators] [--home] [--json]`: how much there is, seen and unseen, and how sure we are. */
export function addTo(program: Command): void {
  program
    .command("extent")
    .description("Estimate the real extent of the threats, the hidden part included, by place, year and quarter.")
    .option("--threat <threat>", "one threat in every place, for example fraud", threatOption)
    .option("--place <place>", "one place: ONS code, name or alias; UK for the United Kingdom", placeOption)
    .option("--year <year>", `${YEARS[0]} to ${YEARS.at(-1)}; financial years by their start`, yearOption, BASE_YEAR)
    .addOption(
      new Option("--quarter <quarter>", "one quarter, for example 2023Q2; all for every one").conflicts("year"),
    )
    .option("--estimators", "which estimator serves which threat, on which data, with which anchor")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  $ soclab extent --threat acquisitive-crime --year 2024\n  $ soclab extent --threat modern-slavery --place UK --quarter all",
    )
    .action(async (options: Options) => {
      const { said, text } = await answerTo(options);
      process.stdout.write(options.json ? `${JSON.stringify(said, null, 2)}\n` : text());
    });
}

/** What was asked for, as plain data and as text. */
async function answerTo(options: Options): Promise<{ said: object; text: () => string }> {
  if (options.estimators) return estimatorsText(options.threat);
  const { years, quarters, fingerprint } = await extentOfHome(homeFolder(options.home));
  if (options.quarter === undefined) {
    const rows = chosen(years, options).filter((row) => row.year === options.year);
    return { said: rows, text: () => extentText(rows) };
  }
  const rows = inQuarter(chosen(quarters, options), options.quarter);
  return { said: { fingerprint, rows }, text: () => quartersText(rows) };
}

/** Rows of one quarter, or of every one. Throws a Problem that names the quarters there are. */
function inQuarter(rows: readonly FieldRow[], quarter: string): FieldRow[] {
  const known = [...new Set(rows.map((row) => row.quarter))];
  if (quarter.toLowerCase() === "all") return [...rows];
  const found = rows.filter((row) => row.quarter === quarter.toUpperCase());
  if (found.length > 0) return found;
  const [low, high] = [known[0], known.at(-1) ?? ""];
  const next = "Give a quarter within it like 2023Q2, or all.";
  throw new Problem({ code: "out-of-range", what: "--quarter", found: quarter.slice(0, 40), low, high, next });
}

/** Every row of the estimate from the current snapshot of a home folder. Throws a Problem when nothing is collated. */
export async function extentOfHome(home: string): Promise<FittedExtent> {
  const snapshot = await openSnapshot(home);
  try {
    return await estimatedExtent(snapshot);
  } finally {
    snapshot.close();
  }
}

/** One threat in every place, one place with every threat, or the nation: never places by rank. */
function chosen<R extends { threat: ThreatId; place: string }>(rows: readonly R[], { threat, place }: Options): R[] {
  const wanted = place ?? (threat === undefined ? UNITED_KINGDOM : undefined);
  return rows.filter(
    (r) => (threat === undefined || r.threat === threat) && (wanted === undefined || r.place === wanted),
  );
}
