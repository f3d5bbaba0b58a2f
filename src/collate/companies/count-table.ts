import type { Hash } from "./keyed-hash.ts";

/** The table doubles when more of its places than this are taken. */
const FULLEST = 0.7;

/**
 * How often each hash was seen, with a small number of its own: 14 bytes a place in typed arrays, so that millions of
 * hashes need megabytes and the garbage collector never looks at them.
 */
export class CountTable {
  private high: Uint32Array;
  private low: Uint32Array;
  private counts: Uint32Array;
  private tags: Uint16Array;
  private taken = 0;

  /** `places` is a power of two. */
  constructor(places = 1 << 12) {
    this.high = new Uint32Array(places);
    this.low = new Uint32Array(places);
    this.counts = new Uint32Array(places);
    this.tags = new Uint16Array(places);
  }

  /** Different hashes seen. */
  get size(): number {
    return this.taken;
  }

  /** Counts a hash once more and returns how often it has been seen; `tag` (0 to 65,535) is kept from the first time. */
  add({ high, low }: Hash, tag = 0): number {
    if (this.taken >= this.counts.length * FULLEST) this.grow();
    const at = this.placeOf(high, low);
    if (this.counts[at] === 0) {
      this.taken++;
      this.high[at] = high;
      this.low[at] = low;
      this.tags[at] = tag;
    }
    return ++this.counts[at]!;
  }

  /** How often a hash was seen. */
  count({ high, low }: Hash): number {
    return this.counts[this.placeOf(high, low)] ?? 0;
  }

  /** Count and tag of each hash that was seen more often than `over`. */
  *above(over: number): Generator<{ count: number; tag: number }> {
    for (let at = 0; at < this.counts.length; at++) {
      const count = this.counts[at] ?? 0;
      if (count > over) yield { count, tag: this.tags[at] ?? 0 };
    }
  }

  /** Every hash seen, in no order. */
  *hashes(): Generator<Hash> {
    for (let at = 0; at < this.counts.length; at++)
      if (this.counts[at] !== 0) yield { high: this.high[at] ?? 0, low: this.low[at] ?? 0 };
  }

  /** The place of a hash, or the empty one where it belongs. */
  private placeOf(high: number, low: number): number {
    const mask = this.counts.length - 1;
    let at = low & mask;
    while (this.counts[at] !== 0 && (this.high[at] !== high || this.low[at] !== low)) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const old = { high: this.high, low: this.low, counts: this.counts, tags: this.tags };
    const places = old.counts.length * 2;
    this.high = new Uint32Array(places);
    this.low = new Uint32Array(places);
    this.counts = new Uint32Array(places);
    this.tags = new Uint16Array(places);
    for (let i = 0; i < old.counts.length; i++) {
      if (old.counts[i] === 0) continue;
      const at = this.placeOf(old.high[i]!, old.low[i]!);
      this.high[at] = old.high[i]!;
      this.low[at] = old.low[i]!;
      this.counts[at] = old.counts[i]!;
      this.tags[at] = old.tags[i]!;
    }
  }
}
