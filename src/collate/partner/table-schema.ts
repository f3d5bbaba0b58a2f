import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Type, { type Static } from "typebox";
import { checkValue, guarded } from "../../store/index.ts";
import { Problem, readJsonStrictly } from "../../terms/index.ts";
import { patternFault } from "./pattern.ts";

const strict = { additionalProperties: false };

const ConstraintsSchema = Type.Object(
  {
    required: Type.Optional(Type.Boolean({ description: "Whether the cell must hold a value." })),
    unique: Type.Optional(Type.Boolean({ description: "Whether no two rows may hold the same value." })),
    minimum: Type.Optional(
      Type.Union([Type.Number(), Type.String()], { description: "Lowest number or earliest date that is allowed." }),
    ),
    maximum: Type.Optional(
      Type.Union([Type.Number(), Type.String()], { description: "Highest number or latest date that is allowed." }),
    ),
    minLength: Type.Optional(Type.Integer({ minimum: 0, description: "Fewest characters of a text." })),
    maxLength: Type.Optional(Type.Integer({ minimum: 0, description: "Most characters of a text." })),
    pattern: Type.Optional(Type.String({ description: "Regular expression that the whole text must match." })),
    enum: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        minItems: 1,
        description: "All values that are allowed.",
      }),
    ),
  },
  strict,
);

/** The types of Table Schema that are checked; each has its reading in cell-value.ts. */
const TYPES = ["string", "integer", "number", "boolean", "date", "year", "yearmonth", "datetime", "any"] as const;

const FieldSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, description: "Name of the column, exactly as the header has it." }),
    type: Type.Optional(Type.Enum(TYPES, { description: 'Kind of value; "string" when absent.' })),
    format: Type.Optional(
      Type.Literal("default", { description: "Dates are written 2024-03-31; no other format is read." }),
    ),
    title: Type.Optional(Type.String({ description: "Name for people." })),
    description: Type.Optional(Type.String({ description: "What the column means, in plain words." })),
    example: Type.Optional(Type.Unknown({ description: "A value as it may stand there, invented." })),
    decimalChar: Type.Optional(Type.Enum([".", ","], { description: 'Mark before the decimals; "." when absent.' })),
    groupChar: Type.Optional(Type.Enum([",", ".", " "], { description: "Mark between thousands; none when absent." })),
    trueValues: Type.Optional(Type.Array(Type.String(), { description: "Texts that mean true." })),
    falseValues: Type.Optional(Type.Array(Type.String(), { description: "Texts that mean false." })),
    constraints: Type.Optional(ConstraintsSchema),
  },
  strict,
);

/** The part of Table Schema (Frictionless, version 1) that is checked in full. */
export const TableSchemaSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: "Address of the standard; not looked up." })),
    name: Type.Optional(Type.String({ description: "Short name of the schema." })),
    title: Type.Optional(Type.String({ description: "Name for people." })),
    description: Type.Optional(Type.String({ description: "What a row is, in plain words." })),
    fields: Type.Array(FieldSchema, { minItems: 1, description: "The columns, in any order; the file has them all." }),
    missingValues: Type.Optional(
      Type.Array(Type.String(), { description: "Texts that stand for no value; the empty text when absent." }),
    ),
    primaryKey: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
        description: "Column or columns that together tell every row from every other.",
      }),
    ),
  },
  {
    ...strict,
    title: "Table schema of a partner's file",
    description:
      "The part of Frictionless Table Schema (version 1) that SOC Lab checks. Anything else in a schema is refused by name.",
  },
);

export type TableSchema = Static<typeof TableSchemaSchema>;
export type Field = Static<typeof FieldSchema>;

/** Reads a Table Schema from a file. Throws a Problem: no JSON, a feature that is not checked, or a schema at odds with itself. */
export const readTableSchema = (path: string, shown = basename(path)): TableSchema =>
  tableSchemaOf(
    shown,
    guarded(path, () => readFileSync(path)),
  );

/** As above, from bytes. */
export function tableSchemaOf(shown: string, bytes: Uint8Array): TableSchema {
  const value: unknown = JSON.parse(JSON.stringify(readJsonStrictly(shown, bytes)));
  refuseUnsupported(shown, value);
  const schema = checkValue(shown, value, TableSchemaSchema);
  const fault = faultOf(schema);
  if (fault !== undefined) throw new Problem({ code: "paper-fault", file: shown, ...fault });
  return schema;
}

/** Columns of the primary key; none where the schema has none. */
export const keyOf = ({ primaryKey = [] }: TableSchema): readonly string[] => [primaryKey].flat();

/** Texts that stand for no value. */
export const missingOf = ({ missingValues = [""] }: TableSchema): ReadonlySet<string> => new Set(missingValues);

const PARTS = [
  { at: (s: Part) => [["", s]] as Placed[], known: Object.keys(TableSchemaSchema.properties) },
  { at: (s: Part) => fieldsOf(s), known: Object.keys(FieldSchema.properties) },
  {
    at: (s: Part) => fieldsOf(s).map(([path, f]) => [`${path}/constraints`, partOf(f.constraints)] as Placed),
    known: Object.keys(ConstraintsSchema.properties),
  },
];

type Part = Record<string, unknown>;
type Placed = [path: string, part: Part];

const partOf = (value: unknown): Part => (typeof value === "object" && value !== null ? (value as Part) : {});
const fieldsOf = ({ fields }: Part): Placed[] =>
  Array.isArray(fields) ? fields.map((field, i) => [`/fields/${i}`, partOf(field)]) : [];

/** What the standard allows and is not checked here must not look as if it were. */
function refuseUnsupported(file: string, value: unknown): void {
  const schema = partOf(value);
  for (const { at, known } of PARTS)
    for (const [path, part] of at(schema))
      for (const feature of Object.keys(part))
        if (!known.includes(feature))
          throw new Problem({ code: "feature-unsupported", file, path, feature, supported: known });
  for (const [path, { type, format }] of fieldsOf(schema)) {
    if (typeof type === "string" && !(TYPES as readonly string[]).includes(type))
      throw new Problem({ code: "feature-unsupported", file, path, feature: `type: ${type}`, supported: TYPES });
    if (typeof format === "string" && format !== "default")
      throw new Problem({
        code: "feature-unsupported",
        file,
        path,
        feature: `format: ${format}`,
        supported: ["default"],
      });
  }
}

/** Constraints by the types that they can be said of. */
const SAID_OF: Readonly<Record<string, readonly string[]>> = {
  minimum: ["integer", "number", "date", "year", "yearmonth", "datetime"],
  maximum: ["integer", "number", "date", "year", "yearmonth", "datetime"],
  minLength: ["string"],
  maxLength: ["string"],
  pattern: ["string", "date", "year", "yearmonth", "datetime", "any"],
};

function faultOf(schema: TableSchema): { path: string; why: string } | undefined {
  const names = schema.fields.map(({ name }) => name);
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice !== -1) return { path: `/fields/${twice}`, why: `has the name "${names[twice]}" of a field before it` };
  const stranger = keyOf(schema).find((name) => !names.includes(name));
  if (stranger !== undefined) return { path: "/primaryKey", why: `names "${stranger}", which is no field` };
  for (const [i, { type = "string", constraints = {} }] of schema.fields.entries())
    for (const [constraint, value] of Object.entries(constraints)) {
      const path = `/fields/${i}/constraints/${constraint}`;
      if (SAID_OF[constraint]?.includes(type) === false)
        return { path, why: `says nothing of a field of type ${type}` };
      if (constraint === "pattern") {
        const why = patternFault(String(value));
        if (why !== undefined) return { path, why };
      }
    }
  return undefined;
}
