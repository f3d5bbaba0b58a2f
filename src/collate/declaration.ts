import Type, { type Static } from "typebox";
import { BulkSchema } from "./bulk/declaration.ts";

const Pattern = Type.String({ minLength: 1 });
const RowRange = Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]);
const strict = { additionalProperties: false };

export const DialectSchema = Type.Object(
  {
    encoding: Type.Enum(["utf-8", "windows-1252", "iso-8859-1", "utf-16le"]),
    delimiter: Type.String({ minLength: 1, maxLength: 1 }),
    quote: Type.String({ minLength: 1, maxLength: 1 }),
    /** Lines before the header. */
    preamble: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
);

const NumberStyleSchema = Type.Object(
  { thousands: Type.Optional(Type.Enum([",", ".", " "])), decimal: Type.Optional(Type.Enum([".", ","])) },
  strict,
);

/** One kind of table that the source publishes. Files are recognised by their names, never by a look inside. */
const TableSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9-]+$" }),
    /** Regular expression, case ignored: names of files (or paths of entries in an archive) that hold this table. */
    files: Pattern,
    format: Type.Enum(["csv", "workbook", "parquet", "json", "json-lines"]),
    /** Of a CSV file. */
    dialect: Type.Optional(DialectSchema),
    /** Of a workbook: regular expression of the names of the sheets to read; each is a part of its own. */
    sheets: Type.Optional(Pattern),
    /** Of a workbook: the row that holds the column names, as people see it, or "named": the first that holds all of `columns`. 1 when absent. */
    header: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Literal("named")])),
    /** Of a workbook: rows that together hold the column names, for headings over several columns. 1 when absent. */
    header_rows: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
    /** Of a JSON file: dotted path of the list of records; the file itself when absent. */
    records: Type.Optional(Type.String()),
    numbers: Type.Optional(NumberStyleSchema),
    /** Must all be there. None where every release words them differently: then `open` lets them in and the reader finds them. */
    columns: Type.Array(Type.String()),
    optional: Type.Optional(Type.Array(Type.String())),
    /** Regular expression of further columns, such as one for each year. */
    open: Type.Optional(Pattern),
    /** Columns that look like a person's and are none, such as names of companies. All others that look so refuse the file. */
    not_persons: Type.Optional(Type.Array(Type.String())),
    /** Fewest and most rows of a whole table. */
    rows: Type.Optional(RowRange),
    /** Regular expression with the groups year, month and perhaps day: the date of publication out of the file's name. */
    published: Type.Optional(Pattern),
    /** Of a large CSV table: its rows are kept as rows, loaded by SQL, and counted into figures; `read.ts` does not see them. */
    bulk: Type.Optional(BulkSchema),
    /** Where the layout comes from: columns seen in a published file, or only described by others. */
    layout: Type.Enum(["seen", "described"]),
  },
  strict,
);

const BreakSchema = Type.Object(
  {
    from: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    /** ONS codes; everywhere when absent. */
    places: Type.Optional(Type.Array(Type.String())),
    measures: Type.Optional(Type.Array(Type.String())),
    what: Type.String(),
    basis: Type.String(),
  },
  strict,
);

export const SourceSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9-]+$" }),
    title: Type.String(),
    publisher: Type.String(),
    /** Page on which the publisher offers the files. */
    address: Type.String(),
    /** Hosts that its files may be fetched from. */
    hosts: Type.Optional(Type.Array(Type.String())),
    licence: Type.String(),
    cadence: Type.Enum([
      "daily",
      "weekly",
      "monthly",
      "quarterly",
      "half-yearly",
      "yearly",
      "irregular",
      "with each release",
    ]),
    /** Usual days from the end of a period to its publication. */
    lag_days: Type.Optional(Type.Integer({ minimum: 0 })),
    /** How far a figure can be trusted by who says it and how it came about: see docs/explanation/quality.md. */
    standing: Type.Enum([
      "official statistics",
      "official management information",
      "charity or company",
      "press of an official",
      "model output",
      "partner return",
      "mixed",
    ]),
    method: Type.Enum(["administrative records", "survey", "register", "mixed", "modelled"]),
    about: Type.String(),
    /** Files that ship with the project: what lies in the folder counts, a changed file takes the place of the old one. */
    owned: Type.Optional(
      Type.Object({ folder: Type.String(), ending: Type.String(), rows: Type.Record(Type.String(), RowRange) }, strict),
    ),
    /** Archives (zip) that hold its tables: names of the files, and the limits that this publisher needs. */
    archives: Type.Optional(
      Type.Object(
        {
          files: Pattern,
          entries_max: Type.Integer({ minimum: 1 }),
          bytes_max: Type.Integer({ minimum: 1 }),
          /** Seconds of unpacking, the time to load what comes out not counted. */
          seconds_max: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        strict,
      ),
    ),
    /** Regular expression of names of files that hold people's names: refused before they are kept; `soclab aggregate` counts them. */
    never_landed: Type.Optional(Pattern),
    tables: Type.Array(TableSchema, { minItems: 1 }),
    /** What a complete release holds, for the table of completeness. */
    covers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            measure: Type.String(),
            /** "police-areas" (all 45), "england-and-wales" (43 forces), or ONS codes. */
            places: Type.Union([Type.Enum(["police-areas", "england-and-wales"]), Type.Array(Type.String())]),
            period: Type.Enum(["month", "quarter", "calendar-year", "financial-year"]),
            from: Type.String({ pattern: "^\\d{4}-\\d{2}$" }),
          },
          strict,
        ),
      ),
    ),
    /** Kinds of small areas its figures are about, besides police areas, nations and regions. */
    geographies: Type.Optional(Type.Array(Type.Enum(["lsoa", "local-authority", "community-safety-partnership"]))),
    breaks: Type.Array(BreakSchema),
    traps: Type.Array(Type.String()),
  },
  strict,
);

export type SourceDeclaration = Static<typeof SourceSchema>;
export type TableDeclaration = Static<typeof TableSchema>;
