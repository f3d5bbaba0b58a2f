import { extname } from "node:path";
import type { Command } from "commander";
import {
  type Conformance,
  checkBoundaries,
  checkConformance,
  checkPublished,
  readPapers,
  readSources,
  readTableSchema,
  sourceFor,
} from "../collate/index.ts";
import { checkText, writeCheckReport } from "./check-report.ts";

interface Options {
  schema?: string;
  mapping?: string;
  source?: string;
  json?: boolean;
  report?: string;
}

/** `soclab check <file> [--schema] [--mapping] [--report]`: whether a file is as its schema or its source says. Exits with 1 when it is not. */
export function addTo(program: Command): void {
  program
    .command("check")
    .argument("<file>", "a file to be handed over, a file of a source, or boundaries (.geojson)")
    .description("Check a file before it is handed over or collated. Needs no database; nothing is kept or sent.")
    .option("--schema <file>", "its table schema (Frictionless Table Schema, JSON)")
    .option("--mapping <file>", "what its rows mean; the schema that it names is used unless --schema says another")
    .option("--source <id>", "the source that reads it, where its name does not say so")
    .option("--json", "print the report as JSON")
    .option("--report <file>", "write the report to a file that ends in .csv, .json or .html")
    .addHelpText(
      "after",
      "\nExamples:\n  $ soclab check extract.csv --mapping mapping.yaml\n  $ soclab check return.xlsx --schema table-schema.json --report findings.html",
    )
    .action(async (file: string, options: Options) => {
      const found = await checked(file, options);
      if (options.report !== undefined) writeCheckReport(options.report, found);
      process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : checkText(found));
      if (!found.conforms) process.exitCode = 1;
    });
}

async function checked(file: string, { schema, mapping, source }: Options): Promise<Conformance> {
  if (schema !== undefined || mapping !== undefined) {
    const papers = mapping === undefined ? undefined : readPapers(mapping);
    const own = schema === undefined ? papers?.schema : readTableSchema(schema);
    if (own === undefined) throw new Error("neither a schema nor a mapping, and yet one was given");
    return checkConformance(file, own, papers === undefined ? undefined : { ...papers, schema: own });
  }
  if (extname(file).toLowerCase() === ".geojson") return checkBoundaries(file);
  const found = sourceFor(file.replace(/^.*[\\/]/, ""), await readSources(), source);
  return checkPublished(file, found);
}
