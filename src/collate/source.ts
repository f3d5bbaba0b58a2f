import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse as parseYaml } from "yaml";
import {
  checkValue,
  filesIn,
  type Handling,
  projectFile,
  projectModule,
  readPlaces,
  readTable,
  readWiderAreas,
  SCHEMA,
} from "../store/index.ts";
import { number, type Observation, OTHER_TOPICS, Problem, type Row, THREATS, text } from "../terms/index.ts";
import type { GoodRow, Protected } from "./check.ts";
import { type SourceDeclaration, SourceSchema, type TableDeclaration } from "./declaration.ts";
import type { EventCounter } from "./partner/counts.ts";
import { qualityDefinition } from "./quality/definition.ts";

/** What the declaration and the release say of every figure, unless the row itself says otherwise. */
type OfTheRelease = "sourceTitle" | "publisher" | "published" | "locator" | "licence" | "note";

/** What one row says; collate adds what the release says and the way back to the line. */
export type Reading = Omit<Observation, "id" | "source" | OfTheRelease> & Partial<Pick<Observation, OfTheRelease>>;

/** The table that a row stands in. */
export interface TableInfo {
  /** Id of the table in source.yaml. */
  table: string;
  /** The file's own name. */
  name: string;
  /** Sheet of a workbook or path of an entry in an archive; "" where the file is the table. */
  part: string;
  header: readonly string[];
  /** Date of publication as far as it is known: ISO date, month, year or "". */
  published: string;
}

/** Parts that should add up to a whole and do not: what they are, in words, with both numbers. */
export interface Discrepancy {
  what: string;
  parts: number;
  whole: number;
}

/** The module sources/<id>/read.ts. */
export interface SourceReader {
  /** The figures of one row. Throws a Problem that names line and column; `notAFigure` sets a total or a footnote aside. */
  readRow: (row: Row, table: TableInfo) => Reading | Reading[];
  /** Looks at a whole table after its rows: margins that must equal the sum of their leaves. */
  checkTable?: (readings: readonly Reading[], table: TableInfo) => Discrepancy[];
  /** What of the figures of a table may be kept: of unpublished records small counts are banded. */
  protect?: (rows: readonly GoodRow[], file: string) => Protected;
}

/** One source, ready to be collated: what it declares, what it expects, how it reads, and the files it owns. */
export interface Source extends SourceReader {
  declaration: SourceDeclaration;
  /** By measure, then by unit: the lowest and highest value that is plausible. */
  measures: ReadonlyMap<string, ReadonlyMap<string, { low: number; high: number }>>;
  /** Whether an observation of this source may be about the place of this ONS code. */
  knowsPlace: (code: string) => boolean;
  /** Hash (16 hex) of all that decides what a file becomes; a change makes its files be read anew. */
  definition: string;
  /** File that declares it, where that is not source.yaml. */
  declaredAt?: string;
  /** What its files were handed over under, where a partner did; figures that are not public never leave. */
  handedOver?: { handling: Handling; retentionUntil: string };
  /** What unpublished counts are broken down by, in words; absent where they are published. */
  unpublishedBy?: string;
  /** Of a file of events: counts them, so that no row is ever kept. */
  counter?: () => EventCounter;
  /** Paths of the files that ship with the project, sorted by name; none where users bring the files. */
  files: string[];
}

