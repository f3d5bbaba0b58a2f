import type { Command } from "commander";
import { isBudget, type Purchase, purchases, splitNames } from "../decide/index.ts";
import { readCatalogue, readStudies, type Study } from "../evidence/index.ts";
import {
  countWords,
  gbpWords,
  hasEvidence,
  type Lever,
  type LeverCatalogue,
  Problem,
  rangeWords,
} from "../terms/index.ts";
import { type Column, table } from "./table.ts";

/** `soclab levers [id] [--json]`: what can be tried, how strong its evidence is, and where there is none. */
export function addTo(program: Command): void {
  program
    .command("levers")
    .description("List the levers, or show one: effect with its 90% interval, grade, cost, lag and evidence.")
    .argument("[id]", "a lever, for example L17")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab levers L17")
    .action((id: string | undefined, options: { json?: boolean }) => {
      const catalogue = readCatalogue();
      const levers = id === undefined ? catalogue.levers : [named(id, catalogue)];
      if (options.json) {
        const shown = levers.map((lever) => leverJson(lever, catalogue));
        process.stdout.write(`${JSON.stringify(id === undefined ? shown : shown[0], null, 2)}\n`);
      } else process.stdout.write(id === undefined ? listText(levers) : oneText(levers[0], catalogue));
    });
}

function named(id: string, catalogue: LeverCatalogue): Lever {
  const lever = catalogue.levers.find((l) => l.id === id.toUpperCase());
  if (lever) return lever;
  const known = catalogue.levers.map((l) => l.id);
  throw new Problem({ code: "unknown-name", what: "lever", name: id, known, next: '"soclab levers" lists them all.' });
}

type Move = Lever["moves"][number];

/** Half width of a central 90% interval of a normal, in standard deviations. */
const NORMAL_90 = 1.644854;

/** Change in a rate on those reached, as a share: middle and central 90% of the predictive distribution. */
const changeOf = ({ effect: { lnrr, sd } }: Move) => ({
  middle: Math.exp(lnrr) - 1,
  low: Math.exp(lnrr - NORMAL_90 * sd) - 1,
  high: Math.exp(lnrr + NORMAL_90 * sd) - 1,
});

const signed = (share: number): string => `${share > 0 ? "+" : ""}${Math.round(share * 100)}%`;

function effectText(move: Move): string {
  const { middle, low, high } = changeOf(move);
  if (move.effect.basis === "definition") return `${signed(middle)}, by definition`;
  const range = `${signed(low)} to ${signed(high)}`;
  return move.effect.basis === "no-evidence" ? `no evidence: ${range} assumed` : `${signed(middle)} (${range})`;
}

const share = (value: number): string => `${Math.round(value * 100)}%`;

const markOf = (lever: Lever): string => {
  const unknown = lever.moves.filter((m) => m.effect.basis === "no-evidence").length;
  if (unknown === 0) return lever.moves.some((m) => m.effect.basis === "evidence") ? "evidence" : "structure";
  return unknown === lever.moves.length ? "no evidence" : "evidence in part";
};

const LIST: Column[] = [
  { title: "id" },
  { title: "lever" },
  { title: "grade" },
  { title: "mark" },
  { title: "moves" },
  { title: "change on those reached (90%)" },
  { title: "reach", isNumber: true },
  { title: "a year", isNumber: true },
  { title: "full after" },
];

function listText(levers: readonly Lever[]): string {
  const rows = levers.flatMap((lever) => {
    const first = [lever.id, lever.title, lever.grade, markOf(lever)];
    const last = [gbpWords(lever.cost.yearlyGbp), lagText(lever)];
    if (lever.moves.length === 0) return [[...first, addsText(lever), "", "", ...last]];
    return lever.moves.map((move, i) => [
      ...(i === 0 ? first : ["", "", "", ""]),
      move.onlyWithSplit === undefined ? move.rate : `${move.rate} (if ${move.onlyWithSplit})`,
      effectText(move),
      share(move.reach.value),
      ...(i === 0 ? last : ["", ""]),
    ]);
  });
  return `${table(LIST, rows)}\nGrades: A randomised or strong review, B credible comparison, C before and after, D none found. A change is at full dose, on those reached only; cost in GBP 2023-24, on top of today.\n"no evidence" means that nobody has measured it: the twin lets it move either way.\n`;
}

const addsText = (lever: Lever): string =>
  isBudget(lever) ? "what a split buys" : lever.adds.map((a) => `adds ${a.capacity}`).join(", ");

