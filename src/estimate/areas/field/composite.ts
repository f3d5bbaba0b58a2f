import exp from "@stdlib/math-base-special-exp";
import { cholesky, type Matrix, solveTransposed } from "../../matrix/dense.ts";

/** A point at which hyperparameters are tried, and what it counts beside the density there. */
export interface CompositePoint {
  at: Float64Array;
  weight: number;
}

/** Radius of the sphere of points, in units of sqrt(d) standard deviations (Rue, Martino and Chopin 2009, 6.5). */
const RADIUS = 1.1;

/**
 * Central composite design round the top: the centre, two points on each axis and a fraction of the corners, all on a sphere. With the density
 * at the points, the weights give a normal its mean and covariance exactly: 1 - 1/f^2 to the centre, the rest over the sphere (Rue,
 * Martino and Chopin 2009, Journal of the Royal Statistical Society B 71(2), 6.5). No dimension: the centre alone.
 */
export function compositePoints(at: Float64Array, curvature: Matrix): CompositePoint[] {
  const d = at.length;
  if (d === 0) return [{ at, weight: 1 }];
  const directions = [...axes(d), ...corners(d)];
  const factor = cholesky(curvature);
  const weight = exp((d * RADIUS * RADIUS) / 2) / (directions.length * RADIUS * RADIUS);
  const sphere = directions.map((direction): CompositePoint => {
    const away = solveTransposed(
      factor,
      direction.map((value) => value * RADIUS * Math.sqrt(d)),
    );
    return { at: at.map((value, i) => value + away[i]), weight };
  });
  return [{ at, weight: 1 - 1 / (RADIUS * RADIUS) }, ...sphere];
}

const axes = (d: number): Float64Array[] =>
  Array.from({ length: 2 * d }, (_, k) =>
    Float64Array.from({ length: d }, (__, i) => (i === k >> 1 ? 1 - 2 * (k & 1) : 0)),
  );

/**
 * Corners of a cube in the fraction of resolution IV whose columns are the products of an odd number of 2^k runs' factors (Box, Hunter and Hunter
 * 2005, Statistics for Experimenters, 6); none in one dimension.
 */
function corners(d: number): Float64Array[] {
  if (d === 1) return [];
  let runs = 2;
  while (runs / 2 < d) runs *= 2;
  const columns = Array.from({ length: runs }, (_, mask) => mask).filter((mask) => ones(mask) % 2 === 1);
  return Array.from({ length: runs }, (_, run) =>
    Float64Array.from({ length: d }, (__, i) => (1 - 2 * (ones(run & columns[i]) % 2)) / Math.sqrt(d)),
  );
}

function ones(mask: number): number {
  let count = 0;
  for (let left = mask; left > 0; left >>= 1) count += left & 1;
  return count;
}
