import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Problem } from "../terms/index.ts";
import { hashFile, readCurrent } from "./current.ts";
import { Database } from "./database.ts";
import { describedTables } from "./described.ts";
import { guarded, makeFolder, syncFile, writeDurably } from "./door.ts";
import { packageLicences } from "./export-licences.ts";
import { dataPackage, type ExportedTable, type ExportFacts } from "./export-package.ts";
import { citationFile, citationText, exportReadme } from "./export-texts.ts";

/** What to take out of a snapshot, and how. */
export interface ExportOrder {
  home: string;
  /** Does not exist yet. */
  folder: string;
  format: "csv" | "parquet";
  /** Ids of sources and names of measures; all where empty. */
  sources: readonly string[];
  measures: readonly string[];
  /** Version of the program, for the package's own. */
  program: string;
}

/**
 * Writes the public figures of the current snapshot as a Data Package into a new folder, whole or not at all. The same
 * snapshot gives the same bytes. Figures whose release has a `handling` other than "public" never leave. Throws a Problem
 * when the folder is there, a source or measure is not, nothing is left to export, or the disk does not allow it.
 */
export async function exportSnapshot(order: ExportOrder): Promise<ExportFacts> {
  const folder = resolve(order.folder);
  if (existsSync(folder)) throw new Problem({ code: "folder-taken", path: folder });
  const { fingerprint, path } = readCurrent(order.home);
  const half = join(dirname(folder), `.${basename(folder)}.${process.pid}.half`);
  makeFolder(join(half, "data"));
  try {
    const facts = await writePackage(path, half, fingerprint, order);
    guarded(folder, () => renameSync(half, folder));
    return facts;
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

async function writePackage(path: string, half: string, fingerprint: string, order: ExportOrder): Promise<ExportFacts> {
  const database = await Database.readInto(path, join(half, "data"));
  try {
    const chosen = await choose(database, order);
    const tables = await writeTables(database, half, order.format, chosen);
    const facts: ExportFacts = { ...(await factsOf(database, chosen)), fingerprint, tables, ...asked(order) };
    writeDurably(join(half, "datapackage.json"), `${JSON.stringify(dataPackage(facts), null, 2)}\n`);
    writeDurably(join(half, "CITATION.cff"), citationFile(facts));
    writeDurably(join(half, "CITATION.txt"), citationText(facts));
    writeDurably(join(half, "README.md"), exportReadme(facts));
    return facts;
  } finally {
    database.close();
  }
}

const asked = ({ program, sources, measures }: ExportOrder) => ({ program, sources, measures });

/** Conditions on `statement` and on `release`: what was asked for and may leave. */
interface Chosen {
  figures: string;
  releases: string;
  withheld: number;
}

async function choose(database: Database, { sources, measures }: ExportOrder): Promise<Chosen> {
  await checkNames(database, "source", sources);
  await checkNames(database, "measure", measures);
  const wanted = [...among("source", sources), ...among("measure", measures)].join(" and ") || "true";
  const open = await publicReleases(database);
  const figures = `${wanted} and (sha256, part) in (select (sha256, part) from release where ${open})`;
  const [row] = await database.rows(
    `select count(*) as n, count(*) filter (${figures}) as kept from statement where ${wanted}`,
  );
  const kept = Number(row?.kept);
  if (kept === 0)
    throw new Problem({ code: "nothing-to-export", of: [...sources, ...measures].join(", ") || "the snapshot" });
  const releases = `${open} and (sha256, part) in (select (sha256, part) from statement where ${wanted})`;
  return { figures, releases, withheld: Number(row?.n) - kept };
}

/** Condition on `release`: what a partner handed over under an agreement stays inside unless it says public. */
async function publicReleases(database: Database): Promise<string> {
  const columns = await database.rows(
    "select 1 from duckdb_columns() where table_name = 'release' and column_name = 'handling'",
  );
  return columns.length > 0 ? "handling = 'public'" : "true";
}

async function checkNames(database: Database, column: "source" | "measure", names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const rows = await database.rows(`select distinct ${column} as name from observation order by name`);
  const known = rows.map((row) => String(row.name));
  const next = `\`soclab sql "select distinct ${column} from observation"\` lists them.`;
  for (const name of names)
    if (!known.includes(name)) throw new Problem({ code: "unknown-name", what: `loaded ${column}`, name, known, next });
}

const among = (column: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${column} in (${names.map(quoted).join(", ")})`];
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What is exported, each in an order of its own so that the same rows give the same bytes. */
const TABLES = [
  {
    name: "observation",
    from: "statement",
    order:
      "source, measure, place, period_start, period_end, threat, breakdown, unit, known_from, sha256, part, line, id",
  },
  { name: "release", from: "release", order: "source, name, sha256, part" },
  { name: "place", from: "place", order: "code" },
  { name: "threat", from: "threat", order: "id" },
] as const;

async function writeTables(
  database: Database,
  half: string,
  format: ExportOrder["format"],
  { figures, releases }: Chosen,
): Promise<ExportedTable[]> {
  const described = await describedTables(database);
  const tables: ExportedTable[] = [];
  for (const { name, from, order } of TABLES) {
    const about = described.find((t) => t.name === name)?.about ?? "";
    const columns = described.find((t) => t.name === from)?.columns ?? [];
    const where = name === "observation" ? figures : name === "release" ? releases : "true";
    const path = `data/${name}.${format}`;
    const file = join(half, path);
    const picked = columns.map((c) => (format === "csv" ? `${csvField(c)} as "${c.name}"` : `"${c.name}"`)).join(", ");
    const rows = `select ${picked} from (select * from ${from} where ${where} order by ${order})`;
    await database.run(`copy (${rows}) to ${quoted(file)} (${FORMATS[format]})`);
    const [counted] = await database.rows(`select count(*) as n from ${from} where ${where}`);
    syncFile(file);
    const { sha256 } = hashFile(file);
    tables.push({ name, about, path, format, rows: Number(counted?.n), bytes: statSync(file).size, sha256, columns });
  }
  return tables;
}

const FORMATS = { csv: "format csv, header, delimiter ',', quote '\"'", parquet: "format parquet, compression zstd" };

/** A column as CSV has it: times in ISO form, and text that a spreadsheet would run as a formula with an apostrophe. */
function csvField({ name, type }: { name: string; type: string }): string {
  if (type.startsWith("timestamp")) return `strftime("${name}", '%Y-%m-%dT%H:%M:%SZ')`;
  if (type !== "varchar") return `"${name}"`;
  return `case when regexp_matches("${name}", '^[=+\\-@\\t\\r]') then '''' || "${name}" else "${name}" end`;
}

async function factsOf(database: Database, { figures, releases, withheld }: Chosen) {
  const [row] = await database.rows(
    `select strftime(max(landed_at), '%Y-%m-%dT%H:%M:%SZ') as created from release where ${releases}`,
  );
  const licences = await database.rows(`select distinct licence from statement where ${figures} order by licence`);
  const publications = await database.rows(
    `select distinct publisher, source_title, locator from statement where ${figures} order by all`,
  );
  return {
    created: String(row?.created),
    licences: packageLicences(licences.map((r) => String(r.licence))),
    publications: publications.map((r) => ({
      publisher: String(r.publisher),
      title: String(r.source_title),
      locator: String(r.locator),
    })),
    withheld,
  };
}
