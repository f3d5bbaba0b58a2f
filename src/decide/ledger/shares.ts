import ln from "@stdlib/math-base-special-ln";
import { THREAT_IDS } from "../../terms/index.ts";
import type { DisruptedShare } from "../metric/index.ts";
import { effectInTwelve, monthOf } from "./combine.ts";
import type { Disruption } from "./read.ts";

/** How a row says that its effect was measured on the whole threat. */
export const WHOLE = "all";

/** Half-width of a 90% interval in standard deviations. */
const Z90 = 1.6448536269514722;

/** Twelve months from the month of a day, under the label of a period of the index. */
interface Twelve {
  label: string;
  start: string;
}

/**
 * Disrupted shares for the capability half: by threat and twelve months, from rows whose source was seen and whose effect was
 * measured on the whole threat ("all"). An effect on a part of a threat gives none, and nor do months in which nothing acts:
 * a share of nought has no logarithm.
 */
export function disruptedShares(disruptions: readonly Disruption[], periods: readonly Twelve[]): DisruptedShare[] {
  return THREAT_IDS.flatMap((threat) => {
    const own = disruptions.filter(
      (d) => d.threat === threat && d.status === "seen" && d.part === WHOLE && d.effect !== undefined,
    );
    return periods.flatMap(({ label: period, start }): DisruptedShare[] => {
      const { middle, low, high } = effectInTwelve(own, monthOf(start));
      if (!(low > 0)) return [];
      return [{ threat, period, logMiddle: ln(middle), logSd: (ln(high) - ln(low)) / (2 * Z90) }];
    });
  });
}
