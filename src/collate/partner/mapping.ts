import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import Type, { type Static } from "typebox";
import { parse as parseYaml, YAMLParseError } from "yaml";
import { checkValue, guarded } from "../../store/index.ts";
import { isThreatId, OTHER_TOPICS, Problem } from "../../terms/index.ts";
import { DialectSchema } from "../declaration.ts";
import { type TableSchema, tableSchemaOf } from "./table-schema.ts";

const strict = { additionalProperties: false };
const Column = Type.String({ minLength: 1 });
const Key = Type.String({ pattern: "^[a-z][a-z0-9 -]*$", maxLength: 40 });

const ThreatSchema = Type.Union(
  [
    Type.String(),
    Type.Object(
      {
        column: Column,
        map: Type.Record(Type.String(), Type.String(), { description: "Text of the cell to threat or topic." }),
        otherwise: Type.Optional(
          Type.String({ description: "Threat or topic of every other text; without it such a row is set aside." }),
        ),
      },
      strict,
    ),
  ],
  { description: "Threat or topic (docs/reference/database.md) of every row, or by the text of a column." },
);

const PlaceSchema = Type.Union(
  [
    Type.Object(
      { column: Column, as: Type.Enum(["police-area", "recorder", "wider-area", "ons-code"]) },
      {
        ...strict,
        description:
          "Column that names the place: a police area, a police area or a body without one, a nation or region, or an ONS code.",
      },
    ),
    Type.Object({ fixed: Type.String() }, { ...strict, description: 'ONS code of every row; "" for no place.' }),
  ],
  { description: "Where the figure belongs." },
);

const BreakdownSchema = Type.Record(Type.String(), Key, {
  description: "Column to key: what the figure is a part of, for example {Typology: typology}.",
});

const MEANINGS = [
  ...["nil", "confidential", "not-available", "not-applicable", "low-reliability", "rounds-to-zero"],
  ...["not-significant", "none-in-survey", "suppressed-small", "not-estimable"],
];

const measured = {
  measure: Type.String({
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
    description: "Name of what is counted, for example partner-fraud-reports.",
  }),
  unit: Type.String({ minLength: 1, description: "What one of it is: offences, reports, GBP." }),
};

const FiguresSchema = Type.Object(
  {
    period: Type.Object(
      {
        column: Column,
        as: Type.Enum(["day", "month", "quarter", "financial-quarter", "calendar-year", "financial-year"]),
      },
      { ...strict, description: "Column that says the period, and how it is written." },
    ),
    place: PlaceSchema,
    threat: ThreatSchema,
    breakdown: BreakdownSchema,
    totals: Type.Optional(
      Type.Array(Type.String(), { description: 'Texts that stand for the total in a column of a breakdown: "Total".' }),
    ),
    values: Type.Array(
      Type.Object(
        {
          column: Column,
          ...measured,
          range: Type.Tuple([Type.Number(), Type.Number()], {
            description: "Lowest and highest value that is plausible; a row outside is set aside.",
          }),
          missing: Type.Optional(
            Type.Record(Type.String(), Type.Enum(MEANINGS), {
              description: 'Text to reason why there is no value: {"-": not-available}; nil is a counted zero.',
            }),
          ),
        },
        strict,
      ),
      { minItems: 1, description: "Columns that hold figures; each gives one figure a row." },
    ),
  },
  { ...strict, description: "The rows are figures already." },
);

const CountsSchema = Type.Object(
  {
    elements: Type.Object(
      {
        event: Type.Optional(Type.Array(Column, { description: "Columns about the event." })),
        location: Type.Optional(Type.Array(Column, { description: "Columns about its location." })),
        object: Type.Optional(Type.Array(Column, { description: "Columns about an object (POLE)." })),
      },
      { ...strict, description: "Every column of the schema under what it is about. There is no place for persons." },
    ),
    period: Type.Object(
      { column: Column, as: Type.Enum(["day", "month", "datetime"]) },
      { ...strict, description: "Column that says when; counted by month." },
    ),
    place: Type.Object(
      { column: Column, as: Type.Enum(["police-area", "recorder"]) },
      { ...strict, description: "Column that names the police area." },
    ),
    threat: ThreatSchema,
    figures: Type.Array(Type.Object({ ...measured, breakdown: BreakdownSchema }, strict), {
      minItems: 1,
      description: "What is counted. The breakdown of one of them holds those of all others.",
    }),
  },
  { ...strict, description: "A row is an event, an object or a location; only the counts are kept." },
);

