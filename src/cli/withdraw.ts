import type { Command } from "commander";
import { collate } from "../collate/index.ts";
import { homeFolder } from "../store/index.ts";
import { reportText } from "./collate.ts";
import { untilInterrupted } from "./interrupt.ts";

/** `soclab withdraw <file> --why <reason>`: takes a file out again, with its kept bytes, its rows and every snapshot that held them. */
export function addTo(program: Command): void {
  program
    .command("withdraw")
    .argument("<file>", "name of the file, or the beginning of its SHA-256 (8 characters or more)")
    .description(
      "Take a file out again: its bytes, its rows, and old snapshots that held them. The ledger keeps what, when and why.",
    )
    .requiredOption("--why <reason>", "why, for the ledger; name no person")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print the report as JSON")
    .addHelpText("after", '\nExample:\n  $ soclab withdraw extract.csv --why "sent by mistake"')
    .action(async (wanted: string, { why, home, json }: { why: string; home?: string; json?: boolean }) => {
      const today = new Date().toISOString().slice(0, 10);
      const report = await untilInterrupted((signal) =>
        collate(homeFolder(home), undefined, { signal, today, withdraw: { wanted, why } }),
      );
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    });
}
