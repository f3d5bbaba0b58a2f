import type { Command } from "commander";
import { homeFolder, openSnapshot, type PlainRow } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { dayOption } from "./day-option.ts";
import { limitOption } from "./numbers.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
  since?: string;
  source?: string;
  limit: number;
}

/** `soclab restatements [--since] [--source] [--limit] [--json]`: figures that a later publication states otherwise, or no more. */
export function addTo(program: Command): void {
  program
    .command("restatements")
    .description("List figures that a later publication of the same source states otherwise, or leaves out.")
    .option(
      "--since <day>",
      "restated on or after this day, for example 2024-01-01",
      dayOption("soclab restatements", "--since"),
    )
    .option("--source <id>", "of one source")
    .option("--limit <rows>", "most rows to print", limitOption, 50)
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab restatements --since 2024-01-01 --source embedded")
    .action(async ({ home, json, since, source, limit }: Options) => {
      const { rows, total } = await restatements(homeFolder(home), { since, source, limit });
      process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : restatementsText(rows, total));
      if (rows.length < total) process.stderr.write(`${rows.length} of ${total} are shown; --limit prints more.\n`);
    });
}

interface Wanted {
  since: string | undefined;
  source: string | undefined;
  limit: number;
}

/** Minutes, not seconds: it looks at every figure. */
const SECONDS = 300;

/** The restatements asked for, the newest first, and how many there are in all. Throws a Problem when nothing is collated. */
async function restatements(
  home: string,
  { since, source, limit }: Wanted,
): Promise<{ rows: PlainRow[]; total: number }> {
  const snapshot = await openSnapshot(home);
  try {
    const known = await snapshot.sql("select distinct source from release order by source");
    if (source !== undefined && !known.some((row) => row.source === source))
      throw new Problem({
        code: "unknown-name",
        what: "loaded source",
        name: source,
        known: known.map((row) => String(row.source)),
        next: "`soclab sources` shows what is loaded.",
      });
    const where = [
      ...(since === undefined ? [] : [`later_known_from >= '${since}'`]),
      ...(source === undefined ? [] : [`source = '${source}'`]),
    ];
    const query = `select *, count(*) over () as total from restatement where ${where.join(" and ") || "true"}
      order by later_known_from desc, source, measure, place, period_start, period_end, breakdown, unit, earlier_id, kind limit ${limit}`;
    const { columns, rows } = await snapshot.ask(query, { seconds: SECONDS, rows: limit });
    const found = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
    return { rows: found.map(({ total, ...row }) => row), total: Number(found[0]?.total ?? 0) };
  } finally {
    snapshot.close();
  }
}

/** A table of restatements. Pure; ends with a line feed. */
function restatementsText(rows: readonly PlainRow[], total: number): string {
  if (total === 0) return "No figure was restated.\n";
  const text = (value: PlainRow[string] | undefined): string =>
    value === null || value === undefined ? "" : String(value);
  const lines = rows.map((r) => [
    `${text(r.later_known_from)}`,
    [r.measure, r.breakdown]
      .map(text)
      .filter((t) => t !== "")
      .join(", "),
    text(r.place),
    `${text(r.period_start)} to ${text(r.period_end)}`,
    text(r.earlier_value ?? r.earlier_missing),
    r.kind === "vanished" ? "vanished" : text(r.later_value ?? r.later_missing),
    r.relative_change === null ? "" : `${(Number(r.relative_change) * 100).toFixed(1)}%`,
    text(r.earlier_id),
    text(r.later_id),
  ]);
  return `${table(COLUMNS, lines)}\n${total} in all. Where a figure comes from: soclab explain ${text(rows[0]?.earlier_id)}\n`;
}

const COLUMNS = [
  { title: "known from" },
  { title: "figure" },
  { title: "place" },
  { title: "period" },
  { title: "earlier", isNumber: true },
  { title: "later", isNumber: true },
  { title: "change", isNumber: true },
  { title: "earlier statement" },
  { title: "later statement" },
];
