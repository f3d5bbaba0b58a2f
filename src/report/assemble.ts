import { type Comparison, type EnsembleView, isBudget, type Purchase, purchases } from "../decide/index.ts";
import type { ExtentRow } from "../estimate/index.ts";
import {
  financialYear,
  type LeverCatalogue,
  monthIndex,
  type Observation,
  type Place,
  type Scenario,
} from "../terms/index.ts";
import { changeOf } from "./change.ts";
import { FAN_OUTCOMES } from "./chosen.ts";
import { displacementOf } from "./displacement.ts";
import { fanOf } from "./fan.ts";
import type { ReportExtent, ReportInput, ReportScenario } from "./input.ts";

/** What an answer is gathered from. `scenarios` with do-nothing first, `comparisons` of each other one against it, in the same order. */
export interface ReportParts {
  question: string;
  ensemble: EnsembleView;
  scenarios: readonly Scenario[];
  comparisons: readonly Comparison[];
  catalogue: LeverCatalogue;
  /** In the order of data/places/places.csv, which is the order of the runs' arrays. */
  places: readonly Place[];
  extent: readonly ExtentRow[];
  /** Titles of the estimate's rules by id. */
  rules: Readonly<Record<string, string>>;
  observations: readonly Observation[];
  /** Rows of data/parameters: "assumed" or not. */
  parameters: readonly { kind: string }[];
  /** Versions and whatever else the run's manifest names; seed, runs and hashes are added here. */
  manifest: readonly { name: string; value: string }[];
  command: string;
  boundaries: ReportInput["boundaries"];
  boundariesCredit: string;
}

/** All that the page says, from the parts of an answer. Pure; plain data that fits ReportSchema. */
export function reportInputOf(parts: ReportParts): ReportInput {
  const { ensemble, scenarios, comparisons, places } = parts;
  const names = scenarios.map((s) => s.name);
  const [baseline, ...tried] = names;
  const year = (month: string) => financialYear(monthIndex(month)!);
  const areas = places.map(({ code, name, region, population, hasResidentRates }) => ({
    code,
    name,
    region,
    population,
    hasResidentRates,
  }));
  return {
    question: parts.question,
    scenarios: scenarios.map((s) => scenarioRow(s, ensemble, parts.catalogue)),
    comparisons: [...comparisons],
    fans: FAN_OUTCOMES.flatMap((outcome) => names.map((name) => fanOf(ensemble, name, outcome))),
    places: areas,
    extent: latestExtent(parts.extent),
    change: tried.flatMap((name) =>
      changeOf(ensemble, name, baseline!, areas, year(ensemble.horizon.from), year(ensemble.horizon.until)),
    ),
    displacement: tried.flatMap((name) => displacementOf(ensemble, name, baseline!, areas)),
    intrusion: intrusionOf(scenarios, parts.catalogue),
    rules: { ...parts.rules },
    sources: usedSources(parts.observations, parts.extent),
    parameters: {
      assumed: parts.parameters.filter((p) => p.kind === "assumed").length,
      total: parts.parameters.length,
    },
    manifest: [...runRows(ensemble, comparisons), ...parts.manifest],
    command: parts.command,
    boundaries: parts.boundaries,
    boundariesCredit: parts.boundariesCredit,
  };
}

function scenarioRow(scenario: Scenario, ensemble: EnsembleView, catalogue: LeverCatalogue): ReportScenario {
  const { name, title } = scenario;
  const bought = scenario.levers.flatMap((l) => {
    const lever = catalogue.levers.find((c) => c.id === l.lever);
    return lever && isBudget(lever) && l.split !== undefined ? purchases(l.dose, l.split, catalogue) : [];
  });
  return {
    name,
    title,
    hash: ensemble.scenarios.find((s) => s.id === name)?.hash ?? "",
    buys: bought.map((p) => purchaseRow(p, catalogue)),
  };
}

const purchaseRow = (p: Purchase, catalogue: LeverCatalogue): ReportScenario["buys"][number] => ({
  what: catalogue.levers.find((l) => l.id === p.buys)?.title ?? CAPACITY_TITLES[p.buys] ?? p.buys,
  gbpYear: p.moneyGbpYear,
  unspentGbpYear: p.unspentGbpYear,
  dose: p.dose,
  unit: p.unit,
  from: p.from,
});

const CAPACITY_TITLES: Record<string, string> = {
  "investigators.force": "Investigators in police forces",
  "investigators.regional": "Investigators in regional units",
  "investigators.national": "Investigators in national bodies",
  "charge.cases": "Charging decisions",
  "court.cases": "Court capacity",
  "prison.places": "Prison places",
  "treatment.places": "Places in drug treatment",
};

/** For each threat the latest year in which anything can be estimated, places only; the latest of all where nothing can. */
export function latestExtent(rows: readonly ExtentRow[]): ReportExtent[] {
  const latest = new Map<string, number>();
  for (const hasNumber of [false, true])
    for (const threat of new Set(rows.map((r) => r.threat))) {
      const years = rows.filter((r) => r.threat === threat && (!hasNumber || "value" in r.extent)).map((r) => r.year);
      if (years.length > 0) latest.set(threat, Math.max(...years));
    }
  return rows
    .filter((r) => !r.place.startsWith("K") && r.year === latest.get(r.threat))
    .map(({ place, threat, year, recorded, extent, hiddenShare, rule }) => ({
      place,
      threat,
      year,
      recorded,
      extent,
      hiddenShare,
      rule,
    }));
}

/** What the levers of any scenario do to people who did nothing wrong, each lever once. */
function intrusionOf(scenarios: readonly Scenario[], catalogue: LeverCatalogue): ReportInput["intrusion"] {
  const used = new Set(
    scenarios.flatMap((s) =>
      s.levers.flatMap((l) => [
        l.lever,
        ...catalogue.splits.filter((line) => line.split === l.split).map((line) => line.buys),
      ]),
    ),
  );
  return catalogue.levers
    .filter((l) => used.has(l.id) && l.intrusion !== "")
    .map((l) => ({ lever: l.id, title: l.title, text: l.intrusion }));
}

/** Sources of the observations that stand behind the estimates, each once, by title. */
export function usedSources(
  observations: readonly Observation[],
  extent: readonly ExtentRow[],
): ReportInput["sources"] {
  const used = new Set(extent.flatMap((r) => r.extent.from));
  const sources = new Map<string, ReportInput["sources"][number]>();
  for (const o of observations)
    if (used.has(o.id))
      sources.set(`${o.sourceTitle}|${o.locator}`, {
        title: o.sourceTitle,
        publisher: o.publisher,
        licence: o.licence,
        locator: o.locator,
        published: o.published,
      });
  return [...sources.values()].sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
}

const runRows = (ensemble: EnsembleView, comparisons: readonly Comparison[]): ReportInput["manifest"] => [
  { name: "Result hash", value: ensemble.resultHash },
  { name: "Runs of each scenario", value: String(ensemble.runs) },
  { name: "Seed", value: String(ensemble.seed) },
  { name: "Period", value: `${ensemble.horizon.from} to ${ensemble.horizon.until}` },
  {
    name: "Fingerprint of the collated data",
    value: comparisons[0]?.dataFingerprint || "nothing was collated beside this run",
  },
];
