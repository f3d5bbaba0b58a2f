import { type Figure, type Kind, type NotEstimable, THREAT_IDS, type ThreatId } from "../../terms/index.ts";
import { effectInYear, monthOf } from "./combine.ts";
import type { Disruption } from "./read.ts";
import { WHOLE } from "./shares.ts";

/** What known disruptions took from one part of a threat, by calendar year. */
export interface PartAccount {
  threat: ThreatId;
  part: string;
  /** `operations`: those that had begun by the end of the year. */
  years: { year: number; share: Figure; operations: string[] }[];
}

/** A threat in the ledger: parts with a measured effect, and cases whose effect nobody measured. */
export interface ThreatAccount {
  threat: ThreatId;
  cases: number;
  /** Cases of which no effect is known: unknown, not nought. */
  unmeasured: string[];
  parts: PartAccount[];
  /** Why no share of the whole extent follows; undefined where an effect was measured on all of it (see `disruptedShares`). */
  ofExtent: NotEstimable | undefined;
}

/**
 * The ledger by threat. Only rows whose source was seen count. A measured effect holds for the part on which it was
 * measured; what share of the threat that part is has not been published for any of them, and the public cases are not
 * all there is, so the disrupted share of the extent is not estimable from them. `years` in order. Pure.
 */
export function accountOf(disruptions: readonly Disruption[], years: readonly number[]): ThreatAccount[] {
  const seen = disruptions.filter((d) => d.status === "seen");
  return THREAT_IDS.flatMap((threat) => {
    const own = seen.filter((d) => d.threat === threat);
    if (own.length === 0) return [];
    const measured = own.filter((d) => d.effect !== undefined);
    const parts = [...new Set(measured.map((d) => d.part))];
    return [
      {
        threat,
        cases: new Set(own.map((d) => d.operation)).size,
        unmeasured: [...new Set(own.filter((d) => d.effect === undefined).map((d) => d.operation))],
        parts: parts.map((part) =>
          partAccount(
            threat,
            part,
            measured.filter((d) => d.part === part),
            years,
          ),
        ),
        ofExtent: parts.includes(WHOLE) ? undefined : notOfExtent(own),
      },
    ];
  });
}

const notOfExtent = (own: readonly Disruption[]): NotEstimable => ({
  notEstimable:
    "Public cases are not all cases, and no source says what share of the threat lies in the part on which an effect was measured",
  from: own.map((d) => `disruption:${d.id}`),
});

function partAccount(
  threat: ThreatId,
  part: string,
  rows: readonly Disruption[],
  years: readonly number[],
): PartAccount {
  const begun = (year: number) => rows.filter((d) => monthOf(d.date) <= year * 12 + 11);
  return {
    threat,
    part,
    years: years
      .filter((year) => begun(year).length > 0)
      .map((year) => {
        const acting = begun(year);
        const { middle, low, high } = effectInYear(acting, year);
        const kind: Kind = acting.some((d) => d.kind === "assumed") ? "assumed" : "estimated";
        const from = acting.map((d) => `disruption:${d.id}`);
        const share: Figure = { value: middle, low, high, level: 0.9, unit: "share", kind, from };
        return { year, share, operations: [...new Set(acting.map((d) => d.operation))] };
      }),
  };
}
