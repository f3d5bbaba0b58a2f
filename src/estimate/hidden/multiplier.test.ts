import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interval90, jeffreys, rangeLogVariance, sumOfParts, twoStage } from "./multiplier.ts";

const share = fc.double({ min: 0.02, max: 0.99, noNaN: true });
const count = fc.integer({ min: 1, max: 1_000_000 });
const answers = fc.integer({ min: 20, max: 10_000 });
const near = (found: number, wanted: number, relative = 1e-9) =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted));

describe("two-stage multiplier", () => {
  test("half reported, half of that recorded: the extent is four times the record", () => {
    const { value } = interval90(twoStage(100, { share: 0.5, effectiveN: 100 }, { share: 0.5, effectiveN: 100 }));
    near(value, 400);
  });

  test("the variance is the sum of its three parts", () => {
    const { logVariance } = twoStage(100, { share: 0.5, effectiveN: 50 }, { share: 0.8, effectiveN: 200 });
    near(logVariance, 1 / 100 + 0.5 / (0.5 * 50) + 0.2 / (0.8 * 200));
  });

  test("ten times the record is ten times the extent; a lower share is a larger one", () => {
    fc.assert(
      fc.property(count, share, share, answers, (recorded, r, c, effectiveN) => {
        const stages = [
          { share: r, effectiveN },
          { share: c, effectiveN },
        ];
        const once = interval90(twoStage(recorded, ...stages));
        near(interval90(twoStage(10 * recorded, ...stages)).value, 10 * once.value);
        expect(interval90(twoStage(recorded, { share: r / 2, effectiveN }, stages[1])).value).toBeGreaterThan(
          once.value,
        );
        expect(once.low).toBeLessThan(once.value);
        expect(once.value).toBeLessThan(once.high);
      }),
    );
  });
});

describe("sum of parts", () => {
  test("one part with one sampled share is the multiplier itself", () => {
    const plain = twoStage(480, { share: 0.84, effectiveN: 300 });
    const summed = sumOfParts([
      { recorded: 480, stages: [{ id: "r", share: 0.84, logVariance: 0.16 / (0.84 * 300) }] },
    ]);
    near(summed.logMiddle, plain.logMiddle);
    near(summed.logVariance, plain.logVariance);
  });

  test("a share that both halves use widens the sum as much as one whole; two separate shares widen it less", () => {
    const stage = (id: string) => ({ id, share: 0.5, logVariance: 0.04 });
    const half = (id: string) => ({ recorded: 1e9, stages: [stage(id)] });
    near(sumOfParts([half("c"), half("c")]).logVariance, 0.04, 1e-6);
    near(sumOfParts([half("c"), half("d")]).logVariance, 0.02, 1e-6);
  });
});

describe("Jeffreys", () => {
  test("an interval of a share lies in 0..1, holds the share, and narrows with more answers", () => {
    fc.assert(
      fc.property(share, answers, (p, effectiveN) => {
        const few = jeffreys({ share: p, effectiveN }, 0.9);
        const many = jeffreys({ share: p, effectiveN: 10 * effectiveN }, 0.9);
        expect(few.low).toBeGreaterThanOrEqual(0);
        expect(few.high).toBeLessThanOrEqual(1);
        expect(few.low).toBeLessThanOrEqual(p);
        expect(few.high).toBeGreaterThanOrEqual(p);
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });

  test("a published 95% range comes back from its log variance", () => {
    const { low, high } = interval90({ logMiddle: 0, logVariance: rangeLogVariance(1 / 2, 2, 0.9) });
    near(low, 0.5);
    near(high, 2);
  });
});
