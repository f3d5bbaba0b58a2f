import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { Problem } from "../../terms/index.ts";
import { basketOf } from "./basket.ts";
import { extentIn, type IndexExtent, type IndexInput } from "./input.ts";
import { mergeThreats } from "./merge.ts";
import { lastMiddles } from "./middle.ts";

/** One way to make the index look better without less crime, tried on the input at hand. */
export interface GamingCheck {
  id: "records-less" | "splits-disruptions" | "moves-redrawn" | "moves-as-class" | "moves-silently" | "proactive-count";
  title: string;
  /**
   * By how many index points the pressure half of the last period would rise at most (of the total-harm index for a silent
   * move: the pressure half itself can rise then, and the two part); refused: the input would not be taken.
   */
  outcome: number | "refused";
  passed: boolean;
}

/** What is left of recording in the check of it. */
const LESS = 0.8;

function check(id: GamingCheck["id"], title: string, outcomes: readonly (number | "refused")[]): GamingCheck {
  const rises = outcomes.filter((o) => o !== "refused");
  const outcome = rises.length === 0 ? "refused" : Math.max(...rises);
  return { id, title, outcome, passed: outcome === "refused" || outcome <= NONE };
}

/** Rises up to rounding count as none. */
const NONE = 1e-9;

/**
 * Tries on an input what a body could do that wishes to look better: record a fifth less after the base period, move a tenth
 * of a threat's harm into each other category (said, and unsaid), hand in a count of proactive detections. Pure; the
 * splitting of disruptions is tried by the ledger's own check.
 */
export function gamingChecks(input: IndexInput): GamingCheck[] {
  const before = lastMiddles(input);
  const rise = (changed: IndexInput): number | "refused" => {
    try {
      return lastMiddles(changed).pressure - before.pressure;
    } catch (error) {
      if (error instanceof Problem) return "refused";
      throw error;
    }
  };
  return [
    check("records-less", "All forces record a fifth less after the base period", [rise(recordingLess(input, LESS))]),
    check(
      "moves-redrawn",
      "A tenth of a threat is counted under another category, whose list of offences changes",
      pairs(input).map(([a, b]) => rise(moved(input, a, b, 0.1, "redrawn"))),
    ),
    check(
      "moves-as-class",
      "The same, said beforehand: the two are taken together as one class",
      pairs(input).map(([a, b]) => {
        const merged = (i: IndexInput) => lastMiddles(mergeThreats(i, [a, b])).pressure;
        return merged(moved(input, a, b, 0.1)) - merged(input);
      }),
    ),
    check(
      "moves-silently",
      "The same, without a word: the total-harm index beside it does not rise",
      pairs(input).map(([a, b]) => lastMiddles(moved(input, a, b, 0.1)).totalHarm - before.totalHarm),
    ),
    check("proactive-count", "Proactive detections are handed in as an extent", [rise(proactive(input))]),
  ];
}

/** Every extent that moves with recording, times a factor after the base period. */
export const recordingLess = (input: IndexInput, factor: number): IndexInput => ({
  ...input,
  extents: input.extents.map((e) =>
    e.restsOn === "recorded" && isAfterBase(input, e) ? { ...e, logMiddle: e.logMiddle + ln(factor) } : e,
  ),
});

const isAfterBase = (input: IndexInput, e: IndexExtent): boolean =>
  input.periods.indexOf(e.period) > input.periods.indexOf(input.base);

const pairs = (input: IndexInput): [string, string][] => {
  const names = basketOf(input, "anchored").threats.map((t) => t.threat);
  return names.flatMap((a) => names.filter((b) => b !== a).map((b): [string, string] => [a, b]));
};

/**
 * A share of one threat's harm counted under another after the base period. `category` is the new text of both lists of
 * offences, for a body that says so; without it the move is silent.
 */
export function moved(input: IndexInput, from: string, to: string, share: number, category?: string): IndexInput {
  const harm = (threat: string) => input.weights.find((w) => w.threat === threat)?.harm ?? 0;
  const base = (threat: string) => extentIn(input, threat, input.base);
  const extents = input.extents.map((e) => {
    if (!isAfterBase(input, e) || (e.threat !== from && e.threat !== to)) return e;
    const named = category === undefined ? e : { ...e, category };
    if (e.threat === from) return { ...named, logMiddle: e.logMiddle + ln(1 - share) };
    const source = extentIn(input, from, e.period);
    const [b0, f0] = [base(to), base(from)];
    if (!source || !b0 || !f0) return e;
    const own = harm(to) * expDifference(e, b0);
    const came = share * harm(from) * expDifference(source, f0);
    return { ...named, logMiddle: e.logMiddle + ln(1 + came / own) };
  });
  return { ...input, extents };
}

const expDifference = (now: IndexExtent, base: IndexExtent): number => exp(now.logMiddle - base.logMiddle);

const proactive = (input: IndexInput): IndexInput => ({
  ...input,
  proactive: [...input.proactive, "drug-seizures"],
  extents: input.extents.map((e) => ({ ...e, measures: [...e.measures, "drug-seizures"] })),
});
