import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { guarded, Working } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { loadFile } from "../load.ts";
import type { Source } from "../source.ts";
import { readBoundaries } from "../text/boundaries.ts";
import { type Conformance, conformanceFault } from "./conformance.ts";

/**
 * Checks a file that a source declares with the reader that would load it, in a folder of its own that is thrown away: the home
 * folder is neither needed nor touched.
 */
export async function checkPublished(path: string, source: Source): Promise<Conformance> {
  const file = basename(path);
  const folder = mkdtempSync(join(tmpdir(), "soclab-check-"));
  try {
    const working = await Working.create(folder);
    try {
      const entry = {
        source: source.declaration.id,
        name: file,
        sha256: "0".repeat(64),
        landedAt: "2000-01-01",
        isBeside: true,
      };
      await loadFile({ source, entry, path, working, home: folder, tell: () => {}, reading: () => {} });
      const releases = await working.releases();
      const faults = (await working.findings()).map(({ code, severity, line, column, sentence }) => ({
        code: code as Conformance["faults"][number]["code"],
        severity,
        ...(line === undefined ? {} : { row: line }),
        ...(column === undefined ? {} : { column }),
        sentence,
      }));
      return { ...judged(file, faults), rows: releases.reduce((n, { rowsIn }) => n + rowsIn, 0) };
    } catch (error) {
      return refused(file, error);
    } finally {
      working.discard();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Checks a file of boundaries (GeoJSON). */
export function checkBoundaries(path: string): Conformance {
  const file = basename(path);
  try {
    const { areas, repairs } = readBoundaries(
      file,
      guarded(path, () => readFileSync(path)),
    );
    return {
      ...judged(
        file,
        repairs.map(({ data }) => conformanceFault(data)),
      ),
      rows: areas.length,
    };
  } catch (error) {
    return refused(file, error);
  }
}

const judged = (file: string, faults: Conformance["faults"]): Conformance => ({
  file,
  conforms: faults.every(({ severity }) => severity === "note"),
  rows: 0,
  faults,
});

function refused(file: string, error: unknown): Conformance {
  if (!(error instanceof Problem)) throw error;
  return judged(file, [conformanceFault(error.data)]);
}
