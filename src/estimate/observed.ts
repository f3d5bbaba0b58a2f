import { createHash } from "node:crypto";
import type { Snapshot } from "../store/index.ts";
import type { Observation } from "../terms/index.ts";

/**
 * The figures that the estimate and the twin stand on: those that ship with the project, and no others. So loading one more
 * file moves no result; a source enters the estimate by a decision, and then with a line in the changelog.
 */
export const OBSERVED_SOURCE = "embedded";

/** The figures of a snapshot that the estimate and the twin stand on, in the snapshot's order. */
export const observedFigures = (snapshot: Snapshot): Promise<Observation[]> =>
  snapshot.observations({ source: OBSERVED_SOURCE });

/** SHA-256 (64 hex) over the figures themselves, the hash of their files in each id included: what a run of the twin names as its data. */
export const fingerprintOfObserved = (observed: readonly Observation[]): string =>
  createHash("sha256").update(JSON.stringify(observed)).digest("hex");
