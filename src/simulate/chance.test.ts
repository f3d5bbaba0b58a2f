import { describe, expect, it } from "vitest";
import { chanceOf, PROCESS, Stream, threefry } from "./chance.ts";

// Public known answers of Threefry-2x32 with 13 rounds (Random123 1.14, kat_vectors).
const KNOWN = [
  { key: [0, 0], counter: [0, 0], gives: [0x9d1c5ec6, 0x8bd50731] },
  { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], gives: [0xfd36d048, 0x2d17272c] },
  { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], gives: [0xba3e4725, 0xf27d669e] },
];

describe("chance", () => {
  it.each(KNOWN)("gives the published answer for key $key", ({ key, counter, gives }) => {
    const out = new Uint32Array(2);
    threefry(key[0]!, key[1]!, counter[0]!, counter[1]!, out);
    expect([...out]).toEqual(gives);
  });

  it("is a pure function: a draw does not depend on what was drawn before", () => {
    const a = new Stream(7, 3, PROCESS.drugs);
    const b = new Stream(7, 3, PROCESS.drugs);
    for (let i = 0; i < 50; i++) b.unit(i, 1);
    expect(a.u32(5, 9, 3)).toBe(b.u32(5, 9, 3));
  });

  it("gives every process, entity, month and block words of its own", () => {
    const { drugs, events } = chanceOf(1, 0);
    const words = new Set<number>();
    for (let entity = 0; entity < 20; entity++)
      for (let month = 0; month < 20; month++)
        for (let block = 0; block < 6; block++)
          words.add(drugs.u32(entity, month, block)).add(events.u32(entity, month, block));
    expect(words.size).toBeGreaterThan(4795); // 4,800 words: more than a few equal ones would be a fault
  });

  it("stays inside the open unit interval", () => {
    const s = new Stream(0, 0, PROCESS.world);
    for (let i = 0; i < 10_000; i++) {
      const u = s.unit(i, 0);
      expect(u > 0 && u < 1).toBe(true);
    }
  });
});
