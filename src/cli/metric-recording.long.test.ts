import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ln from "@stdlib/math-base-special-ln";
import { expect, test } from "vitest";
import { collate } from "../collate/index.ts";
import { fitField } from "../estimate/areas/field/fit.ts";
import { extentIn, type ThreatField } from "../estimate/index.ts";
import { openSnapshot } from "../store/index.ts";
import { readResponses } from "./metric-extents.ts";

/** Quarters of the base, the year ending March 2019, and the last quarter of each later window. */
const BASE_END = 7;
const ENDS = Array.from({ length: 24 }, (_, k) => BASE_END + 1 + k);
const LESS = 0.8;

/** Deaths are registered, not recorded by a force or another body that looks for crime. */
const isRecorded = (indicator: string): boolean => !indicator.startsWith("drug-deaths");

/** Largest fall of ln extent against the base, over the fall of ln recording, when a fifth less is recorded after the base. */
function responseOf({ input, seed }: ThreatField): number {
  const counts = input.counts.map((count) => {
    const after = count.quarters.filter((q) => q > BASE_END).length / count.quarters.length;
    const value = Math.round(count.value * (1 - (1 - LESS) * after));
    return isRecorded(count.indicator) ? { ...count, value } : count;
  });
  const [asItIs, less] = [input, { ...input, counts }].map((i) => fitField(i, { seed }).national.extent.middle);
  const window = (x: Float64Array, end: number) => x[end] + x[end - 1] + x[end - 2] + x[end - 3];
  const change = (x: Float64Array, end: number) => ln(window(x, end) / window(x, BASE_END));
  return Math.max(...ENDS.map((end) => (change(less, end) - change(asItIs, end)) / ln(LESS)));
}

test.skipIf(process.env.SOCLAB_LONG !== "1")(
  "the table holds what the figures that ship give when a fifth less is recorded",
  { timeout: 400_000 },
  async () => {
    const home = mkdtempSync(join(tmpdir(), "soclab-recording-"));
    await collate(home);
    const snapshot = await openSnapshot(home);
    const { threats } = await extentIn(snapshot);
    snapshot.close();
    rmSync(home, { recursive: true, force: true });
    const responses = readResponses();
    expect([...responses.keys()]).toEqual(["drug-supply", "modern-slavery", "fraud"]);
    for (const [threat, { fields }] of threats) {
      const kept = responses.get(threat);
      if (kept === undefined) continue;
      const found = Math.min(1, responseOf(fields[0]));
      console.log(`${threat}: response ${found.toFixed(3)}, kept as ${kept}`);
      expect(Math.abs(found - kept)).toBeLessThan(0.05);
    }
  },
);
