import { expect, test } from "vitest";
import { fitField } from "./fit.ts";
import { type InventedOptions, invent } from "./invented.ts";

/**
 * Section 5.5 of the design again, with hyperparameters estimated: 43 areas, 12 quarters, two indicators, an anchor; the truth is drawn
 * anew for each replicate. SOCLAB_REPLICATES says how many (60).
 */
const REPLICATES = Number(process.env.SOCLAB_REPLICATES ?? 60);
const DESIGN: Omit<InventedOptions, "seed" | "toldWrongBy"> = {
  ...{
    areas: 43,
    quarters: 12,
    rates: [-1.8, -0.6],
    rateSd: 0.3,
    sizes: [12, 8],
    anchorSd: 0.12,
    isSecondYearly: false,
  },
};

interface Tally {
  cells: number;
  national: number;
  cellWidth: number;
  nationalWidth: number;
  error: number;
  flags: number;
  below: number;
  above: number;
}

function study(toldWrongBy: number): Tally {
  const tally: Tally = {
    cells: 0,
    national: 0,
    cellWidth: 0,
    nationalWidth: 0,
    error: 0,
    flags: 0,
    below: 0,
    above: 0,
  };
  for (let seed = 1; seed <= REPLICATES; seed++) addReplicate(seed, toldWrongBy, tally);
  return tally;
}

function addReplicate(seed: number, toldWrongBy: number, tally: Tally): void {
  const { areas, quarters } = DESIGN;
  const { input, extent } = invent({ ...DESIGN, seed, toldWrongBy });
  const fit = fitField(input, { seed });
  const cells = areas * quarters * REPLICATES;
  for (let cell = 0; cell < areas * quarters; cell++) {
    const [low, high] = [fit.extent.low[cell], fit.extent.high[cell]];
    if (low <= extent[cell] && extent[cell] <= high) tally.cells += 1 / cells;
    tally.cellWidth += Math.log(high / low) / cells;
  }
  const last = quarters - 1;
  const truth = Array.from({ length: areas }, (_, i) => extent[i * quarters + last]).reduce(
    (sum, value) => sum + value,
    0,
  );
  const { low, middle, high } = fit.national.extent;
  if (truth < low[last]) tally.below++;
  else if (truth > high[last]) tally.above++;
  else tally.national += 1 / REPLICATES;
  tally.nationalWidth += Math.log(high[last] / low[last]) / REPLICATES;
  tally.error += Math.log(middle[last] / truth) / REPLICATES;
  if (fit.anchors[0].isConflict) tally.flags++;
}

function say(what: string, tally: Tally): void {
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  process.stdout.write(
    `${what}: 90% intervals cover ${percent(tally.cells)} of cells and ${percent(tally.national)} of national totals ` +
      `(missed ${tally.below} below, ${tally.above} above, of ${REPLICATES}); mean width of the log ${tally.cellWidth.toFixed(3)} and ` +
      `${tally.nationalWidth.toFixed(3)}; mean log error ${tally.error.toFixed(3)}; conflict in ${tally.flags}\n`,
  );
}

test("right priors: 90% intervals of cells and of the national total cover 82 to 97%", () => {
  const tally = study(0);
  say("right priors", tally);
  for (const share of [tally.cells, tally.national]) {
    expect(share).toBeGreaterThanOrEqual(0.82);
    expect(share).toBeLessThanOrEqual(0.97);
  }
});

test("priors wrong by +0.6 logit: the anchor's conflict is told in most replicates", () => {
  const tally = study(0.6);
  say("wrong by +0.6", tally);
  expect(tally.flags).toBeGreaterThan(REPLICATES / 2);
});
