import { type Command, Option } from "commander";
import {
  accountOf,
  type BearDown,
  bearDown,
  type GamingCheck,
  gamingChecks,
  type HarmCount,
  harmCounts,
  type IndexInput,
  SCHEMES,
  type Scheme,
  splitCheck,
  type ThreatAccount,
  type WeightSensitivity,
  weightSensitivity,
} from "../decide/index.ts";
import { fingerprintOfObserved, observedFigures, YEARS } from "../estimate/index.ts";
import { homeFolder, openSnapshot, readPlaces } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { estimatedExtent } from "./estimated-extent.ts";
import { keepResult } from "./kept-results.ts";
import { type AreaChances, areaChances } from "./metric-areas.ts";
import { extentsOf } from "./metric-extents.ts";
import {
  inputOf,
  type MetricConstants,
  otherSchemes,
  readLedger,
  readMetricConstants,
  readWeights,
  requireWeights,
} from "./metric-input.ts";
import { metricText } from "./metric-text.ts";
import { BASE, STEPS, type Step, windowsFrom, windowsOf } from "./metric-windows.ts";

interface Options {
  weights: Scheme;
  by: Step;
  base?: string;
  sheet?: string;
  areas?: boolean;
  home?: string;
  json?: boolean;
}

/** Everything that `soclab metric` says; plain data, kept in the home folder. */
export interface MetricResult {
  contract: "soclab-metric-2";
  dataFingerprint: string;
  scheme: Scheme;
  /** Periods are windows of four quarters: one that ends with each quarter, or financial years alone. */
  by: Step;
  /** "B" when both halves are estimable, "pressure" when only that half is. */
  published: "B" | "pressure";
  headline: BearDown;
  /** The same over every threat with an extent: it moves with recording and is not to be steered by. */
  allThreats: BearDown;
  sensitivity: WeightSensitivity;
  harm: HarmCount[];
  ledger: ThreatAccount[];
  gaming: GamingCheck[];
  areas?: AreaChances;
}

const DEFAULT: Pick<Options, "weights" | "by"> = { weights: "cost", by: "quarter" };

/** `soclab metric [--weights] [--by] [--base] [--sheet] [--areas] [--home] [--json]`: is the country bearing down on SOC, and how sure are we. */
export function addTo(program: Command): void {
  program
    .command("metric")
    .description("The bear-down index: harm against a base, with its parts, its doubt and what it leaves out.")
    .option("--weights <scheme>", `what a threat weighs: ${SCHEMES.join(", ")}`, schemeOption, DEFAULT.weights)
    .addOption(
      new Option("--by <step>", "four quarters ending with each quarter, or financial years")
        .choices(STEPS)
        .default(DEFAULT.by),
    )
    .option("--base <period>", `what is 100: the four quarters ending with ${BASE.quarter}, or by year ${BASE.year}`)
    .option("--sheet <file>", "severity weights: a CSV copy of the publisher's sheet")
    .option("--areas", "each area's probability to be among the five with most harm a resident (no ranks)")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab metric --weights equal --base 2020Q1\n  $ soclab metric --by year")
    .action(async (options: Options) => {
      const home = homeFolder(options.home);
      const result = await metricOf(home, options);
      const path = keepResult(home, "metric", result.dataFingerprint, askedOf(result), result);
      process.stdout.write(
        options.json ? `${JSON.stringify(result, null, 2)}\n` : `${metricText(result)}Kept in ${path}\n`,
      );
    });
}

/** What was asked otherwise than usual. */
function askedOf({ scheme, by, headline: { base } }: MetricResult): string[] {
  const asked = [
    ["weights", scheme, DEFAULT.weights],
    ["by", by, DEFAULT.by],
    ["base", base, BASE[by]],
  ];
  return asked.flatMap(([name, value, usual]) => (value === usual ? [] : [`${name}-${value}`]));
}

/** The index from the current snapshot of a home folder. Throws a Problem when nothing is collated or weights are missing. */
async function metricOf(home: string, { weights: scheme, by, base, sheet, areas }: Options): Promise<MetricResult> {
  requireWeights(scheme, sheet);
  const snapshot = await openSnapshot(home);
  try {
    const dataFingerprint = fingerprintOfObserved(await observedFigures(snapshot));
    const [extent, constants] = [await estimatedExtent(snapshot), readMetricConstants()];
    const registered = await estimatedExtent(snapshot, { isRegisteredOnly: true });
    const windows = windowsFrom(windowsOf(extent.quarters, by), base ?? BASE[by]);
    const extents = extentsOf(extent, registered, windows);
    const weights = readWeights(sheet, extents, windows[0].label);
    const input = inputOf(windows, extents, { step: by, scheme, weights: weights.of(scheme), constants });
    const parts = partsOf(input, constants, otherSchemes(weights, scheme));
    const chances = areas ? { areas: areaChances(extent.years, readPlaces(), parts.headline, constants) } : {};
    return { contract: "soclab-metric-2", dataFingerprint, scheme, by, ...parts, ...chances };
  } finally {
    snapshot.close();
  }
}

/** The parts of a result that an input alone gives. Pure but for the ledger's table. */
function partsOf(
  input: IndexInput,
  constants: MetricConstants,
  others: Parameters<typeof weightSensitivity>[3],
): Omit<MetricResult, "contract" | "dataFingerprint" | "scheme" | "by" | "areas"> {
  const disruptions = readLedger();
  const last = input.periods.at(-1) ?? input.base;
  const headline = bearDown(input, "anchored", constants);
  return {
    published: headline.periods.every((p) => "value" in p.index) ? "B" : "pressure",
    headline,
    allThreats: bearDown(input, "all", constants),
    sensitivity: weightSensitivity(input, "anchored", last, others, constants.weightConcentration, constants),
    harm: harmCounts(input, last, UNIT[input.scheme] ?? "harm"),
    ledger: accountOf(disruptions, YEARS),
    gaming: [...gamingChecks(input), splitCheck(disruptions.filter((d) => d.status === "seen"))],
  };
}

const UNIT: Readonly<Record<string, string>> = {
  cost: "GBP 2023-24 a year",
  severity: "days of imprisonment a year",
  equal: "times the base",
};

function schemeOption(text: string): Scheme {
  const found = SCHEMES.find((s) => s === text.toLowerCase());
  if (found) return found;
  const next = `The schemes are ${SCHEMES.join(", ")}.`;
  throw new Problem({
    code: "unknown-name",
    what: "scheme of weights",
    name: text.slice(0, 40),
    known: [...SCHEMES],
    next,
  });
}
