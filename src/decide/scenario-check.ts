import type { Parameter } from "../simulate/index.ts";
import { type Lever, type LeverCatalogue, monthIndex, Problem, type Scenario } from "../terms/index.ts";
import { boughtLevers, isBudget, purchases, splitNames } from "./budget.ts";

/** The months that the twin can live through. */
export const FIRST_MONTH = "2021-04";
export const LAST_MONTH = "2060-12";

type DatedLever = Scenario["levers"][number];

/**
 * A scenario against the catalogue: every lever exists and stands once, its dose lies in its range, its dates lie within
 * the twin's years and in order, a budget has a known split and nothing else has one, and no split buys what the scenario
 * also lists. Throws the first fault as a Problem; `shown` is how messages call the scenario. Pure.
 */
export function checkScenario(scenario: Scenario, catalogue: LeverCatalogue, shown = scenario.name): void {
  const seen = new Set<string>();
  for (const dated of scenario.levers) {
    const lever = known(dated, catalogue);
    if (seen.has(lever.id)) throw twice(lever.id, shown);
    seen.add(lever.id);
    checkDates(dated, shown);
    checkDose(dated, lever, shown);
    checkSplit(dated, lever, catalogue, shown);
  }
  for (const id of boughtLevers(scenario, catalogue)) if (seen.has(id)) throw twice(id, shown);
  checkStructure(scenario, shown);
}

/** Named structures of the twin. There is one so far; rivals are to come. */
const STRUCTURES = ["default"];

function checkStructure({ structure }: Scenario, shown: string): void {
  if (structure === undefined || STRUCTURES.includes(structure)) return;
  throw new Problem({
    code: "unknown-name",
    what: `structure (in ${shown})`,
    name: structure,
    known: STRUCTURES,
    next: `The twin has one so far: "${STRUCTURES[0]}".`,
  });
}

/**
 * The parameters that a scenario fixes by hand, against the table of parameters: each exists, none is below zero, and a share is at most 1.
 * Throws the first fault as a Problem. Pure.
 */
export function checkAssumptions(scenario: Scenario, parameters: readonly Parameter[]): void {
  for (const [id, value] of Object.entries(scenario.assumptions ?? {})) {
    const parameter = parameters.find((p) => p.id === id);
    if (!parameter)
      throw new Problem({
        code: "unknown-name",
        what: `parameter (in the assumptions of ${scenario.name})`,
        name: id,
        known: parameters.map((p) => p.id),
        next: "data/parameters/twin.csv lists them all.",
      });
    const high = parameter.unit.startsWith("share") ? 1 : Number.MAX_SAFE_INTEGER;
    if (value >= 0 && value <= high) continue;
    throw new Problem({
      code: "out-of-range",
      what: `${scenario.name}: the assumption "${id}"`,
      found: String(value),
      low: "0",
      high: high === 1 ? "1" : `any number (${parameter.unit})`,
      next: `"soclab explain param:${id}" shows its range.`,
    });
  }
}

function known(dated: DatedLever, catalogue: LeverCatalogue): Lever {
  const lever = catalogue.levers.find((l) => l.id === dated.lever);
  if (lever) return lever;
  throw new Problem({
    code: "unknown-name",
    what: "lever",
    name: dated.lever,
    known: catalogue.levers.map((l) => l.id),
    next: '"soclab levers" lists them all.',
  });
}

const twice = (id: string, shown: string): Problem => new Problem({ code: "lever-twice", where: shown, lever: id });

function checkDates(dated: DatedLever, shown: string): void {
  const what = `${shown}: "from" of ${dated.lever}`;
  const next = "Give a month within them.";
  checkMonth(dated.from, FIRST_MONTH, what, next);
  if (dated.until === undefined) return;
  checkMonth(
    dated.until,
    dated.from,
    `${shown}: "until" of ${dated.lever}`,
    'Give a last month that is not before "from".',
  );
}

function checkMonth(month: string, low: string, what: string, next: string): void {
  const index = monthIndex(month);
  if (index !== undefined && index >= monthIndex(low)! && index <= monthIndex(LAST_MONTH)!) return;
  throw new Problem({ code: "out-of-range", what, found: month, low, high: LAST_MONTH, next });
}

function checkDose(dated: DatedLever, lever: Lever, shown: string): void {
  const { low, high, unit } = lever.dose;
  if (dated.dose >= low && dated.dose <= high) return;
  throw new Problem({
    code: "out-of-range",
    what: `${shown}: "dose" of ${lever.id}`,
    found: String(dated.dose),
    low: String(low),
    high: `${high} (${unit})`,
    next: `"soclab levers ${lever.id}" shows its range.`,
  });
}

function checkSplit(dated: DatedLever, lever: Lever, catalogue: LeverCatalogue, shown: string): void {
  if (!isBudget(lever)) {
    if (dated.split === undefined) return;
    throw new Problem({ code: "split-unneeded", where: shown, lever: lever.id });
  }
  if (dated.split === undefined)
    throw new Problem({ code: "split-missing", where: shown, lever: lever.id, known: splitNames(catalogue) });
  purchases(dated.dose, dated.split, catalogue);
}
