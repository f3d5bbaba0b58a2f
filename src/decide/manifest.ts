import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../simulate/index.ts";
import type { Scenario } from "../terms/index.ts";
import type { EnsembleView } from "./ensemble-view.ts";

/** What was run, on what, by what: enough to run it again and to see whether the same came out. */
export interface Manifest {
  contract: "soclab-manifest-1";
  /** SHA-256 over the results of every run; the same inputs give it on any machine. */
  resultHash: string;
  command: string;
  versions: { soclab: string; node: string };
  seed: number;
  runs: number;
  horizon: { from: string; until: string };
  months: number;
  scenarios: { id: string; hash: string; scenario: Scenario }[];
  /** Of the collated figures that the twin started from. */
  dataFingerprint: string;
  parametersHash: string;
  catalogueHash: string;
  pricesHash: string;
  /** When it was written; the one field that enters no hash. */
  createdAt: string;
}

/** SHA-256 (hex) of plain data as canonical JSON: key order does not matter. */
export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));

/** The manifest of an ensemble. Pure: the clock, the versions and the data come from the caller. Calls no git. */
export function manifestOf(
  ensemble: Omit<EnsembleView, "draws">,
  parts: {
    command: string;
    versions: Manifest["versions"];
    scenarios: readonly Scenario[];
    dataFingerprint: string;
    parameters: unknown;
    catalogue: unknown;
    prices: unknown;
    createdAt: string;
  },
): Manifest {
  const { seed, runs, horizon, months, resultHash } = ensemble;
  return {
    contract: "soclab-manifest-1",
    resultHash,
    command: parts.command,
    versions: parts.versions,
    seed,
    runs,
    horizon: { from: horizon.from, until: horizon.until },
    months,
    scenarios: ensemble.scenarios.map(({ id, hash }) => {
      const scenario = parts.scenarios.find((s) => s.name === id);
      if (!scenario) throw new Error(`scenario "${id}" was run and not handed over`);
      return { id, hash, scenario };
    }),
    dataFingerprint: parts.dataFingerprint,
    parametersHash: hashOf(parts.parameters),
    catalogueHash: hashOf(parts.catalogue),
    pricesHash: hashOf(parts.prices),
    createdAt: parts.createdAt,
  };
}
