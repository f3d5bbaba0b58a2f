import { existsSync } from "node:fs";
import type { Command } from "commander";
import { type KeptPartner, keptPartners, readSources, type Source } from "../collate/index.ts";
import { homeFolder, homePaths, openSnapshot, type PlainRow } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { fileNames } from "./file-names.ts";
import { table } from "./table.ts";

interface Options {
  home?: string;
  json?: boolean;
}

/** What is loaded of one source. */
interface Loaded {
  files: number;
  figures: number;
  rowsSetAside: number;
  /** First and last day of the periods; "" when nothing is loaded. */
  from: string;
  until: string;
  /** Day from which the newest release was known, and day on which the first file was landed; "" when nothing is. */
  newest: string;
  since: string;
}

/** One source as it is shown. */
interface SourceView {
  id: string;
  title: string;
  publisher: string;
  address: string;
  licence: string;
  cadence: string;
  lagDays: number | undefined;
  standing: string;
  method: string;
  about: string;
  /** Names under which its files are published, by table; archives first. */
  files: { table: string; names: string; layout: string }[];
  breaks: { from: string; what: string; places: string; basis: string }[];
  traps: string[];
  loaded: Loaded;
  /** Of a partner's return: under what it came, and until when it is kept; it is not for everybody to collate. */
  partner?: { agreement: string; legalBasis: string; handling: string; keepUntil: string };
}

/** `soclab sources [id]`: what can be collated, under which names its files are published, and what is loaded of it. */
export function addTo(program: Command): void {
  program
    .command("sources")
    .description("List what can be collated: publisher, files, licence, cadence, breaks, traps, and what is loaded.")
    .argument("[id]", "one source in full")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExamples:\n  $ soclab sources\n  $ soclab sources embedded")
    .action(async (id: string | undefined, { home, json }: Options) => {
      const views = await sourceViews(homeFolder(home));
      const view = id === undefined ? undefined : viewOf(views, id);
      const text = view === undefined ? listText(views) : sourceText(view);
      process.stdout.write(json ? `${JSON.stringify(view ?? views, null, 2)}\n` : text);
    });
}

function viewOf(views: readonly SourceView[], id: string): SourceView {
  const found = views.find((view) => view.id === id);
  if (found !== undefined) return found;
  const next = "`soclab sources` lists them.";
  throw new Problem({ code: "unknown-name", what: "source", name: id, known: views.map((view) => view.id), next });
}

/** Every source, with what the current snapshot of a home folder holds of it; a folder without one holds nothing. */
async function sourceViews(home: string): Promise<SourceView[]> {
  const loaded = await loadedIn(home);
  const view = (source: Source): SourceView => viewFrom(source, loaded.get(source.declaration.id) ?? NOTHING);
  return [...(await readSources()).map(view), ...partnersIn(home).map((p) => ({ ...view(p.source), ...agreedIn(p) }))];
}

/** A folder that does not exist has no partners; looking must not make it. */
const partnersIn = (home: string): KeptPartner[] => (existsSync(homePaths(home).ledger) ? keptPartners(home) : []);

const agreedIn = ({ submission: s }: KeptPartner): Pick<SourceView, "partner"> => ({
  partner: { agreement: s.agreement, legalBasis: s.legal_basis, handling: s.handling, keepUntil: s.retention_until },
});

const NOTHING: Loaded = { files: 0, figures: 0, rowsSetAside: 0, from: "", until: "", newest: "", since: "" };

const LOADED = `
select r.*, coalesce(o.figures, 0) as figures, o.first, o.last
from (select source, count(distinct sha256) as files, sum(rows_set_aside) as aside, max(known_from) as newest,
    min(landed_at)::date as since from release group by source) r
left join (select source, count(*) as figures, min(period_start) as first, max(period_end) as last
  from observation group by source) o using (source)`;

async function loadedIn(home: string): Promise<Map<string, Loaded>> {
  const snapshot = await openSnapshot(home).catch((error: unknown) => {
    if (error instanceof Problem && error.data.code === "not-collated") return undefined;
    throw error;
  });
  if (snapshot === undefined) return new Map();
  try {
    return new Map((await snapshot.sql(LOADED)).map((row) => [String(row.source), loadedOf(row)]));
  } finally {
    snapshot.close();
  }
}

