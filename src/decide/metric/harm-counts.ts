import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import type { Figure } from "../../terms/index.ts";
import { extentIn, type IndexInput } from "./input.ts";

/** Extent of a threat in harm, on one scale for all threats. */
export interface HarmCount {
  threat: string;
  /** Harm of one unit of extent, in the scheme's unit: harm of the base period over its extent. */
  perUnit: number;
  harm: Figure;
}

const Z90 = 1.6448536269514722;

/**
 * Harm-weighted counts of a period: extent x harm of one unit of it. The harm of a unit is an average (published yearly
 * harm over the extent of the base period), so it compares threats and prices no change: what one more or one fewer does
 * is the marginal elasticity's business. Threats without an extent in the base period or in `period` are left out.
 */
export function harmCounts(input: IndexInput, period: string, unit: string): HarmCount[] {
  return input.weights.flatMap((w): HarmCount[] => {
    const [base, now] = [extentIn(input, w.threat, input.base), extentIn(input, w.threat, period)];
    if (!base || !now || !(w.harm > 0)) return [];
    const middle = ln(w.harm) + now.logMiddle - base.logMiddle;
    const at = (z: number) => exp(middle + z * now.logSd);
    const kind = w.kind === "assumed" || now.kind === "assumed" ? "assumed" : "estimated";
    const from = [...new Set([...w.from, ...now.from])];
    return [
      {
        threat: w.threat,
        perUnit: w.harm / exp(base.logMiddle),
        harm: { value: at(0), low: at(-Z90), high: at(Z90), level: 0.9, unit, kind, from },
      },
    ];
  });
}
