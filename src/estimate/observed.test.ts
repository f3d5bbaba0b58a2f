import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { content, line, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { twinInput } from "../calibrate/index.ts";
import { collate, readSource } from "../collate/index.ts";
import { readScenario } from "../decide/index.ts";
import { runEnsemble } from "../ensemble/index.ts";
import { readCatalogue } from "../evidence/index.ts";
import type { TwinInput } from "../simulate/index.ts";
import { openSnapshot } from "../store/index.ts";
import { extentIn } from "./index.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

/**
 * Extent and everything that a run of the twin starts from, out of what a home folder holds; with the long checks also the
 * result of a run, which is a pure function of that (test/replay).
 */
async function resultsIn(home: string) {
  const snapshot = await openSnapshot(home);
  try {
    const { fingerprint: fits, quarters, years } = await extentIn(snapshot);
    const extent = { fits, quarters, years };
    const input = await twinInput(snapshot, extent, readCatalogue(), []);
    const result = process.env.SOCLAB_LONG === "1" ? await resultOf(input) : undefined;
    return { fingerprint: snapshot.fingerprint, extent, input, result };
  } finally {
    snapshot.close();
  }
}

async function resultOf(input: TwinInput): Promise<string> {
  const horizon = { from: "2024-04", until: "2024-06" };
  const scenarios = [readScenario("baseline")];
  return (await runEnsemble({ input, scenarios, runs: 1, seed: 1, workers: 1, horizon })).resultHash;
}

test("another source, though it states the same measures of the same places, moves neither extent nor result", async () => {
  const home = join(folder.path, "home");
  const embedded = await readSource("embedded");
  await collate(home, undefined, { sources: [embedded] });
  const before = await resultsIn(home);
  const { owned, ...declaration } = embedded.declaration;
  const other = { ...embedded, declaration: { ...declaration, id: "other" }, files: [] };
  const figures = ["modern-slavery", "drug-supply", "firearms"].flatMap((threat) => [
    line({ threat, place: "K02000001", from: "2023-01-01", until: "2023-12-31", value: "900000" }),
    line({
      threat,
      measure: "nrm-referrals",
      unit: "referrals",
      breakdown: "",
      from: "2023-01-01",
      until: "2023-12-31",
      value: "9000",
    }),
  ]);
  const [path = ""] = writeFiles(folder.path, { "other.csv": content(figures) });
  const report = await collate(home, undefined, { sources: [embedded, other], files: [{ path, source: "other" }] });
  expect(report.findings).toEqual([]);
  const after = await resultsIn(home);
  expect(after.fingerprint).not.toBe(before.fingerprint);
  expect({ ...after, fingerprint: "" }).toEqual({ ...before, fingerprint: "" });
});
