import type { Command } from "commander";
import { examine, type Health } from "../collate/index.ts";
import { homeFolder } from "../store/index.ts";
import { staleWords } from "../terms/index.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
}

/** `soclab doctor [--home] [--json]`: what is whole, broken or stale, on one screen. Exits with 1 when something must be mended. */
export function addTo(program: Command): void {
  program
    .command("doctor")
    .description("Say on one screen whether what was collated is whole, what was set aside and what is stale.")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  $ soclab doctor")
    .action(async ({ home, json }: Options) => {
      const health = await examine(homeFolder(home));
      process.stdout.write(json ? `${JSON.stringify(health, null, 2)}\n` : healthText(health));
      if (health.faults.length > 0 || health.stale.length > 0) process.exitCode = 1;
    });
}

/** The doctor's screen. Pure; ends with a line feed. */
export function healthText(health: Health): string {
  const { node, home, ledger, snapshot, sources, stale, faults } = health;
  const rows = sources.map((s) => [
    s.source,
    ...[s.files, s.rowsIn, s.rowsLoaded, s.rowsSetAside, s.findings].map(String),
  ]);
  return [
    `Node      ${node}\n`,
    `Home      ${home}\n`,
    `Ledger    ${ledger.isWhole ? `whole, ${ledger.entries} entries` : `not whole after entry ${ledger.entries}`}\n`,
    `Snapshot  ${snapshotText(snapshot)}\n`,
    ...(rows.length > 0 ? ["\n", table(COLUMNS, rows)] : []),
    ...(stale.length > 0
      ? ["\nStale; run `soclab collate`:\n", ...stale.map((s) => `  ${s.file}: ${staleWords[s.why]}\n`)]
      : []),
    ...(faults.length > 0 ? ["\nTo mend:\n", ...faults.map((fault) => `  ${fault}\n`)] : []),
    faults.length + stale.length === 0 ? "\nAll is well.\n" : "",
  ].join("");
}

function snapshotText(snapshot: Health["snapshot"]): string {
  if (snapshot === undefined) return "none that opens";
  const { fingerprint, observations, matchesRows, matchesLedger } = snapshot;
  const agrees = (isSo: boolean, what: string) => `${isSo ? "matches" : "differs from"} ${what}`;
  return `${fingerprint.slice(0, 16)}, ${observations} observations, ${agrees(matchesRows, "its rows")}, ${agrees(matchesLedger, "the ledger")}`;
}

const COLUMNS = [
  { title: "source" },
  { title: "files", isNumber: true },
  { title: "rows in", isNumber: true },
  { title: "loaded", isNumber: true },
  { title: "set aside", isNumber: true },
  { title: "findings", isNumber: true },
];
