import Type from "typebox";
import { CAPACITY_IDS, RATE_IDS } from "./rate.ts";

const literal = <T extends readonly string[]>(ids: T) => Type.Unsafe<T[number]>({ type: "string", enum: [...ids] });
const Nations = Type.Array(literal(["E", "W", "S", "N"] as const), { minItems: 1 });

/** A range with its source: `from` holds study ids (S017), unit-cost ids, or the one word "assumed". */
const Range = Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number(), from: Type.String() });

/**
 * One rate moved: reach (share of events the lever can touch) x effect on those reached.
 * `effect` is a log rate ratio at full dose with the sd of its predictive distribution (between-study spread and transfer
 * penalty included); `basis` says whether studies, a definition or the labelled no-evidence prior stand behind it.
 */
const Move = Type.Object({
  rate: literal(RATE_IDS),
  /** A budget moves this rate only when spent by this split. */
  onlyWithSplit: Type.Optional(Type.String()),
  reach: Range,
  effect: Type.Object({
    lnrr: Type.Number(),
    sd: Type.Number({ minimum: 0 }),
    basis: literal(["evidence", "definition", "no-evidence"] as const),
    from: Type.Array(Type.String()),
    note: Type.Optional(Type.String()),
  }),
});

/** One lever as its data file in data/levers/ holds it. Everything that shows a lever reads this. */
export const LeverSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[LK][0-9]{2}$" }),
    title: Type.String(),
    /** The chapter of recommendations that it belongs to: treat-as-national-security, disrupt-enablers, bolster-response or comparator. */
    chapter: literal(["treat-as-national-security", "disrupt-enablers", "bolster-response", "comparator"] as const),
    /** Two or three plain sentences: what it is, what is known. */
    card: Type.String(),
    grade: literal(["A", "B", "C", "D"] as const),
    dose: Type.Object({
      unit: Type.String(),
      /** The level today; a dose equal to it changes nothing. */
      today: Type.Number(),
      /** The level at which the stated effect holds. */
      full: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
    }),
    moves: Type.Array(Move),
    /** Capacity added per unit of dose above today, for example treatment places. */
    adds: Type.Array(Type.Object({ capacity: literal(CAPACITY_IDS), perDose: Type.Number(), from: Type.String() })),
    delayMonths: Type.Integer({ minimum: 0 }),
    rampMonths: Type.Integer({ minimum: 0 }),
    /** Months after which half of the effect is gone once the ramp has ended; null when it persists. */
    halfLifeMonths: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()]),
    /** Share of the effect that moves elsewhere instead of vanishing. */
    leakage: Range,
    cost: Type.Object({
      setUpGbp: Type.Number({ minimum: 0 }),
      /** At full dose, a year, on top of today. */
      yearlyGbp: Type.Number({ minimum: 0 }),
      /** Per unit of dose a year: what a budget buys when a split spends on this lever. Null when it is not bought by the unit. */
      perDoseYearGbp: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()]),
      priceYear: Type.String(),
      from: Type.String(),
    }),
    needs: Type.Array(Type.String()),
    conflicts: Type.Array(Type.String()),
    appliesTo: Nations,
    /** What it does to people who did nothing wrong: stops, frozen accounts, false alerts. */
    intrusion: Type.String(),
    evidence: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);

export type Lever = Type.Static<typeof LeverSchema>;

/** One line of a stated split of a budget: what share of the money buys what, at what unit cost (GBP a year). */
export interface SplitLine {
  split: string;
  share: number;
  /** A capacity id or a lever id. */
  buys: string;
  unitCostGbpYear: number;
  from: string;
}

/** All levers and splits, as the engine and the command line receive them. */
export interface LeverCatalogue {
  levers: Lever[];
  splits: SplitLine[];
}

/** A lever has evidence when no move of it rests on the no-evidence prior. */
export const hasEvidence = (lever: Lever): boolean => lever.moves.every((m) => m.effect.basis !== "no-evidence");
