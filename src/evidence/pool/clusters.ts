import ln from "@stdlib/math-base-special-ln";
import { sumOver } from "./weighted-fit.ts";

/** The effects of one sample. */
export interface Cluster {
  effects: Float64Array;
  variances: Float64Array;
}

/** The variances of the three-level model: between samples, and between the effects of one sample. */
export type TwoVariances = [between: number, within: number];

/**
 * Sums over one cluster with covariance V = diag(v + within) + between 11'. With d = v + within, its inverse is M = D^-1 - c (D^-1 1)(D^-1 1)',
 * c = between / (1 + between sum(1/d)) (Sherman and Morrison 1950), so all that the likelihood needs are sums of powers of 1/d.
 */
export interface ClusterSums {
  /** 1'M1, and M1 = g / d */
  ones: number;
  g: number;
  /** 1'My */
  onesY: number;
  /** ln |V| */
  logDeterminant: number;
  /** tr(M), tr(MM); tr(MJ) is `ones`, tr(MJMJ) its square, tr(MMJ) is u'u. */
  trace: number;
  traceSquare: number;
  /** u = M1: u'u, u'Mu. */
  uu: number;
  uMu: number;
}

export function clusterSums({ effects, variances }: Cluster, [between, within]: TwoVariances): ClusterSums {
  const inverse = variances.map((v) => 1 / (v + within));
  const a = sumOver(inverse, (r) => r);
  const b = sumOver(inverse, (r) => r * r);
  const cube = sumOver(inverse, (r) => r * r * r);
  const g = 1 / (1 + between * a);
  const c = between * g;
  return {
    ones: a * g,
    g,
    onesY: g * sumOver(inverse, (r, i) => r * effects[i]!),
    logDeterminant: -sumOver(inverse, (r) => ln(r)) + ln(1 + between * a),
    trace: a - c * b,
    traceSquare: b - 2 * c * cube + c * c * b * b,
    uu: g * g * b,
    uMu: g * g * (cube - c * b * b),
  };
}

/** Me for the residuals e = y - mean of one cluster. */
export function weightedResiduals(
  { effects, variances }: Cluster,
  [between, within]: TwoVariances,
  mean: number,
): Float64Array {
  const inverse = variances.map((v) => 1 / (v + within));
  const c = between / (1 + between * sumOver(inverse, (r) => r));
  const shared = c * sumOver(inverse, (r, i) => r * (effects[i]! - mean));
  return inverse.map((r, i) => r * (effects[i]! - mean - shared));
}
