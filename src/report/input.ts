import Type from "typebox";
import { ComparisonSchema } from "../decide/index.ts";
import { THREAT_IDS, type ThreatId } from "../terms/index.ts";

/**
 * Everything that the page says, as plain data: `report.json` in the folder of an answer.
 * Numbers are whole; the page rounds them for reading. A figure without an interval is not shown.
 */

const text = Type.String();
const number = Type.Number();
const strict = { additionalProperties: false };
const ThreatName = Type.Unsafe<ThreatId>({ type: "string", enum: [...THREAT_IDS] });

/** A middle value and the interval that holds `level` of the runs. */
const IntervalSchema = Type.Object({ median: number, low: number, high: number, level: Type.Literal(0.9) }, strict);

const FigureSchema = Type.Object({
  value: number,
  low: number,
  high: number,
  level: Type.Union([Type.Literal(0.5), Type.Literal(0.8), Type.Literal(0.9), Type.Literal(0.95)]),
  unit: text,
  kind: Type.Unsafe<"measured" | "estimated" | "simulated" | "assumed">({
    type: "string",
    enum: ["measured", "estimated", "simulated", "assumed"],
  }),
  from: Type.Array(text),
});

const Doubtful = Type.Union([FigureSchema, Type.Object({ notEstimable: text, from: Type.Array(text) })]);

const ScenarioSchema = Type.Object(
  {
    name: text,
    title: text,
    hash: text,
    /** What its money buys a year at full dose: `dose` in `unit` for `gbpYear`, less what cannot be spent. Empty for do-nothing. */
    buys: Type.Array(
      Type.Object(
        { what: text, gbpYear: number, unspentGbpYear: number, dose: number, unit: text, from: text },
        strict,
      ),
    ),
  },
  strict,
);

/** Quantiles of a year over the runs, in the order of FAN_SHARES. */
const FanSchema = Type.Object(
  {
    scenario: text,
    outcome: text,
    title: text,
    unit: text,
    kind: text,
    years: Type.Array(
      Type.Object({ year: number, quantiles: Type.Array(number, { minItems: 7, maxItems: 7 }) }, strict),
    ),
  },
  strict,
);

const PlaceSchema = Type.Object(
  { code: text, name: text, region: text, population: number, hasResidentRates: Type.Boolean() },
  strict,
);

/** One row of the estimate, as estimateExtent gives it, in the latest year that it reaches. */
const ExtentSchema = Type.Object({
  place: text,
  threat: ThreatName,
  year: number,
  recorded: Type.Union([Type.Object({ value: number }), Type.Object({ missing: text })]),
  extent: Doubtful,
  hiddenShare: Doubtful,
  rule: text,
});

/** Difference in harm events of a place over the horizon, scenario less do-nothing, paired by run; `baseline` is do-nothing's median. */
const ChangeSchema = Type.Object(
  { scenario: text, place: text, threat: ThreatName, baseline: number, difference: IntervalSchema },
  strict,
);

/** Groups that moved from one region (or threat) to another, net of those that moved back, scenario less do-nothing. */
const FlowSchema = Type.Object(
  {
    scenario: text,
    kind: Type.Unsafe<"region" | "threat">({ type: "string", enum: ["region", "threat"] }),
    from: text,
    to: text,
    net: IntervalSchema,
  },
  strict,
);

const SourceSchema = Type.Object(
  { title: text, publisher: text, licence: text, locator: text, published: text },
  strict,
);

export const ReportSchema = Type.Object(
  {
    question: text,
    /** Do-nothing first. */
    scenarios: Type.Array(ScenarioSchema, { minItems: 1 }),
    /** Each of the other scenarios against do-nothing, in the same order. */
    comparisons: Type.Array(ComparisonSchema, { minItems: 1 }),
    fans: Type.Array(FanSchema),
    places: Type.Array(PlaceSchema),
    extent: Type.Array(ExtentSchema),
    change: Type.Array(ChangeSchema),
    displacement: Type.Array(FlowSchema),
    /** What the levers do to people who did nothing wrong; none of it has a price here. */
    intrusion: Type.Array(Type.Object({ lever: text, title: text, text }, strict)),
    /** Titles of the estimate's rules by id. */
    rules: Type.Record(text, text),
    sources: Type.Array(SourceSchema),
    /** Parameters of the twin that are assumed, and all of them: counted from data, never typed. */
    parameters: Type.Object({ assumed: number, total: number }, strict),
    /** Names and values in the order of the page: versions, seed, runs, hashes. */
    manifest: Type.Array(Type.Object({ name: text, value: text }, strict)),
    /** The command line that gives this answer again. */
    command: text,
    /** Police area boundaries: TopoJSON, one object, the ONS code as each geometry's `id`. */
    boundaries: Type.Object({
      type: Type.Literal("Topology"),
      objects: Type.Record(text, Type.Unknown()),
      arcs: Type.Array(Type.Unknown()),
    }),
    boundariesCredit: text,
  },
  strict,
);

export type ReportInput = Type.Static<typeof ReportSchema>;
export type Interval = Type.Static<typeof IntervalSchema>;
export type ReportScenario = ReportInput["scenarios"][number];
export type Fan = ReportInput["fans"][number];
export type ReportPlace = ReportInput["places"][number];
export type ReportExtent = ReportInput["extent"][number];
export type Change = ReportInput["change"][number];
export type Flow = ReportInput["displacement"][number];

/** The quantiles of a fan: the edges of the 95, 80 and 50 % bands around the median. */
export const FAN_SHARES = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975] as const;
