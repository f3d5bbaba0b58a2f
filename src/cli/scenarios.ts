import type { Command } from "commander";
import { listScenarios, type Purchase, purchases, readScenario, scenarioHash } from "../decide/index.ts";
import { readCatalogue } from "../evidence/index.ts";
import { countWords, gbpWords, type LeverCatalogue, type Scenario } from "../terms/index.ts";
import { purchaseText } from "./levers.ts";
import { table } from "./table.ts";

/** `soclab scenarios [name] [--json]`: what is ready to be tried, and what its money buys. */
export function addTo(program: Command): void {
  program
    .command("scenarios")
    .description("List the scenarios, or show one: its levers, their doses and what its money buys.")
    .argument("[name]", "a scenario, or the path of a file of your own (it is checked)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab scenarios parity-prevention")
    .action((name: string | undefined, options: { json?: boolean }) => {
      const catalogue = readCatalogue();
      const scenarios = name === undefined ? listScenarios(catalogue) : [readScenario(name, catalogue)];
      if (options.json) {
        const shown = scenarios.map((scenario) => scenarioJson(scenario, catalogue));
        process.stdout.write(`${JSON.stringify(name === undefined ? shown : shown[0], null, 2)}\n`);
      } else process.stdout.write(name === undefined ? listText(scenarios) : oneText(scenarios[0], catalogue));
    });
}

const listText = (scenarios: readonly Scenario[]): string =>
  table(
    [{ title: "name" }, { title: "hash" }, { title: "title" }, { title: "levers" }],
    scenarios.map((s) => [s.name, scenarioHash(s), s.title, s.levers.map((l) => l.lever).join(" ") || "none"]),
  );

function oneText(scenario: Scenario, catalogue: LeverCatalogue): string {
  const lines = scenario.levers.map((dated) => {
    const lever = catalogue.levers.find((l) => l.id === dated.lever)!;
    const dose = lever.dose.unit.startsWith("GBP")
      ? `${gbpWords(dated.dose)} a year`
      : `${countWords(dated.dose, 2)} ${lever.dose.unit}`;
    const dates = dated.until === undefined ? `from ${dated.from}` : `${dated.from} to ${dated.until}`;
    return [
      `  ${lever.id}  ${lever.title}: ${dose}, ${dates}`,
      ...bought(dated, catalogue).map((p) => `         ${purchaseText(p)}`),
    ].join("\n");
  });
  const fixed = Object.entries(scenario.assumptions ?? {}).map(([id, value]) => `  ${id} = ${value}`);
  return [
    `${scenario.name}  ${scenarioHash(scenario)}`,
    scenario.title,
    ...(scenario.question ? [scenario.question] : []),
    "",
    lines.length > 0 ? "Levers:" : "Levers: none",
    ...lines,
    ...(fixed.length > 0 ? ["Fixed by hand:", ...fixed] : []),
    `Structure: ${scenario.structure ?? "default"}`,
    "",
  ].join("\n");
}

const bought = (dated: Scenario["levers"][number], catalogue: LeverCatalogue): Purchase[] =>
  dated.split === undefined ? [] : purchases(dated.dose, dated.split, catalogue);

const scenarioJson = (scenario: Scenario, catalogue: LeverCatalogue) => ({
  ...scenario,
  hash: scenarioHash(scenario),
  levers: scenario.levers.map((dated) => ({ ...dated, buys: bought(dated, catalogue) })),
});
