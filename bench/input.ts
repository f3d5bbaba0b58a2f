import { twinInput } from "../src/calibrate/index.ts";
import { collate } from "../src/collate/index.ts";
import { extentIn } from "../src/estimate/index.ts";
import { readCatalogue, readUnitCosts } from "../src/evidence/index.ts";
import type { TwinInput } from "../src/simulate/index.ts";
import { openSnapshot } from "../src/store/index.ts";

/** Collates what ships with SOC Lab into a home folder and gives the twin's input from it. Throws a Problem on a bad row. */
export async function readInput(home: string): Promise<TwinInput> {
  await collate(home);
  const snapshot = await openSnapshot(home);
  try {
    const costs = [...readUnitCosts().values()].map(({ id, value, low, high }) => ({ id, central: value, low, high }));
    return await twinInput(snapshot, await extentIn(snapshot), readCatalogue(), costs);
  } finally {
    snapshot.close();
  }
}
