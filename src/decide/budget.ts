import {
  type CAPACITY_IDS,
  type Lever,
  type LeverCatalogue,
  Problem,
  type Scenario,
  type SplitLine,
} from "../terms/index.ts";

/** A lever whose dose is money: what it does is what a split buys. */
export const isBudget = (lever: Lever): boolean => lever.dose.unit === "GBP a year";

/** What one line of a split buys of a yearly sum. */
export interface Purchase {
  /** A capacity id or a lever id. */
  buys: string;
  kind: "capacity" | "lever";
  moneyGbpYear: number;
  unitCostGbpYear: number;
  /** Whole units of capacity on top of today's, or the dose of the lever. Never typed in: it follows from money and unit cost. */
  dose: number;
  unit: string;
  /** Money beyond the highest dose of a lever or short of a whole unit, which buys nothing. */
  unspentGbpYear: number;
  from: string;
}

const CAPACITY_UNITS: Record<(typeof CAPACITY_IDS)[number], string> = {
  "investigators.force": "posts",
  "investigators.regional": "posts",
  "investigators.national": "posts",
  "charge.cases": "cases a month",
  "court.cases": "cases a month",
  "prison.places": "places",
  "treatment.places": "places",
};

/** Names of the splits, in file order. */
export const splitNames = (catalogue: LeverCatalogue): string[] => [...new Set(catalogue.splits.map((l) => l.split))];

/**
 * What `moneyGbpYear` buys by a split, line by line, in the lines' own units. A lever is bought from its level today up to
 * its highest dose; the rest of its money is unspent, and says so. Throws a Problem on an unknown split. Pure.
 */
export function purchases(moneyGbpYear: number, split: string, catalogue: LeverCatalogue): Purchase[] {
  const lines = catalogue.splits.filter((line) => line.split === split);
  if (lines.length === 0)
    throw new Problem({
      code: "unknown-name",
      what: "split",
      name: split,
      known: splitNames(catalogue),
      next: "The splits are in data/splits.csv.",
    });
  return lines.map((line) => purchase(moneyGbpYear * line.share, line, catalogue));
}

function purchase(money: number, line: SplitLine, catalogue: LeverCatalogue): Purchase {
  const bought = { buys: line.buys, moneyGbpYear: money, unitCostGbpYear: line.unitCostGbpYear, from: line.from };
  const lever = catalogue.levers.find((l) => l.id === line.buys);
  if (!lever) {
    const unit = CAPACITY_UNITS[line.buys as keyof typeof CAPACITY_UNITS];
    const dose = Math.floor(money / line.unitCostGbpYear);
    return { ...bought, kind: "capacity", dose, unit, unspentGbpYear: money - dose * line.unitCostGbpYear };
  }
  const wanted = lever.dose.today + money / line.unitCostGbpYear;
  const dose = Math.min(wanted, lever.dose.high);
  const unspentGbpYear = (wanted - dose) * line.unitCostGbpYear;
  return { ...bought, kind: "lever", dose, unit: lever.dose.unit, unspentGbpYear };
}

/** Ids of the levers that the budgets of a scenario buy. */
export const boughtLevers = (scenario: Scenario, catalogue: LeverCatalogue): string[] =>
  scenario.levers.flatMap((dated) =>
    dated.split === undefined
      ? []
      : purchases(dated.dose, dated.split, catalogue)
          .filter((p) => p.kind === "lever")
          .map((p) => p.buys),
  );
