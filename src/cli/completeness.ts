import type { Command } from "commander";
import { homeFolder, openSnapshot, type PlainRow, type Snapshot } from "../store/index.ts";
import { Problem } from "../terms/index.ts";

interface Options {
  home?: string;
  json?: boolean;
  source?: string;
  measure?: string;
}

/** `soclab completeness [--source] [--measure] [--json]`: which places and periods are there, missing or implausible. */
export function addTo(program: Command): void {
  program
    .command("completeness")
    .description(
      "Show which of the places and periods that sources declare to cover are published, missing or implausible.",
    )
    .option("--source <id>", "of one source")
    .option("--measure <name>", "of one measure")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print every place and period as JSON")
    .addHelpText("after", "\nExample:\n  $ soclab completeness --source national-referral-mechanism")
    .action(async ({ home, json, source, measure }: Options) => {
      const snapshot = await openSnapshot(homeFolder(home));
      try {
        const rows = await cells(snapshot, source, measure);
        process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : completenessText(rows));
      } finally {
        snapshot.close();
      }
    });
}

/** Rows of the table of completeness, with the places' names. Throws a Problem for a source or measure that it does not have. */
async function cells(snapshot: Snapshot, source?: string, measure?: string): Promise<PlainRow[]> {
  const all = await snapshot.sql(
    `select c.*, coalesce(p.name, c.place) as name from completeness c left join place p on p.code = c.place
     order by c.source, c.measure, c.period, c.place, c.period_start`,
  );
  const ofSource = all.filter((row) => source === undefined || row.source === source);
  const found = ofSource.filter((row) => measure === undefined || row.measure === measure);
  if (found.length > 0 || (source === undefined && measure === undefined)) return found;
  const [what, name, column] =
    source !== undefined && ofSource.length === 0
      ? (["source whose coverage is declared and loaded", source, "source"] as const)
      : (["measure whose coverage is declared and loaded", measure ?? "", "measure"] as const);
  const known = [...new Set((ofSource.length > 0 ? ofSource : all).map((row) => String(row[column])))];
  throw new Problem({ code: "unknown-name", what, name, known, next: "`soclab completeness` shows all of them." });
}

const SIGNS: Readonly<Record<string, string>> = { published: ".", implausible: "!", missing: "-" };

/** A grid for each measure: a line a place, a sign a period. Pure; ends with a line feed. */
export function completenessText(rows: readonly PlainRow[]): string {
  if (rows.length === 0) return "No source that is loaded declares what it covers.\n";
  const grids = groupsOf(rows, (row) => `${row.source}, ${row.measure}, by ${String(row.period).replace("-", " ")}`);
  return `${[...grids].map(([title, of]) => grid(title, of)).join("\n")}\n. published   ! implausible   - missing\n`;
}

function grid(title: string, rows: readonly PlainRow[]): string {
  const places = groupsOf(rows, (row) => String(row.name));
  const starts = [...new Set(rows.map((row) => String(row.period_start)))].sort();
  const width = Math.max(...[...places.keys()].map((name) => name.length));
  const lines = [...places].map(([name, of]) => {
    const signs = new Map(of.map((row) => [String(row.period_start), SIGNS[String(row.state)] ?? "?"]));
    return `${name.padEnd(width)}  ${starts.map((start) => signs.get(start) ?? " ").join("")}\n`;
  });
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  const sums = `${count("published")} published, ${count("implausible")} implausible, ${count("missing")} missing`;
  const breaks = [...new Set(rows.flatMap((row) => (row.break === null ? [] : [`${row.name}: ${row.break}`])))];
  return [
    `${title}: ${sums}\n`,
    `${" ".repeat(width)}  ${years(starts)}\n`,
    ...lines,
    ...breaks.map((text) => `  ${text}\n`),
  ].join("");
}

/** The year over the first period of each, where there is room for its four digits. Pure. */
function years(starts: readonly string[]): string {
  let line = "";
  starts.forEach((start, i) => {
    const isFirst = start.slice(0, 4) !== starts[i - 1]?.slice(0, 4);
    if (isFirst && (line.length < i || i === 0)) line = `${line.padEnd(i)}${start.slice(0, 4)}`;
  });
  return line;
}

function groupsOf(rows: readonly PlainRow[], keyOf: (row: PlainRow) => string): Map<string, PlainRow[]> {
  const groups = new Map<string, PlainRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
