import type { Command } from "commander";
import { isRefused } from "../estimate/index.ts";
import { Problem, rangeWords } from "../terms/index.ts";
import { HIDDEN_METHODS, type HiddenFound, type HiddenLine, type HiddenMethod } from "./hidden-methods.ts";
import { table } from "./table.ts";

interface Options {
  json?: boolean;
}

/** `soclab hidden <method> <numbers or table...> [--json]`: a hidden number from repeats, two lists, a multiplier, a rate or acquaintances. */
export function addTo(program: Command): void {
  const methods = HIDDEN_METHODS.map((m) => `  ${callOf(m)}\n      ${m.answers}`).join("\n");
  program
    .command("hidden")
    .argument("<method>", HIDDEN_METHODS.map((m) => m.name).join(", "))
    .argument("[given...]", "what the method takes, in its order: numbers, or a CSV file")
    .description("Estimate a hidden number from repeats, two lists, a multiplier, a reporting rate or acquaintances.")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `\nMethods:\n${methods}\n\nExamples:\n  $ soclab hidden two-lists 200 150 25\n  $ soclab hidden multiplier 1840 143 310`,
    )
    .action((name: string, given: string[], options: Options) => {
      const method = methodOf(name);
      const found = method.find(checked(method, given));
      // One way alone that is refused is a fault of the input; among several it is a line.
      const refused = found.lines.map((line) => line.total).filter(isRefused);
      if (refused.length === found.lines.length) throw new Problem(refused[0].problem);
      process.stdout.write(options.json ? `${JSON.stringify(jsonOf(method, found), null, 2)}\n` : textOf(found));
    });
}

const callOf = ({ name, takes, optional = 0 }: HiddenMethod): string =>
  [name, ...takes.map((word, i) => (i < takes.length - optional ? `<${word}>` : `[${word}]`))].join(" ");

function methodOf(name: string): HiddenMethod {
  const found = HIDDEN_METHODS.find((m) => m.name === name);
  if (found) return found;
  const known = HIDDEN_METHODS.map((m) => m.name);
  throw new Problem({
    code: "unknown-name",
    what: "method",
    name,
    known,
    next: `The methods are ${known.join(", ")}.`,
  });
}

function checked(method: HiddenMethod, given: string[]): string[] {
  const { takes, optional = 0 } = method;
  if (given.length <= takes.length && given.length >= takes.length - optional) return given;
  const fault = `it is called as "${callOf(method)}", and ${given.length} of these words were given`;
  throw new Problem({ code: "usage", command: "soclab hidden", fault });
}

const COLUMNS = [
  { title: "method" },
  { title: "in all (95%)", isNumber: true },
  { title: "it assumes" },
  { title: "source" },
];

/** The lines as a table, refusals and notes below. Pure. */
function textOf({ unit, lines, notes }: HiddenFound): string {
  const refused = lines.flatMap(({ title, total }) =>
    isRefused(total) ? [`Not estimable by ${title}: ${total.why}\n`] : [],
  );
  return [
    table(
      COLUMNS,
      lines.map((line) => [line.title, totalWords(line), line.assumes, line.source]),
    ),
    `\nUnit: ${unit}, those seen included. Kind: estimated. Intervals hold 95% if what is assumed is true.\n`,
    ...refused,
    ...notes.map((note) => `${note}\n`),
  ].join("");
}

function totalWords({ total }: HiddenLine): string {
  if (isRefused(total)) return "not estimable";
  return rangeWords(Math.round(total.value), Math.round(total.low), Math.round(total.high), "people");
}

const jsonOf = (method: HiddenMethod, { unit, lines, notes }: HiddenFound) => ({
  method: method.name,
  unit,
  kind: "estimated",
  level: 0.95,
  estimates: lines.map(({ title, total, assumes, source }) => ({
    title,
    ...(isRefused(total)
      ? { refused: total.refused, why: total.why }
      : { value: total.value, low: total.low, high: total.high }),
    assumes,
    source,
  })),
  notes,
});
