import { dot } from "../../matrix/dense.ts";
import { solveWide, type WideFactor } from "../../matrix/wide-rows.ts";

/** A step that was taken and by how much the gradient fell over it: what it taught of the curvature along itself. */
export interface Secant {
  step: Float64Array;
  fall: Float64Array;
  /** step . fall, above 0. */
  curvature: number;
}

/** Steps that are remembered between two factors. */
export const MOST_SECANTS = 8;

/** The secants with that of a new step; left as they are where the posterior bends the wrong way along it. */
export function withSecant(
  secants: readonly Secant[],
  from: { x: Float64Array; gradient: Float64Array },
  to: { x: Float64Array; gradient: Float64Array },
): readonly Secant[] {
  const step = to.x.map((value, k) => value - from.x[k]);
  const fall = to.gradient.map((value, k) => from.gradient[k] - value);
  const curvature = dot(step, 0, fall, 0, step.length);
  return curvature > 0 ? [...secants.slice(1 - MOST_SECANTS), { step, fall, curvature }] : secants;
}

/**
 * Newton's step with a factor of a nearby or approximate curvature, mended by the secants (limited-memory BFGS, Nocedal and Wright 2006,
 * algorithm 7.4). The factor leaves out what logits and sums bend by themselves, which is all there is along the ridge where extent rises as
 * reporting falls: without the secants the climb there is slow.
 */
export function secantStep(factor: WideFactor, secants: readonly Secant[], gradient: Float64Array): Float64Array {
  const direction = gradient.slice();
  const n = direction.length;
  const shares = new Float64Array(secants.length);
  for (let b = secants.length - 1; b >= 0; b--) {
    const { step, fall, curvature } = secants[b];
    shares[b] = dot(step, 0, direction, 0, n) / curvature;
    for (let k = 0; k < n; k++) direction[k] -= shares[b] * fall[k];
  }
  solveWide(factor, direction);
  secants.forEach(({ step, fall, curvature }, b) => {
    const share = shares[b] - dot(fall, 0, direction, 0, n) / curvature;
    for (let k = 0; k < n; k++) direction[k] += share * step[k];
  });
  return direction;
}
