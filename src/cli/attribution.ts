import type { Command } from "commander";
import {
  BASE_YEAR,
  type ExtentRow,
  fingerprintOfObserved,
  observedFigures,
  organisedShares,
  readAnchors,
} from "../estimate/index.ts";
import { homeFolder, openSnapshot, projectFile, readPlaces, readTable } from "../store/index.ts";
import { Problem, THREAT_IDS, UNITED_KINGDOM } from "../terms/index.ts";
import {
  type AttributedHarm,
  attribute,
  type OtherWay,
  otherWays,
  readTierShare,
  readWiderHarm,
  type ThreatSide,
  type TierTotal,
  totalsOf,
} from "../value/index.ts";
import { attributionText } from "./attribution-text.ts";
import { estimatedExtent } from "./estimated-extent.ts";
import { keepResult } from "./kept-results.ts";

interface Options {
  harm?: string;
  home?: string;
  json?: boolean;
}

/** Everything that `soclab attribution` says; plain data, kept in the home folder. */
export interface AttributionResult {
  contract: "soclab-attribution-1";
  dataFingerprint: string;
  harms: AttributedHarm[];
  /** The same events from the threats' side. */
  otherWays: OtherWay[];
  /** Over harms that are counted as the same kind of thing, nobody twice; left out where one harm was asked for. */
  totals: TierTotal[];
}

/** `soclab attribution [--harm] [--home] [--json]`: what share of each wider harm is due to serious and organised crime. */
export function addTo(program: Command): void {
  program
    .command("attribution")
    .description(
      "The share of homicide, violence, drug deaths, theft, arrivals and fraud that is due to SOC, in three tiers.",
    )
    .option("--harm <harm>", "one harm, for example homicide", harmOption)
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab attribution --harm homicide")
    .action(async ({ harm, json, home: folder }: Options) => {
      const home = homeFolder(folder);
      const result = await attributionOf(home, harm);
      const asked = harm === undefined ? [] : [harm];
      const path = keepResult(home, "attribution", result.dataFingerprint, asked, result);
      process.stdout.write(
        json ? `${JSON.stringify(result, null, 2)}\n` : `${attributionText(result)}Kept in ${path}\n`,
      );
    });
}

const readHarms = () => readTable(projectFile("data", "attribution-harms.csv"), readWiderHarm);

async function attributionOf(home: string, harm: string | undefined): Promise<AttributionResult> {
  const snapshot = await openSnapshot(home);
  try {
    const observations = await observedFigures(snapshot);
    const shares = readTable(projectFile("data", "attribution.csv"), readTierShare);
    const forces = readPlaces().flatMap((p) => (p.nation === "E" || p.nation === "W" ? [p.code] : []));
    const all = attribute(readHarms(), shares, observations, forces);
    const harms = all.filter((h) => harm === undefined || h.harm === harm);
    const totals = harm === undefined ? totalsOf(harms) : [];
    const ways = otherWays(all, threatSides((await estimatedExtent(snapshot)).years)).filter((w) =>
      harms.some((h) => w.harms.includes(h.harm)),
    );
    const dataFingerprint = fingerprintOfObserved(observations);
    return { contract: "soclab-attribution-1", dataFingerprint, harms, otherWays: ways, totals };
  } finally {
    snapshot.close();
  }
}

/** Extents of the United Kingdom in the base year, and the share of each that is organised. */
function threatSides(rows: readonly ExtentRow[]): ThreatSide[] {
  const shares = organisedShares(readAnchors());
  return THREAT_IDS.flatMap((threat) => {
    const row = rows.find((r) => r.threat === threat && r.place === UNITED_KINGDOM && r.year === BASE_YEAR);
    const organised = shares[threat];
    return row && organised ? [{ threat, extent: row.extent, organised }] : [];
  });
}

function harmOption(text: string): string {
  const known = readHarms().map((h) => h.harm);
  if (known.includes(text.toLowerCase())) return text.toLowerCase();
  const next = `The harms are ${known.join(", ")}.`;
  throw new Problem({ code: "unknown-name", what: "harm", name: text.slice(0, 40), known, next });
}