const lagText = (lever: Lever): string =>
  `${lever.delayMonths + lever.rampMonths} months${lever.halfLifeMonths === null ? "" : `, half gone ${lever.halfLifeMonths} later`}`;

const NATIONS = { E: "England", W: "Wales", S: "Scotland", N: "Northern Ireland" } as const;

function oneText(lever: Lever, catalogue: LeverCatalogue): string {
  const { dose, cost, leakage } = lever;
  const count = (value: number) => (isBudget(lever) ? gbpWords(value) : countWords(value, 2));
  return [
    `${lever.id}  ${lever.title}  (grade ${lever.grade}, ${markOf(lever)})`,
    "",
    lever.card,
    "",
    `Dose: ${dose.unit}; today ${count(dose.today)}, full ${count(dose.full)}, from ${count(dose.low)} to ${count(dose.high)}`,
    ...lever.moves.map(moveText),
    ...lever.adds.map((a) => `Adds: ${a.perDose} ${a.capacity} for each unit of dose`),
    ...(isBudget(lever) ? splitText(lever, catalogue) : []),
    `Starts after ${lever.delayMonths} months, full after ${lagText(lever)}`,
    `Leaks elsewhere: ${rangeWords(leakage.value, leakage.low, leakage.high, "share")} of the effect [${leakage.from}]`,
    `Costs: set-up ${gbpWords(cost.setUpGbp)}, then ${gbpWords(cost.yearlyGbp)} a year at full dose, prices of ${cost.priceYear} [${cost.from}]`,
    `Holds in: ${lever.appliesTo.map((n) => NATIONS[n]).join(", ")}`,
    `Needs: ${lever.needs.join("; ")}`,
    `Conflicts: ${lever.conflicts.join("; ")}`,
    `Intrusion: ${lever.intrusion}`,
    ...studiesText(lever),
    "",
  ].join("\n");
}

const moveText = (move: Move): string =>
  `Moves: ${move.rate}${move.onlyWithSplit === undefined ? "" : `, only with the split ${move.onlyWithSplit}`}, ${effectText(move)}, on ${rangeWords(move.reach.value, move.reach.low, move.reach.high, "share")} of it [${move.reach.from}]${move.effect.note ? `\n       ${move.effect.note}` : ""}`;

/** What full dose buys by each split, side by side in their file order. */
const splitText = (lever: Lever, catalogue: LeverCatalogue): string[] =>
  splitNames(catalogue).map(
    (split) => `Split ${split}: ${purchases(lever.dose.full, split, catalogue).map(purchaseText).join("; ")}`,
  );

/** "8,421 posts of investigators.force for £800m"; what is left of a whole unit goes unsaid. */
export const purchaseText = (p: Purchase): string =>
  `${countWords(p.dose, 2)} ${p.kind === "lever" ? `(${p.unit}) of ${p.buys}` : `${p.unit} of ${p.buys}`} for ${gbpWords(p.moneyGbpYear)}${p.unspentGbpYear > p.moneyGbpYear / 200 ? `, ${gbpWords(p.unspentGbpYear)} of it unspent` : ""}`;

function studiesText(lever: Lever): string[] {
  const used = readStudies().filter((study) => lever.evidence.includes(study.id));
  if (used.length === 0) return ["Studies: none found"];
  return ["Studies:", ...used.map(studyText)];
}

const METRIC_WORDS: Partial<Record<Study["metric"], string>> = {
  "percent-change": "%",
  "percentage-points": " points",
};

const studyText = (s: Study): string =>
  `  ${s.id} ${s.study}, ${s.country}: ${s.outcome}: ${s.effect === undefined ? s.direction : `${s.effect}${METRIC_WORDS[s.metric] ?? ` ${s.unit || s.metric}`}`}. ${s.source}`;

/** The lever as its file has it, with what the file implies: the marks, the changes and what each split buys. */
const leverJson = (lever: Lever, catalogue: LeverCatalogue) => ({
  ...lever,
  mark: markOf(lever),
  hasEvidence: hasEvidence(lever),
  changes: lever.moves.map((move) => ({ rate: move.rate, basis: move.effect.basis, level: 0.9, ...changeOf(move) })),
  splits: isBudget(lever)
    ? Object.fromEntries(splitNames(catalogue).map((s) => [s, purchases(lever.dose.full, s, catalogue)]))
    : undefined,
});
