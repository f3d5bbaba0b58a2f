import { beforeAll, expect, test } from "vitest";
import { fitField } from "./fit.ts";
import { type Invented, type InventedOptions, invent } from "./invented.ts";
import type { FieldFit } from "./result.ts";

/**
 * Section 5.5 of the design again, with hyperparameters estimated: 43 areas, 12 quarters, two indicators, an anchor; the truth is drawn
 * anew for each replicate. SOCLAB_REPLICATES says how many (60).
 */
const REPLICATES = Number(process.env.SOCLAB_REPLICATES ?? 60);
const DESIGN: Omit<InventedOptions, "seed" | "toldWrongBy" | "anchorSd"> = {
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

const emptyTally = (): Tally => ({
  cells: 0,
  national: 0,
  cellWidth: 0,
  nationalWidth: 0,
  error: 0,
  flags: 0,
  below: 0,
  above: 0,
});

const right = emptyTally();
const wrong = emptyTally();
/** The same with an anchor of half the sd, of which only the conflict is looked at. */
let flagsOfFiner = 0;
/** Replicates in which z is higher under the wrong priors than under the right ones. */
let rises = 0;

beforeAll(() => {
  for (let seed = 1; seed <= REPLICATES; seed++) {
    const truth = made(seed, 0, 0.12);
    const first = fitField(truth.input, { seed });
    addReplicate(first, truth.extent, right);
    const second = fitField(made(seed, 0.6, 0.12).input, { seed, start: first });
    addReplicate(second, truth.extent, wrong);
    if (second.anchors[0].z > first.anchors[0].z) rises++;
    const finer = fitField(made(seed, 0.6, 0.06).input, { seed, draws: 2, start: second, keepHyperparameters: true });
    if (finer.anchors[0].isConflict) flagsOfFiner++;
  }
}, 3_600_000);

/** The anchor's sd is all of its error here: nothing between methods is added, and nothing may be believed. */
function made(seed: number, toldWrongBy: number, anchorSd: number): Invented {
  const { input, extent } = invent({ ...DESIGN, seed, toldWrongBy, anchorSd });
  return { input: { ...input, hyperparameters: { methodSd: { held: 1e-6 } } }, extent };
}

function addReplicate(fit: FieldFit, extent: Float64Array, tally: Tally): void {
  const { areas, quarters } = DESIGN;
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
      `(truth ${tally.below} below, ${tally.above} above, of ${REPLICATES}); mean width of the log ${tally.cellWidth.toFixed(3)} and ` +
      `${tally.nationalWidth.toFixed(3)}; mean log error ${tally.error.toFixed(3)}; conflict in ${tally.flags}\n`,
  );
}

test("right priors: 90% intervals of cells and of the national total cover 82 to 97%", () => {
  say("right priors", right);
  for (const share of [right.cells, right.national]) {
    expect(share).toBeGreaterThanOrEqual(0.82);
    expect(share).toBeLessThanOrEqual(0.97);
  }
});

test("priors wrong by +0.6 logit: z rises in most replicates, and an anchor of sd 0.06 is told as a conflict in most", () => {
  say("wrong by +0.6", wrong);
  process.stdout.write(
    `z rises in ${rises} of ${REPLICATES}; an anchor of sd 0.06 is told as a conflict in ${flagsOfFiner}\n`,
  );
  expect(rises).toBeGreaterThan(0.8 * REPLICATES);
  expect(flagsOfFiner).toBeGreaterThan(REPLICATES / 2);
  expect(wrong.flags).toBeGreaterThan(4 * right.flags);
});
