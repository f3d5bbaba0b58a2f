import { expect, it } from "vitest";
import { addSquare, blockMatrix, blockShape } from "../../matrix/blocks.ts";
import { factorWide } from "../../matrix/wide-rows.ts";
import { MOST_SECANTS, type Secant, secantStep, withSecant } from "./secants.ts";

/** Factor of a diagonal 2 x 2 curvature. */
function diagonal(first: number, second: number) {
  const blocks = blockMatrix(blockShape([1, 1], [0, 1]));
  addSquare(blocks, Int32Array.of(0), Float64Array.of(1), 1, first);
  addSquare(blocks, Int32Array.of(1), Float64Array.of(1), 1, second);
  return factorWide(blocks, []);
}

const point = (x: number[], gradient: number[]) => ({ x: Float64Array.from(x), gradient: Float64Array.from(gradient) });

it("without secants it is Newton's step: gradient (2, 3) over curvatures 2 and 6", () => {
  expect([...secantStep(diagonal(2, 6), [], Float64Array.of(2, 3))]).toEqual([
    expect.closeTo(1, 12),
    expect.closeTo(0.5, 12),
  ]);
});

it("what a step taught holds: a gradient like its fall asks for that step again, whatever the factor", () => {
  // A true curvature of 1/10 where the factor has 1: the gradient fell by 0.1 over a step of 1.
  const secants = withSecant([], point([0, 0], [1, 1]), point([1, 0], [0.9, 1]));
  const again = secantStep(diagonal(1, 1), secants, Float64Array.of(0.1, 0));
  expect([...again]).toEqual([expect.closeTo(1, 12), expect.closeTo(0, 12)]);
  // So the mode at 10 is one step from 1, where Newton's with this factor goes nine tenths of a unit.
  expect(secantStep(diagonal(1, 1), secants, Float64Array.of(0.9, 0))[0]).toBeCloseTo(9, 12);
  expect(secantStep(diagonal(1, 1), [], Float64Array.of(0.9, 0))[0]).toBeCloseTo(0.9, 12);
});

it("a step along which the posterior bends upward teaches nothing, and the oldest is forgotten", () => {
  expect(withSecant([], point([0, 0], [1, 0]), point([1, 0], [1.5, 0]))).toEqual([]);
  let secants: readonly Secant[] = [];
  for (let k = 0; k < 12; k++)
    secants = withSecant(secants, point([k, 0], [20 - k, 0]), point([k + 1, 0], [19 - k, 0]));
  expect(secants.length).toBe(MOST_SECANTS);
});
