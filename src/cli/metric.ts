import type { Command } from "commander";
import {
  accountOf,
  type BearDown,
  bearDown,
  type DrawOrder,
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
import { estimateExtent, fingerprintOfObserved, observedFigures, readAnchors, YEARS } from "../estimate/index.ts";
import { homeFolder, openSnapshot, readPlaces } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { keepResult } from "./kept-results.ts";
import { type AreaChances, areaChances } from "./metric-areas.ts";
import {
  otherSchemes,
  readLedger,
  readMetricConstants,
  readWeights,
  requireWeights,
  yearlyExtents,
  yearlyInput,
} from "./metric-input.ts";
import { metricText } from "./metric-text.ts";

interface Options {
  weights: Scheme;
  base: number;
  sheet?: string;
  areas?: boolean;
  home?: string;
  json?: boolean;
}

/** Everything that `soclab metric` says; plain data, kept in the home folder. */
export interface MetricResult {
  contract: "soclab-metric-1";
  dataFingerprint: string;
  scheme: Scheme;
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

const DEFAULT: Pick<Options, "weights" | "base"> = { weights: "cost", base: 2018 };

/** `soclab metric [--weights] [--base] [--sheet] [--areas] [--home] [--json]`: is the country bearing down on SOC, and how sure are we. */
export function addTo(program: Command): void {
  program
    .command("metric")
    .description("The bear-down index: harm against a base year, with its parts, its doubt and what it leaves out.")
    .option("--weights <scheme>", `what a threat weighs: ${SCHEMES.join(", ")}`, schemeOption, DEFAULT.weights)
    .option(
      "--base <year>",
      `the year that is 100: ${YEARS[0]} to ${(YEARS.at(-1) ?? 0) - 1}`,
      baseOption,
      DEFAULT.base,
    )
    .option("--sheet <file>", "severity weights: a CSV copy of the publisher's sheet")
    .option("--areas", "each area's probability to be among the five with most harm a resident (no ranks)")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab metric --weights equal --base 2019")
    .action(async (options: Options) => {
      const home = homeFolder(options.home);
      const result = await metricOf(home, options);
      const asked = Object.entries({ weights: options.weights, base: options.base })
        .filter(([name, value]) => value !== DEFAULT[name as keyof typeof DEFAULT])
        .map(([name, value]) => `${name}-${value}`);
      const path = keepResult(home, "metric", result.dataFingerprint, asked, result);
      process.stdout.write(
        options.json ? `${JSON.stringify(result, null, 2)}\n` : `${metricText(result)}Kept in ${path}\n`,
      );
    });
}

/** The index from the current snapshot of a home folder. Throws a Problem when nothing is collated or weights are missing. */
async function metricOf(home: string, { weights: scheme, base, sheet, areas }: Options): Promise<MetricResult> {
  requireWeights(scheme, sheet);
  const snapshot = await openSnapshot(home);
  try {
    const observations = await observedFigures(snapshot);
    const [anchors, places, constants] = [readAnchors(), readPlaces(), readMetricConstants()];
    const rows = estimateExtent(observations, anchors, places);
    const extents = yearlyExtents(rows, anchors, base);
    const weights = readWeights(sheet, extents, String(base));
    const timeCorrelation = constants.get("time-correlation") ?? 0;
    const input = yearlyInput(extents, { base, scheme, weights: weights.of(scheme), timeCorrelation });
    const order = { draws: constants.get("draws") ?? 1000, seed: constants.get("seed") ?? 1 };
    const parts = partsOf(input, order, otherSchemes(weights, scheme), constants.get("weight-concentration") ?? 20);
    const chances = areas ? { areas: areaChances(rows, places, parts.headline, order) } : {};
    return {
      contract: "soclab-metric-1",
      dataFingerprint: fingerprintOfObserved(observations),
      scheme,
      ...parts,
      ...chances,
    };
  } finally {
    snapshot.close();
  }
}

/** The parts of a result that an input alone gives. Pure but for the ledger's table. */
function partsOf(
  input: IndexInput,
  order: DrawOrder,
  others: Parameters<typeof weightSensitivity>[3],
  concentration: number,
): Omit<MetricResult, "contract" | "dataFingerprint" | "scheme" | "areas"> {
  const disruptions = readLedger();
  const last = input.periods.at(-1) ?? input.base;
  const headline = bearDown(input, "anchored", order);
  return {
    published: headline.periods.every((p) => "value" in p.index) ? "B" : "pressure",
    headline,
    allThreats: bearDown(input, "all", order),
    sensitivity: weightSensitivity(input, "anchored", last, others, concentration, order),
    harm: harmCounts(input, last, UNIT[input.scheme] ?? "harm"),
    ledger: accountOf(disruptions, YEARS),
    gaming: [...gamingChecks(input), splitCheck(disruptions.filter((d) => d.status === "seen"))],
  };
}

const UNIT: Readonly<Record<string, string>> = {
  cost: "GBP 2023-24 a year",
  severity: "days of imprisonment a year",
  equal: "times the base year",
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

function baseOption(text: string): number {
  const years = YEARS.slice(0, -1);
  if (/^\d{4}$/.test(text) && years.includes(Number(text))) return Number(text);
  const [low, high] = [String(years[0]), String(years.at(-1))];
  const next = "Give a year within it; the last year needs one to be compared with.";
  throw new Problem({ code: "out-of-range", what: "--base", found: text.slice(0, 40), low, high, next });
}
