import type { Command } from "commander";
import { exportSnapshot, homeFolder } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { VERSION } from "./version.ts";

interface Options {
  home?: string;
  format: string;
  measure: string[];
  source: string[];
  json?: boolean;
}

/** `soclab export <folder> [--format] [--measure...] [--source...]`: the figures as a Data Package, with licences and a citation. */
export function addTo(program: Command): void {
  program
    .command("export")
    .argument("<folder>", "a new folder")
    .description("Write the public figures as a Frictionless Data Package: data files, licences, citation.")
    .option("--format <format>", "csv or parquet", "csv")
    .option("--measure <measures...>", "these measures alone", [])
    .option("--source <ids...>", "these sources alone", [])
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print what was written as JSON")
    .addHelpText("after", "\nExample:\n  $ soclab export ~/soc-figures --measure nrm-referrals --format parquet")
    .action(async (folder: string, { home, format, measure, source, json }: Options) => {
      const order = { home: homeFolder(home), folder, format: formatOf(format), program: VERSION };
      const { tables, fingerprint } = await exportSnapshot({ ...order, measures: measure, sources: source });
      if (json) {
        process.stdout.write(`${JSON.stringify({ folder, fingerprint, files: tables }, null, 2)}\n`);
        return;
      }
      const files = tables.map((t) => `  ${t.path}  ${t.rows.toLocaleString("en-GB")} rows\n`);
      process.stdout.write(
        `${folder}\n${files.join("")}Snapshot ${fingerprint}; datapackage.json describes every file and column.\n`,
      );
    });
}

function formatOf(text: string): "csv" | "parquet" {
  if (text === "csv" || text === "parquet") return text;
  const known = ["csv", "parquet"];
  throw new Problem({ code: "unknown-name", what: "format", name: text, known, next: "Write csv or parquet." });
}