/** Every folder of sources/, sorted. Throws a Problem when a declaration is wrong or a source that owns files has none. */
export async function readSources(): Promise<Source[]> {
  const folders = readdirSync(projectFile("sources"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map((folder) => folder.name).sort();
  const shared = sharedByAll();
  return Promise.all(names.map((name) => readSource(name, shared)));
}

/** What every source needs and none has of its own: read once for all. */
const sharedByAll = () => ({ places: knownPlaces(), definition: sharedDefinition() });

/** One source by its folder's name in sources/. Throws a Problem when its declaration is wrong or it owns files and has none. */
export async function readSource(id: string, shared = sharedByAll()): Promise<Source> {
  const declaration = readDeclaration(id);
  const reader = (await import(/* @vite-ignore */ projectModule("sources", id, "read"))) as SourceReader;
  return {
    ...reader,
    declaration,
    measures: readMeasures(id),
    knowsPlace: placesOf(declaration, shared.places),
    definition: definitionOf(id, shared.definition),
    files: ownedFiles(declaration),
  };
}

/** ONS codes of the police areas, nations and regions. */
export const knownPlaces = (): ReadonlySet<string> =>
  new Set([...readPlaces(), ...readWiderAreas()].map((place) => place.code));

function readDeclaration(id: string): SourceDeclaration {
  const path = projectFile("sources", id, "source.yaml");
  const file = `sources/${id}/source.yaml`;
  if (!existsSync(path)) throw new Problem({ code: "missing-file", file, next: "Restore it from the repository." });
  return checkValue(file, parseYaml(readFileSync(path, "utf8")), SourceSchema);
}

/** Shapes of the ONS codes of small areas (GSS; Northern Ireland's super output areas are older than that). */
const SMALL_AREAS = {
  lsoa: /^(E01|W01|S01|N20)\d{6}$|^95[A-Z0-9]{4,6}$/,
  "local-authority": /^(E0[6-9]|W06|S12|N09)\d{6}$/,
  "community-safety-partnership": /^(E22|W21)\d{6}$/,
};

function placesOf({ geographies = [] }: SourceDeclaration, known: ReadonlySet<string>): Source["knowsPlace"] {
  const shapes = geographies.map((kind) => SMALL_AREAS[kind]);
  return (code) => known.has(code) || shapes.some((shape) => shape.test(code));
}

function ownedFiles({ id, owned }: SourceDeclaration): string[] {
  if (owned === undefined) return [];
  const folder = projectFile(owned.folder);
  const files = existsSync(folder) ? filesIn(folder, owned.ending) : [];
  if (files.length === 0) throw new Problem({ code: "no-files", source: id, where: owned.folder });
  return files;
}

/**
 * For readers: sets a row aside that is no figure of its own, such as a total of the rows above or a footnote.
 * `why` fits after "the row is".
 */
export function notAFigure(row: Row, why: string): never {
  throw new Problem({ code: "not-a-figure", file: row.file, line: row.line, why });
}

/** How a file is called in reports, findings and origins: the source's id, the file's own name and the part of it. */
export const fileTitle = (source: string, name: string, part = ""): string =>
  part === "" ? `${source}/${name}` : `${source}/${name}, ${part}`;

export const nameOf = (path: string): string => basename(path);

/** The table of a source that a file or an entry of an archive holds, by its name. */
export const tableNamed = ({ declaration }: Source, name: string): TableDeclaration | undefined =>
  declaration.tables.find((table) => new RegExp(table.files, "i").test(name));

/** The tables that the sheets of one workbook hold: each declares the sheets it is about. */
export const tablesNamed = ({ declaration }: Source, name: string): TableDeclaration[] =>
  declaration.tables.filter((table) => new RegExp(table.files, "i").test(name));

/** Whether a file is an archive in which this source's tables come. */
export const isArchive = ({ declaration: { archives } }: Source, name: string): boolean =>
  archives !== undefined && new RegExp(archives.files, "i").test(name);

/**
 * The source that reads a file, by the file's name. Throws a Problem "aggregate-first" for a register of people's names,
 * "no-source" when none declares such a name, and "several-sources" when more than one does; `wanted` names the source
 * when the user said which.
 */
export function sourceFor(name: string, sources: readonly Source[], wanted?: string): Source {
  refuseNames(name, sources);
  const known = sources.map((source) => source.declaration.id);
  if (wanted !== undefined && !known.includes(wanted))
    throw new Problem({
      code: "unknown-name",
      what: "source",
      name: wanted,
      known,
      next: "`soclab sources` lists them.",
    });
  const candidates = sources.filter(
    (s) =>
      (wanted === undefined ? s.declaration.owned === undefined : s.declaration.id === wanted) &&
      (tableNamed(s, name) !== undefined || isArchive(s, name)),
  );
  const [first, second] = candidates;
  if (first === undefined)
    throw new Problem({ code: "no-source", file: name, ...(wanted === undefined ? {} : { wanted }) });
  if (second !== undefined)
    throw new Problem({ code: "several-sources", file: name, known: candidates.map((s) => s.declaration.id) });
  return first;
}

/** A register of people's names is refused by its name, whichever source is asked to read it. */
export function refuseNames(name: string, sources: readonly Source[]): void {
  for (const { declaration } of sources)
    if (declaration.never_landed !== undefined && new RegExp(declaration.never_landed, "i").test(name))
      throw new Problem({ code: "aggregate-first", file: name, source: declaration.id });
}

const measuresFile = (id: string): string => projectFile("sources", id, "measures.csv");

function readMeasures(id: string): Source["measures"] {
  const measures = new Map<string, Map<string, { low: number; high: number }>>();
  for (const m of readTable(measuresFile(id), (row) => ({
    measure: row.take("measure", text),
    unit: row.take("unit", text),
    low: row.take("lowest", number),
    high: row.take("highest", number),
  }))) {
    const units = measures.get(m.measure) ?? new Map();
    measures.set(m.measure, units.set(m.unit, { low: m.low, high: m.high }));
  }
  return measures;
}

/** Tables of data/places that decide what a row is about, and what the snapshot says of a place. */
const PLACE_TABLES = ["places.csv", "wider-areas.csv", "aliases.csv", "bodies.csv"];

/** Hash of what decides about the files of every source: the database's tables, threats, rules of quality, places. */
export function sharedDefinition(): string {
  const hash = createHash("sha256")
    .update(SCHEMA)
    .update(JSON.stringify([THREATS, OTHER_TOPICS]))
    .update(qualityDefinition());
  for (const name of PLACE_TABLES) hash.update(readFileSync(projectFile("data", "places", name)));
  return hash.digest("hex");
}

function definitionOf(id: string, shared: string): string {
  const hash = createHash("sha256").update(shared);
  for (const path of definingFiles(projectFile("sources", id))) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

/** The three files that every source has, then its own lists and modules by name; its tests decide nothing. */
function definingFiles(folder: string): string[] {
  const always = ["source.yaml", "measures.csv", "read.ts"];
  const own = readdirSync(folder).filter((name) => /\.(csv|ts)$/.test(name) && !/\.test\.ts$/.test(name));
  return [...always, ...own.filter((name) => !always.includes(name)).sort()].map((name) => join(folder, name));
}
