import Type, { type Static } from "typebox";

const strict = { additionalProperties: false };
const ColumnName = Type.String({ pattern: "^[a-z][a-z0-9_]*$" });

/** What the text of a column stands for; kinds.ts says for each how it is read, in SQL and in TypeScript. */
const AsSchema = Type.Union([
  /** A recorder is a police force or another body, by any spelling of data/places/aliases.csv and bodies.csv. */
  Type.Enum(["text", "month", "month-of-time", "day", "recorder", "small-area", "area", "count", "number"]),
  Type.Object({ one_of: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }) }, strict),
]);

/** A count of loaded rows that becomes figures: one for each month, place and breakdown. */
const CountSchema = Type.Object(
  {
    measure: Type.String(),
    unit: Type.String(),
    /** Names of loaded columns: one read as a month, one as a recorder. */
    period: ColumnName,
    place: ColumnName,
    /** A topic for all rows, or by the value of a column; values without a line of their own are `otherwise`. */
    threat: Type.Union([
      Type.String(),
      Type.Object({ by: ColumnName, map: Type.Record(Type.String(), Type.String()), otherwise: Type.String() }, strict),
    ]),
    breakdown: Type.Array(ColumnName),
    /** Only rows in which this column is empty. */
    where_empty: Type.Optional(ColumnName),
  },
  strict,
);

/**
 * `bulk` of a table in source.yaml: its rows are kept as rows in a table of their own, in the columns that are needed.
 * Every other column of the source must stand under `ignored`, so that a new one is a finding and not a shrug.
 */
export const BulkSchema = Type.Object(
  {
    /** Name of the database's table, for `soclab sql`. */
    table: ColumnName,
    columns: Type.Record(
      Type.String(),
      Type.Object({ name: ColumnName, as: AsSchema, empty: Type.Optional(Type.Literal("allowed")) }, strict),
    ),
    /** Columns whose one value stands in the file's name: a regular expression with the group `value`. */
    from_name: Type.Optional(Type.Record(ColumnName, Type.Object({ pattern: Type.String(), as: AsSchema }, strict))),
    ignored: Type.Array(Type.String()),
    /** Pairs of loaded columns that should say the same; rows in which they do not are loaded, and a finding tells. */
    agree: Type.Optional(Type.Array(Type.Tuple([ColumnName, ColumnName]))),
    counts: Type.Array(CountSchema),
  },
  strict,
);

export type BulkDeclaration = Static<typeof BulkSchema>;
export type BulkAs = Static<typeof AsSchema>;
export type BulkCount = Static<typeof CountSchema>;
