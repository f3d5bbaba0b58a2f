import { resolve } from "node:path";
import type { Command } from "commander";
import { examine } from "../collate/index.ts";
import { homeFolder, writeDurably } from "../store/index.ts";
import { dayOption } from "./day-option.ts";
import { healthPage } from "./doctor-page.ts";
import { healthText } from "./doctor-text.ts";

interface Options {
  home?: string;
  json?: boolean;
  html?: string;
  today?: string;
}

/**
 * `soclab doctor [--home] [--today] [--json] [--html]`: what is broken, late, missing, changed or withdrawn, on one screen.
 * Exits with 1 when something must be mended, with 0 when there are only notes.
 */
export function addTo(program: Command): void {
  program
    .command("doctor")
    .description(
      "Say on one screen what of the collated figures is broken, late, missing, changed or withdrawn, and what to do.",
    )
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--today <day>", "as if it were this day, for example 2024-03-31", dayOption("soclab doctor", "--today"))
    .option("--html <file>", "write the screen as one self-contained page")
    .option("--json", "print JSON (docs/reference/doctor.schema.json)")
    .addHelpText("after", "\nExamples:\n  $ soclab doctor\n  $ soclab doctor --html state.html")
    .action(async ({ home, json, html, today }: Options) => {
      const health = await examine(homeFolder(home), undefined, today);
      if (html !== undefined) writeDurably(resolve(html), healthPage(health));
      process.stdout.write(json ? `${JSON.stringify(health, null, 2)}\n` : healthText(health));
      if (health.matters.some((m) => m.severity === "fault")) process.exitCode = 1;
    });
}
