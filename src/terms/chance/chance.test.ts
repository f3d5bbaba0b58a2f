import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROCESS, Stream, threefry, threefryRow } from "./index.ts";
import { unitOf } from "./stream.ts";

// Public known answers of Threefry-2x32 with 13 rounds (Random123 1.14, kat_vectors).
const KNOWN = [
  { key: [0, 0], counter: [0, 0], gives: [0x9d1c5ec6, 0x8bd50731] },
  { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], gives: [0xfd36d048, 0x2d17272c] },
  { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], gives: [0xba3e4725, 0xf27d669e] },
];

const PINNED = [2082611595, 1501812514, 1639007353, 1794975932];

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

  it("stays inside the open unit interval", () => {
    const s = new Stream(0, 0, PROCESS.world);
    for (let i = 0; i < 10_000; i++) {
      const u = s.unit(i, 0);
      expect(u > 0 && u < 1).toBe(true);
    }
  });

  it("gives pinned words: a changed one would move every result", () => {
    const s = new Stream(1, 2, PROCESS.observation);
    expect([s.u32(3, 4), s.u32(3, 4, 1), s.u32(3, 5), s.u32(4, 4)]).toEqual(PINNED);
  });

  it("gives a row the words of its counters one by one", () => {
    const row = new Uint32Array(10);
    threefryRow(5, 6, 7, 3, 5, 8, row);
    const one = new Uint32Array(2);
    for (let i = 0; i < 5; i++) {
      threefry(5, 6, 7 + 3 * i, 8, one);
      expect([...row.subarray(2 * i, 2 * i + 2)]).toEqual([...one]);
    }
  });

  it("gives all answers of the reference for Threefry-2x32 with 13 rounds (needs ../shared)", (context) => {
    const reference = "../shared/reference/rng/kat.json";
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    type Row = { generator: string; rounds: number; ctr: string[]; key: string[]; expected: string[] };
    const rows = (JSON.parse(readFileSync(reference, "utf8")).vectors as Row[]).filter(
      (v) => v.generator === "threefry2x32" && v.rounds === 13,
    );
    expect(rows).toHaveLength(3);
    for (const { key, ctr, expected } of rows) {
      const [k0, k1, c0, c1] = [...key, ...ctr].map((word) => Number.parseInt(word, 16));
      const out = new Uint32Array(2);
      threefry(k0!, k1!, c0!, c1!, out);
      expect([...out].map((word) => word.toString(16).padStart(8, "0"))).toEqual(expected);
    }
  });

  it("turns words into numbers as the reference's streams do (needs ../shared)", (context) => {
    const reference = "../shared/reference/rng/streams.json";
    context.skip(!existsSync(reference), "the shared reference answers are not beside the project");
    const { streams } = JSON.parse(readFileSync(reference, "utf8")) as {
      streams: { u32: number[]; u01_32: number[] }[];
    };
    expect(streams.length).toBeGreaterThan(3);
    for (const { u32, u01_32 } of streams)
      u01_32.forEach((wanted, i) => {
        expect(unitOf(u32[i]!)).toBeCloseTo(wanted, 14);
      });
  });
});