export const MappingSchema = Type.Object(
  {
    name: Type.String({
      pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
      maxLength: 60,
      description: "Short name of the return; its figures stand under the source partner-<name>.",
    }),
    title: Type.String({ description: "Title of the return." }),
    about: Type.String({ description: "What a row is and how it comes about, in a sentence or two." }),
    cadence: Type.Enum(["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "irregular"], {
      description: "How often it is handed over.",
    }),
    schema: Type.String({
      pattern: "^[\\w.-]+$",
      description: "Name of the file with its table schema, in the folder of the mapping.",
    }),
    format: Type.Enum(["csv", "workbook", "parquet"], { description: "A workbook is .xlsx or .ods." }),
    dialect: Type.Optional(
      Type.Object(DialectSchema.properties, {
        ...strict,
        description: "Of a CSV file: encoding, delimiter, quote, and the lines before the header.",
      }),
    ),
    sheet: Type.Optional(
      Type.String({ minLength: 1, description: "Of a workbook: the sheet to read, by its whole name." }),
    ),
    header: Type.Optional(
      Type.Integer({ minimum: 1, description: "Of a workbook: the row that holds the column names; 1 when absent." }),
    ),
    published: Type.Boolean({
      description:
        "Whether these figures are published elsewhere as they stand. Counts of 1 to 7 that are not are kept as a band.",
    }),
    figures: Type.Optional(FiguresSchema),
    counts: Type.Optional(CountsSchema),
  },
  {
    ...strict,
    title: "Mapping of a partner's file",
    description: "What a row of the file means; YAML or JSON. Either `figures` or `counts`.",
  },
);

export type Mapping = Static<typeof MappingSchema>;
export type FiguresMapping = Static<typeof FiguresSchema>;
export type CountsMapping = Static<typeof CountsSchema>;
export type ThreatMapping = Static<typeof ThreatSchema>;

/** A mapping with its schema, and the bytes of both. */
export interface Papers {
  mapping: Mapping;
  schema: TableSchema;
}

/** Reads a mapping and the schema that it names, which lies beside it. Throws a Problem. */
export function readPapers(path: string): Papers & { schemaPath: string } {
  const mapping = mappingOf(
    basename(path),
    guarded(path, () => readFileSync(path)),
  );
  const schemaPath = join(dirname(path), mapping.schema);
  const bytes = guarded(schemaPath, () => readFileSync(schemaPath));
  return { ...papersOf(basename(path), mapping, tableSchemaOf(mapping.schema, bytes)), schemaPath };
}

/** A mapping from its bytes, YAML or JSON (which is YAML). Throws a Problem. */
export function mappingOf(shown: string, bytes: Uint8Array): Mapping {
  const mapping = checkValue(shown, yamlOf(shown, bytes), MappingSchema);
  if ((mapping.figures === undefined) === (mapping.counts === undefined))
    throw new Problem({
      code: "paper-fault",
      file: shown,
      path: "",
      why: "says neither or both of `figures` and `counts`",
    });
  if ((mapping.format === "csv") !== (mapping.dialect !== undefined))
    throw new Problem({
      code: "paper-fault",
      file: shown,
      path: "/dialect",
      why: "is needed for csv and for nothing else",
    });
  if ((mapping.format === "workbook") !== (mapping.sheet !== undefined))
    throw new Problem({
      code: "paper-fault",
      file: shown,
      path: "/sheet",
      why: "is needed for a workbook and for nothing else",
    });
  return mapping;
}

function yamlOf(file: string, bytes: Uint8Array): unknown {
  try {
    return parseYaml(new TextDecoder("utf-8", { fatal: true }).decode(bytes), { maxAliasCount: 0 });
  } catch (error) {
    const why = error instanceof YAMLParseError ? (error.message.split("\n")[0] ?? "") : "it is not UTF-8 text";
    throw new Problem({ code: "paper-fault", file, path: "", why: `is no YAML or JSON (${why.replace(/[.:]$/, "")})` });
  }
}

