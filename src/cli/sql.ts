import type { Command } from "commander";
import {
  type Answer,
  type DescribedTable,
  homeFolder,
  openSnapshot,
  type PlainValue,
  type Snapshot,
} from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { csvText } from "./csv.ts";
import { limitOption, secondsOption } from "./numbers.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
  csv?: boolean;
  limit?: number;
  seconds: number;
  tables?: boolean;
}

/** Rows that are printed unless asked otherwise: as many as a screen bears, or as many as a spreadsheet does. */
const LIMITS = { table: 100, whole: 100_000 };
const SECONDS = 10;

/** `soclab sql <query> [--json | --csv] [--limit] [--seconds] [--tables]`: a question to what was collated, in SQL. */
export function addTo(program: Command): void {
  program
    .command("sql")
    .description("Ask what was collated in SQL (DuckDB's). Read-only: nothing is written, no other file is seen.")
    .argument("[query]", "one query")
    .option("--tables", "list the tables, views and columns with what they mean")
    .option("--json", "print the rows as a JSON array of objects")
    .option(
      "--csv",
      "print comma-separated values; text that a spreadsheet would run as a formula gets a leading apostrophe",
    )
    .option(
      "--limit <rows>",
      `most rows to print (default: ${LIMITS.table}, with --json and --csv ${LIMITS.whole})`,
      limitOption,
    )
    .option("--seconds <seconds>", "how long it may take", secondsOption, SECONDS)
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .addHelpText("after", HELP)
    .action(async (query: string | undefined, options: Options) => {
      const snapshot = await openSnapshot(homeFolder(options.home));
      try {
        if (options.tables === true) {
          const tables = await snapshot.tables();
          process.stdout.write(options.json ? `${JSON.stringify(tables, null, 2)}\n` : tablesText(tables));
          return;
        }
        const rows = options.limit ?? (options.json || options.csv ? LIMITS.whole : LIMITS.table);
        const answer = await snapshot.ask(queryOf(query), { seconds: options.seconds, rows });
        process.stdout.write(answerText(answer, options));
        process.stderr.write(await notPublic(snapshot));
        if (answer.isCut)
          process.stderr.write(
            `Cut after ${rows.toLocaleString("en-GB")} rows; there are more. --limit <rows> prints up to 1,000,000, soclab export all.\n`,
          );
      } finally {
        snapshot.close();
      }
    });
}

/** A mark beside every answer out of a snapshot that holds what partners do not let out; "" where it holds nothing such. */
async function notPublic(snapshot: Snapshot): Promise<string> {
  const [held] = await snapshot.sql(
    "select sum(rows_loaded)::integer as n, string_agg(distinct handling, ', ' order by handling) as kinds from release where handling <> 'public'",
  );
  if (held === undefined || held.n === null) return "";
  return `Not all public: ${Number(held.n).toLocaleString("en-GB")} rows of this snapshot came from partners (handling: ${held.kinds}). Do not pass on an answer that draws on them; \`handling\` in statement and latest says which they are.\n`;
}

const HELP = `
Examples:
  $ soclab sql --tables
  $ soclab sql "select source, count(*) as figures from observation group by source"
  $ soclab sql "select p.name, value from latest l join place p on l.place = p.code where measure = 'nrm-referrals' limit 5"
  $ soclab sql "select * from as_known('2023-12-31') where measure = 'nrm-referrals'" --csv`;

function queryOf(query: string | undefined): string {
  if (query !== undefined) return query;
  throw new Problem({ code: "query-refused", what: "empty" });
}

function answerText(answer: Answer, { json, csv }: Options): string {
  const { columns, rows } = answer;
  const names = columns.map((c) => c.name);
  if (json)
    return `${JSON.stringify(
      rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
      null,
      2,
    )}\n`;
  if (csv) return csvText(names, rows);
  const headings = columns.map(({ name, type }) => ({ title: name, isNumber: NUMBERS.test(type) }));
  return table(
    headings,
    rows.map((row) => row.map(shown)),
  );
}

const NUMBERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DOUBLE|FLOAT|DECIMAL)/;

/** A cell on one line of the terminal: control characters would move the cursor. */
const shown = (value: PlainValue | undefined): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  value === null || value === undefined ? "" : String(value).replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");

/** Tables with their columns, each with its meaning. Pure; ends with a line feed. */
export function tablesText(tables: readonly DescribedTable[]): string {
  const texts = tables.map(({ call, kind, about, columns }) => {
    const width = Math.max(...columns.map((c) => c.name.length));
    const lines = columns.map(
      (c) => `  ${c.name.padEnd(width)}  ${[c.type, c.meaning].filter((t) => t !== "").join("; ")}\n`,
    );
    return `${call} (${kind})${about === "" ? "" : `: ${about}`}\n${lines.join("")}`;
  });
  return texts.join("\n");
}
