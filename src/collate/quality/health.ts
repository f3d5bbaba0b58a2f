import Type, { type Static } from "typebox";

const strict = { additionalProperties: false };
const Severity = Type.Enum(["fault", "note"]);

/** What the doctor has to say, most urgent first. */
export const KINDS = [
  "broken",
  "stale",
  "set aside",
  "differs",
  "late",
  "missing",
  "implausible",
  "changed",
  "withdrawn",
] as const;

/** One thing to know: many of a kind are one, with their number and the first example. */
const MatterSchema = Type.Object(
  {
    kind: Type.Enum([...KINDS]),
    /** A fault asks to be mended; a note only tells. */
    severity: Severity,
    /** Code of the problem, or of what was found. */
    code: Type.String(),
    /** Id of the source; "" where it is about the whole home folder. */
    source: Type.String(),
    /** How many of its kind; the other fields tell the first. */
    count: Type.Integer({ minimum: 1 }),
    what: Type.String(),
    where: Type.String(),
    why: Type.String(),
    next: Type.String(),
  },
  strict,
);

const SourceHealthSchema = Type.Object(
  {
    source: Type.String(),
    title: Type.String(),
    files: Type.Integer(),
    rowsIn: Type.Integer(),
    rowsLoaded: Type.Integer(),
    rowsSetAside: Type.Integer(),
    findings: Type.Integer(),
    /** Last day of the newest period it has; "" where nothing is loaded. */
    newest: Type.String(),
    /** Days since the next release was due; 0 where it is not late, or comes without a timetable. */
    lateDays: Type.Integer({ minimum: 0 }),
    /** Places and periods that it declares to cover. */
    expected: Type.Integer(),
    missing: Type.Integer(),
    implausible: Type.Integer(),
    /** Of a partner's return: who handed it over, under what, and the last day on which it may be kept. */
    partner: Type.Optional(
      Type.Object(
        { organisation: Type.String(), agreement: Type.String(), handling: Type.String(), keepUntil: Type.String() },
        strict,
      ),
    ),
  },
  strict,
);

const ReconciledSchema = Type.Object(
  {
    rule: Type.String(),
    title: Type.String(),
    compared: Type.Integer(),
    differ: Type.Integer(),
    /** The ratio of left to right that is furthest from 1; null where the right is 0 throughout. */
    furthest: Type.Union([Type.Number(), Type.Null()]),
  },
  strict,
);

/** What `soclab doctor --json` prints; docs/reference/doctor.schema.json is this. */
export const HealthSchema = Type.Object(
  {
    /** Day on which it was looked, ISO date: what is late is late on this day. */
    today: Type.String(),
    node: Type.String(),
    home: Type.String(),
    ledger: Type.Object({ entries: Type.Integer(), isWhole: Type.Boolean(), tornBytes: Type.Integer() }, strict),
    /** Absent where there is none that opens. */
    snapshot: Type.Optional(
      Type.Object(
        {
          fingerprint: Type.String(),
          path: Type.String(),
          observations: Type.Integer(),
          matchesRows: Type.Boolean(),
          matchesLedger: Type.Boolean(),
        },
        strict,
      ),
    ),
    /** Bytes that the home folder takes, and bytes free on its disk; absent where they cannot be seen. */
    disk: Type.Optional(Type.Object({ used: Type.Integer(), free: Type.Integer() }, strict)),
    sources: Type.Array(SourceHealthSchema),
    reconciled: Type.Array(ReconciledSchema),
    /** Files whose place in the snapshot is not what lies there now. */
    stale: Type.Array(
      Type.Object({ file: Type.String(), why: Type.Enum(["changed", "new", "gone", "reader-changed"]) }, strict),
    ),
    /** Everything there is to know, most urgent first. */
    matters: Type.Array(MatterSchema),
    /** A sentence for each thing that must be mended; none when all is well. */
    faults: Type.Array(Type.String()),
  },
  strict,
);

export type Health = Static<typeof HealthSchema>;
export type Matter = Static<typeof MatterSchema>;
export type SourceHealth = Static<typeof SourceHealthSchema>;
export type Reconciled = Static<typeof ReconciledSchema>;
export type StaleFile = Health["stale"][number];

/** The schema as the published file has it. */
export const healthSchemaJson = (): string =>
  `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", title: "What soclab doctor says", ...HealthSchema }, null, 2)}\n`;