/** A mapping and its schema, each at one with the other. Throws a Problem that names the place in the mapping. */
export function papersOf(file: string, mapping: Mapping, schema: TableSchema): Papers {
  const fault = faultOf(mapping, new Set(schema.fields.map(({ name }) => name)));
  if (fault !== undefined) throw new Problem({ code: "paper-fault", file, path: fault[0], why: fault[1] });
  return { mapping, schema };
}

type Fault = [path: string, why: string];

function faultOf({ figures, counts, published }: Mapping, columns: ReadonlySet<string>): Fault | undefined {
  const used: [path: string, column: string][] =
    figures !== undefined ? columnsOfFigures(figures) : counts !== undefined ? columnsOfCounts(counts) : [];
  const stranger = used.find(([, column]) => !columns.has(column));
  if (stranger !== undefined) return [stranger[0], `names "${stranger[1]}", which is no field of the schema`];
  const threat = (figures ?? counts)?.threat;
  const unknown = (threat === undefined ? [] : topicsOf(threat)).find((topic) => !isTopic(topic));
  if (unknown !== undefined) return ["/threat", `says "${unknown}", which is no threat and no topic`];
  if (figures !== undefined && !published && "as" in figures.place && figures.place.as === "ons-code")
    return [
      "/figures/place",
      "may mix areas with their country, which unpublished counts must not; name police areas or nations",
    ];
  return counts === undefined ? undefined : faultOfCounts(counts, columns);
}

function faultOfCounts(counts: CountsMapping, columns: ReadonlySet<string>): Fault | undefined {
  const sorted = Object.values(counts.elements).flat();
  const left = [...columns].find((column) => sorted.filter((name) => name === column).length !== 1);
  if (left !== undefined) return ["/counts/elements", `must name "${left}" once, under event, location or object`];
  if (finestOf(counts) === undefined)
    return [
      "/counts/figures",
      "break the events down in ways that do not hold one another: one breakdown must hold all columns of the others, or small counts could be had by subtraction",
    ];
  return undefined;
}

/** The count whose breakdown holds all others. */
export const finestOf = ({ figures }: CountsMapping): CountsMapping["figures"][number] | undefined =>
  figures.find(({ breakdown }) =>
    figures.every((other) => Object.keys(other.breakdown).every((column) => Object.hasOwn(breakdown, column))),
  );

/** What unpublished counts are broken down by, in words; the same words for the same breakdown. */
export function partsOf({ figures, counts }: Mapping): string {
  const by = Object.values((counts === undefined ? figures : finestOf(counts))?.breakdown ?? {}).sort();
  const { threat } = figures ?? counts ?? { threat: "" };
  return ["place", "period", ...(typeof threat === "string" ? [] : ["threat"]), ...by].join(", ");
}

const topicsOf = (threat: ThreatMapping): string[] =>
  typeof threat === "string"
    ? [threat]
    : [...Object.values(threat.map), ...(threat.otherwise === undefined ? [] : [threat.otherwise])];

const isTopic = (topic: string): boolean => isThreatId(topic) || (OTHER_TOPICS as readonly string[]).includes(topic);

const ofThreat = (threat: ThreatMapping): [string, string][] =>
  typeof threat === "string" ? [] : [["/threat", threat.column]];

const columnsOfFigures = ({ period, place, threat, breakdown, values }: FiguresMapping): [string, string][] => [
  ["/figures/period", period.column],
  ...("column" in place ? [["/figures/place", place.column] as [string, string]] : []),
  ...ofThreat(threat),
  ...Object.keys(breakdown).map((column): [string, string] => ["/figures/breakdown", column]),
  ...values.map(({ column }, i): [string, string] => [`/figures/values/${i}`, column]),
];

const columnsOfCounts = ({ elements, period, place, threat, figures }: CountsMapping): [string, string][] => [
  ...Object.values(elements)
    .flat()
    .map((column): [string, string] => ["/counts/elements", column]),
  ["/counts/period", period.column],
  ["/counts/place", place.column],
  ...ofThreat(threat),
  ...figures.flatMap(({ breakdown }) =>
    Object.keys(breakdown).map((column): [string, string] => ["/counts/figures", column]),
  ),
];
