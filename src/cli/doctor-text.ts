import type { Health, Matter } from "../collate/index.ts";
import { table } from "./table.ts";

/** The doctor's screen, most urgent first. Pure; ends with a line feed. */
export function healthText(health: Health): string {
  const { today, node, home, ledger, snapshot, disk, matters } = health;
  const toMend = matters.filter((m) => m.severity === "fault");
  const toKnow = matters.filter((m) => m.severity === "note");
  return [
    `Looked on ${today}\n`,
    `Node      ${node}\n`,
    `Home      ${home}${disk === undefined ? "" : `, ${megabytes(disk.used)} MB; ${megabytes(disk.free)} MB free`}\n`,
    `Ledger    ${ledger.isWhole ? `whole, ${ledger.entries} entries` : `not whole after entry ${ledger.entries}`}\n`,
    `Snapshot  ${snapshotText(snapshot)}\n`,
    ...section("To mend", toMend),
    ...section("To know", toKnow),
    ...sourcesText(health),
    ...partnersText(health),
    ...reconciledText(health),
    toMend.length > 0 ? "" : toKnow.length > 0 ? "\nNothing must be mended.\n" : "\nAll is well.\n",
  ].join("");
}

const section = (title: string, matters: readonly Matter[]): string[] =>
  matters.length === 0 ? [] : [`\n${title}:\n`, ...matters.map(matterText)];

/** Kinds that tell their number in words already. */
const COUNTED: ReadonlySet<Matter["kind"]> = new Set(["missing", "implausible", "differs"]);

/** Whether a matter tells the first of several. Pure. */
export const isFirstOfMany = ({ count, kind }: Matter): boolean => count > 1 && !COUNTED.has(kind);

/** One matter: what and where on the first line, then why and what next. */
function matterText(matter: Matter): string {
  const { kind, count, where, what, why, next } = matter;
  const head = where === "" || what.startsWith(where) ? what : `${where}: ${what}`;
  const more = isFirstOfMany(matter) ? ` (${count} of this kind; the first is told)` : "";
  const reason = [why, next].filter((text) => text !== "").join(" ");
  return `  ${kind.padEnd(11)} ${head}${more}\n${reason === "" ? "" : `${" ".repeat(14)}${reason}\n`}`;
}

/** Sources of which something is loaded. */
function sourcesText({ sources }: Health): string[] {
  const loaded = sources.filter((s) => s.files > 0);
  if (loaded.length === 0) return [];
  const rows = loaded.map((s) => [
    s.source,
    ...[s.files, s.rowsIn, s.rowsLoaded, s.rowsSetAside, s.findings].map(String),
    s.newest,
    s.lateDays === 0 ? "" : String(s.lateDays),
    s.expected === 0 ? "" : `${s.expected - s.missing} of ${s.expected}`,
  ]);
  const none = sources.length - loaded.length;
  return [
    "\n",
    table(SOURCES, rows),
    ...(none === 0 ? [] : [`Of ${none} other sources nothing is loaded (soclab sources).\n`]),
  ];
}

const SOURCES = [
  { title: "source" },
  { title: "files", isNumber: true },
  { title: "rows in", isNumber: true },
  { title: "loaded", isNumber: true },
  { title: "set aside", isNumber: true },
  { title: "findings", isNumber: true },
  { title: "newest" },
  { title: "days late", isNumber: true },
  { title: "published", isNumber: true },
];

/** Partners of whose returns something is loaded, with what they agreed to. */
function partnersText({ sources }: Health): string[] {
  const rows = sources.flatMap(({ source, files, partner }) =>
    partner === undefined || files === 0
      ? []
      : [[source, partner.organisation, partner.agreement, partner.handling, partner.keepUntil]],
  );
  return rows.length === 0 ? [] : ["\n", table(PARTNERS, rows)];
}

const PARTNERS = ["partner", "organisation", "agreement", "handling", "keep until"].map((title) => ({ title }));

function reconciledText({ reconciled }: Health): string[] {
  if (reconciled.length === 0) return [];
  const rows = reconciled.map((r) => [r.rule, String(r.compared), String(r.differ), ratioText(r.furthest), r.title]);
  return ["\n", table(RECONCILED, rows)];
}

const RECONCILED = [
  { title: "reconciled" },
  { title: "compared", isNumber: true },
  { title: "differ", isNumber: true },
  { title: "furthest", isNumber: true },
  { title: "what with what" },
];

/** A ratio with enough digits to show that it is not 1. Pure. */
export function ratioText(ratio: number | null): string {
  if (ratio === null) return "";
  return ratio === 1 ? "1" : ratio.toFixed(4);
}

function snapshotText(snapshot: Health["snapshot"]): string {
  if (snapshot === undefined) return "none that opens";
  const { fingerprint, observations, matchesRows, matchesLedger } = snapshot;
  const agrees = (isSo: boolean, what: string) => `${isSo ? "matches" : "differs from"} ${what}`;
  return `${fingerprint.slice(0, 16)}, ${observations} observations, ${agrees(matchesRows, "its rows")}, ${agrees(matchesLedger, "the ledger")}`;
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toLocaleString("en-GB", { maximumFractionDigits: 1 });
