import Type from "typebox";
import { GBP_A_YEAR_UNIT } from "../terms/index.ts";

const strict = { additionalProperties: false } as const;
const Spread = Type.Object(
  { median: Type.Number(), low: Type.Number(), high: Type.Number(), level: Type.Literal(0.9) },
  { ...strict, description: "Median and central 90% over runs; quantiles of type 7" },
);
const Range = Type.Object({ low: Type.Number(), high: Type.Number(), level: Type.Literal(0.9) }, strict);
const MedianError = Type.Union(
  [Type.Object({ low: Type.Number(), high: Type.Number(), level: Type.Literal(0.95) }, strict), Type.Null()],
  {
    description:
      "Where the median would lie with more runs: its 95% interval from binomial order statistics; null under six runs",
  },
);

/** One outcome of two scenarios over the same runs. Flows are sums over the horizon, stocks means of its last year. */
const OutcomeSchema = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    unit: Type.String(),
    kind: Type.Unsafe<"flow" | "stock" | "level" | "value">({
      type: "string",
      enum: ["flow", "stock", "level", "value"],
    }),
    better: Type.Unsafe<"lower" | "higher" | "neither">({ type: "string", enum: ["lower", "higher", "neither"] }),
    a: Type.Number({ description: "Median over runs of the first scenario" }),
    b: Type.Number({ description: "Median over runs of the second scenario" }),
    aRange: Range,
    bRange: Range,
    difference: Spread,
    medianError: MedianError,
    shareBetter: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
      description: "Share of runs in which b is better, ties counting half; null where neither direction is better",
    }),
  },
  strict,
);

const FlowSchema = Type.Object(
  {
    kind: Type.Unsafe<"place" | "threat">({ type: "string", enum: ["place", "threat"] }),
    from: Type.String({ description: "ONS code of a police area, or a threat" }),
    to: Type.String(),
    fromTitle: Type.String(),
    toTitle: Type.String(),
    groups: Type.Object({ a: Type.Number(), b: Type.Number(), difference: Spread }, strict),
  },
  { ...strict, description: "Groups that moved, from the first lever on: mean over runs, and the spread of b - a" },
);

const LineSchema = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    what: Type.String(),
    unit: Type.Literal(GBP_A_YEAR_UNIT),
    base: Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() }, strict),
    unallocated: Type.Number({
      description: "Part of the base year that names no threat; no lever moves it and no difference holds it",
    }),
    notMonetised: Type.Array(Type.String({ description: "Threat without a published cost on this line" })),
  },
  strict,
);

const Named = Type.Object({ id: Type.String(), title: Type.String() }, strict);

/** The answer of `soclab compare` as JSON: a contract. docs/reference/compare.schema.json is made from this. */
export const ComparisonSchema = Type.Object(
  {
    contract: Type.Literal("soclab-compare-1"),
    resultHash: Type.String(),
    dataFingerprint: Type.String({
      description: "Of the collated data beside this run; empty when nothing was collated",
    }),
    runs: Type.Integer({ minimum: 1 }),
    seed: Type.Integer({ minimum: 0 }),
    horizon: Type.Object({ from: Type.String(), until: Type.String() }, strict),
    scenarios: Type.Array(Type.Object({ id: Type.String(), hash: Type.String(), title: Type.String() }, strict), {
      minItems: 2,
      maxItems: 2,
      description: "First a, then b",
    }),
    lines: Type.Array(LineSchema),
    headline: Type.String({ description: "The outcome whose variance is shared out" }),
    outcomes: Type.Array(OutcomeSchema),
    displacement: Type.Array(FlowSchema),
    withoutNoEvidence: Type.Union([
      Type.Object(
        {
          scenario: Type.Object({ id: Type.String(), hash: Type.String() }, strict),
          leftOut: Type.Array(Named, { description: "Levers whose effect rests on the labelled no-evidence prior" }),
          outcomes: Type.Array(OutcomeSchema),
          varianceShare: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
            description: "Share of the variance of the headline difference that goes when they are left out",
          }),
        },
        strict,
      ),
      Type.Null(),
    ]),
    caveats: Type.Array(Type.String()),
  },
  { ...strict, title: "soclab compare, contract 1" },
);

export type Comparison = Type.Static<typeof ComparisonSchema>;
export type OutcomeComparison = Type.Static<typeof OutcomeSchema>;
export type DisplacementFlow = Type.Static<typeof FlowSchema>;
