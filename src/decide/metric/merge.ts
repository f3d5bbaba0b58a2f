import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { extentIn, type IndexExtent, type IndexInput } from "./input.ts";

/**
 * Takes threats together as one class in every period, so that a count moved between them changes nothing: the extent of
 * the class is harm, sum_k h_k X_kt / X_k0 with h_k the harm of the base period, and its weight is the sum of theirs. Used
 * where a category was redrawn within a review period. A period in which a member is missing is missing in the class. Pure.
 */
export function mergeThreats(input: IndexInput, members: readonly string[]): IndexInput {
  const name = members.join("+");
  const weights = input.weights.filter((w) => members.includes(w.threat));
  const harm = weights.reduce((sum, w) => sum + w.harm, 0);
  const first = input.weights.findIndex((w) => members.includes(w.threat));
  const merged = {
    threat: name,
    harm,
    kind: weights.some((w) => w.kind === "assumed") ? ("assumed" as const) : ("estimated" as const),
    from: [...new Set(weights.flatMap((w) => w.from))],
  };
  return {
    ...input,
    weights: input.weights.flatMap((w, i) => (i === first ? [merged] : members.includes(w.threat) ? [] : [w])),
    extents: [
      ...input.extents.filter((e) => !members.includes(e.threat)),
      ...input.periods.flatMap((period) => classExtent(input, members, period, name)),
    ],
    disrupted: input.disrupted.filter((d) => !members.includes(d.threat)),
  };
}

function classExtent(input: IndexInput, members: readonly string[], period: string, name: string): IndexExtent[] {
  const rows = members.map((m) => extentIn(input, m, period)).filter((e) => e !== undefined);
  const bases = members.map((m) => extentIn(input, m, input.base)).filter((e) => e !== undefined);
  if (rows.length < members.length || bases.length < members.length) return [];
  const harms = members.map((m) => input.weights.find((w) => w.threat === m)?.harm ?? 0);
  const parts = rows.map((e, i) => harms[i] * exp(e.logMiddle - bases[i].logMiddle));
  const total = parts.reduce((sum, p) => sum + p, 0);
  const variance = rows.reduce((sum, e, i) => sum + ((parts[i] / total) * e.logSd) ** 2, 0);
  return [
    {
      threat: name,
      period,
      logMiddle: ln(total),
      logSd: Math.sqrt(variance),
      restsOn: rows.some((e) => e.restsOn === "recorded") ? "recorded" : "anchor",
      isCarried: rows.every((e) => e.isCarried),
      isNowcast: rows.some((e) => e.isNowcast),
      category: name,
      measures: [...new Set(rows.flatMap((e) => e.measures))],
      kind: rows.some((e) => e.kind === "assumed") ? "assumed" : "estimated",
      from: [...new Set(rows.flatMap((e) => e.from))],
    },
  ];
}
