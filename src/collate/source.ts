import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Type from "typebox";
import { parse as parseYaml } from "yaml";
import {
  checkValue,
  filesIn,
  projectFile,
  projectModule,
  readPlaces,
  readTable,
  readWiderAreas,
  SCHEMA,
} from "../store/index.ts";
import { number, type Observation, Problem, type Row, text } from "../terms/index.ts";

/** What one row says; collate adds the source and the way back to the line. */
export type Reading = Omit<Observation, "id" | "source">;

const SourceSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9-]+$" }),
    title: Type.String(),
    publisher: Type.String(),
    licence: Type.String(),
    cadence: Type.String(),
    about: Type.String(),
    /** Where its files lie in the project, and how their names end. */
    files: Type.Object({ folder: Type.String(), ending: Type.String() }),
    /** Declared, never guessed. */
    dialect: Type.Object({
      encoding: Type.Literal("utf-8"),
      delimiter: Type.String({ minLength: 1, maxLength: 1 }),
      quote: Type.String({ minLength: 1, maxLength: 1 }),
    }),
    columns: Type.Array(Type.String(), { minItems: 1 }),
    /** By file name: fewest and most rows of a whole file. */
    rows: Type.Record(Type.String(), Type.Tuple([Type.Integer(), Type.Integer()])),
    traps: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);

export type SourceDeclaration = Type.Static<typeof SourceSchema>;

/** One source, ready to be collated: what it declares, what it expects, how it reads, and its files. */
export interface Source {
  declaration: SourceDeclaration;
  /** By measure, then by unit: the lowest and highest value that is plausible. */
  measures: ReadonlyMap<string, ReadonlyMap<string, { low: number; high: number }>>;
  /** ONS codes that an observation may be about. */
  places: ReadonlySet<string>;
  readRow: (row: Row) => Reading;
  /** Hash (16 hex) of all that decides what a file becomes; a change makes its files be read anew. */
  definition: string;
  /** Paths of the files as they lie there now, sorted by name. */
  files: string[];
}

/** Every folder of sources/, sorted. Throws a Problem when a declaration is wrong or a source has no file. */
export async function readSources(): Promise<Source[]> {
  const folders = readdirSync(projectFile("sources"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return Promise.all(
    folders
      .map((folder) => folder.name)
      .sort()
      .map(readSource),
  );
}

/** One source by its folder's name in sources/. Throws a Problem when its declaration is wrong or it has no file. */
export async function readSource(id: string): Promise<Source> {
  const declared = projectFile("sources", id, "source.yaml");
  if (!existsSync(declared))
    throw new Problem({
      code: "missing-file",
      file: `sources/${id}/source.yaml`,
      next: "Restore it from the repository.",
    });
  const declaration = checkValue(`sources/${id}/source.yaml`, parseYaml(readFileSync(declared, "utf8")), SourceSchema);
  const { readRow } = (await import(/* @vite-ignore */ projectModule("sources", id, "read"))) as {
    readRow: (row: Row) => Reading;
  };
  const places = [...readPlaces(), ...readWiderAreas()].map((place) => place.code).sort();
  const folder = projectFile(declaration.files.folder);
  const files = existsSync(folder) ? filesIn(folder, declaration.files.ending) : [];
  if (files.length === 0) throw new Problem({ code: "no-files", source: id, where: declaration.files.folder });
  return {
    declaration,
    measures: readMeasures(id),
    places: new Set(places),
    readRow,
    definition: definitionOf(id, places),
    files,
  };
}

/** How a file is called in reports, findings and origins: the source's id and the file's own name. */
export const fileTitle = (source: string, name: string): string => `${source}/${name}`;

export const nameOf = (path: string): string => basename(path);

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

function definitionOf(id: string, places: string[]): string {
  const hash = createHash("sha256").update(SCHEMA).update(places.join(" "));
  for (const name of ["source.yaml", "measures.csv", "read.ts"])
    hash.update(readFileSync(join(projectFile("sources", id), name)));
  return hash.digest("hex").slice(0, 16);
}
