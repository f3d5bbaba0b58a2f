import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion, eachPart } from "./apportion.ts";

const stocks = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 45 });

describe("sharing out whole numbers", () => {
  it("loses nothing and stays within one of the exact share (largest remainder)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), stocks, (total, weights) => {
        const parts = apportion(total, weights);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        const sum = weights.reduce((a, b) => a + b, 0);
        const off = sum > 0 ? parts.map((part, i) => Math.abs(part - (total * weights[i]!) / sum)) : [];
        expect(off.every((distance) => distance < 1)).toBe(true);
      }),
    );
  });

  it("takes from stocks in proportion, all of it, and never more than a stock holds", () => {
    fc.assert(
      fc.property(stocks, fc.double({ min: 0, max: 1, noNaN: true }), (held, share) => {
        const sum = held.reduce((a, b) => a + b, 0);
        const total = Math.floor(sum * share);
        let taken = 0;
        eachPart(total, held, (k, part) => {
          expect(part >= 0 && part <= held[k]!).toBe(true);
          taken += part;
        });
        expect(taken).toBe(sum > 0 ? total : 0);
      }),
    );
  });
});