const loadedOf = (row: PlainRow): Loaded => ({
  files: Number(row.files),
  figures: Number(row.figures),
  rowsSetAside: Number(row.aside),
  from: String(row.first ?? ""),
  until: String(row.last ?? ""),
  newest: String(row.newest),
  since: String(row.since),
});

function viewFrom({ declaration: d }: Source, loaded: Loaded): SourceView {
  const archives =
    d.archives === undefined ? [] : [{ table: "archive", names: fileNames(d.archives.files), layout: "" }];
  return {
    ...{ id: d.id, title: d.title, publisher: d.publisher, address: d.address, licence: d.licence },
    ...{ cadence: d.cadence, lagDays: d.lag_days, standing: d.standing, method: d.method, about: d.about.trim() },
    files: [...archives, ...d.tables.map((t) => ({ table: t.id, names: fileNames(t.files), layout: t.layout }))],
    breaks: d.breaks.map((b) => ({ from: b.from, what: b.what, places: b.places?.join(", ") ?? "", basis: b.basis })),
    traps: d.traps,
    loaded,
  };
}

const listText = (views: readonly SourceView[]): string =>
  [
    table(COLUMNS, views.filter(({ partner }) => partner === undefined).map(listRow)),
    ...partnersText(views),
    "\nOne in full, with the names of its files: soclab sources <id>\n",
  ].join("");

const listRow = ({ id, publisher, cadence, loaded, title }: SourceView): string[] => [
  ...[id, publisher, cadence, String(loaded.files), String(loaded.figures), loaded.newest, title],
];

function partnersText(views: readonly SourceView[]): string[] {
  const rows = views.flatMap(({ partner, ...view }) =>
    partner === undefined ? [] : [[...listRow(view), partner.agreement, partner.handling, partner.keepUntil]],
  );
  if (rows.length === 0) return [];
  const more = ["agreement", "handling", "keep until"].map((title) => ({ title }));
  const [source, organisation, ...rest] = COLUMNS;
  return ["\nPartners:\n", table([source!, { ...organisation, title: "organisation" }, ...rest, ...more], rows)];
}

const COLUMNS = [
  { title: "source" },
  { title: "publisher" },
  { title: "cadence" },
  { title: "files", isNumber: true },
  { title: "figures", isNumber: true },
  { title: "newest" },
  { title: "title" },
];

function sourceText(v: SourceView): string {
  const facts: [string, string][] = [
    ["Publisher", v.publisher],
    ["Address", v.address],
    ["Licence", v.licence],
    ["Cadence", v.lagDays === undefined ? v.cadence : `${v.cadence}, usually ${v.lagDays} days after the period`],
    ["Standing", `${v.standing}; ${v.method}`],
    ...(v.partner === undefined
      ? []
      : ([
          ["Agreement", `${v.partner.agreement}; ${v.partner.legalBasis}`],
          ["Handling", `${v.partner.handling}, kept until ${v.partner.keepUntil}`],
        ] as [string, string][])),
    ["Loaded", loadedText(v.loaded)],
  ];
  return [
    `${v.id}: ${v.title}\n\n${v.about}\n\n`,
    ...facts.map(([name, text]) => `${name.padEnd(10)} ${text}\n`),
    "\nFiles (… stands for anything, [..] for what may be absent):\n",
    ...v.files.map(
      (f) => `  ${f.names}  (${f.table}${f.layout === "described" ? "; layout described, not seen in a file" : ""})\n`,
    ),
    ...section(
      "Breaks in the series",
      v.breaks.map((b) => `${b.from}${b.places && ` ${b.places}`}: ${b.what} (${b.basis})`),
    ),
    ...section("Traps", v.traps),
  ].join("");
}

function loadedText({ files, figures, rowsSetAside, from, until, newest, since }: Loaded): string {
  if (files === 0) return "nothing yet; `soclab collate <file or folder>` loads it";
  const aside = rowsSetAside === 0 ? "nothing set aside" : `${rowsSetAside} rows set aside`;
  return `${figures} figures of ${files} ${files === 1 ? "file" : "files"} for ${from} to ${until}, ${aside}; newest known from ${newest}, first landed ${since}`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`\n${title}:\n`, ...lines.map((line) => `  - ${line.trim()}\n`)];
