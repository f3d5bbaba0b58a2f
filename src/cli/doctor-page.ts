import type { Health, Matter } from "../collate/index.ts";
import { dataTable, type Html, html, plainPage } from "../report/index.ts";
import { isFirstOfMany, megabytes, ratioText } from "./doctor-text.ts";

/** The doctor's screen as one self-contained HTML page, tables with captions, most urgent first. Pure. */
export function healthPage(health: Health): string {
  const toMend = health.matters.filter((m) => m.severity === "fault");
  const toKnow = health.matters.filter((m) => m.severity === "note");
  const verdict =
    toMend.length === 0
      ? "Nothing must be mended."
      : `${toMend.length} ${toMend.length === 1 ? "thing" : "things"} must be mended.`;
  return plainPage({
    title: "State of the collated figures",
    about: `Looked at on ${health.today}. ${verdict}`,
    skipTo: "Skip to the state",
    main: html`
${stateOf(health)}
${mattersOf("To mend", "What must be mended, most urgent first", toMend)}
${mattersOf("To know", "What is late, missing, changed, differs or was withdrawn", toKnow)}
${sourcesOf(health)}
${partnersOf(health)}
${reconciledOf(health)}`,
  });
}

function stateOf({ node, home, ledger, snapshot, disk }: Health): Html {
  const rows: [string, string][] = [
    ["Ledger", ledger.isWhole ? `Whole, ${ledger.entries} entries` : `Not whole after entry ${ledger.entries}`],
    [
      "Snapshot",
      snapshot === undefined ? "None that opens" : `${snapshot.fingerprint}, ${snapshot.observations} observations`,
    ],
    ["Snapshot matches its rows", answer(snapshot?.matchesRows)],
    ["Snapshot matches the ledger", answer(snapshot?.matchesLedger)],
    ["Folder", home],
    [
      "Disk",
      disk === undefined ? "Cannot be seen" : `${megabytes(disk.used)} MB used, ${megabytes(disk.free)} MB free`,
    ],
    ["Node", node],
  ];
  const cells = rows.map(([name, text]) => [name, html`<span class="address">${text}</span>`]);
  return html`<h2>State</h2>${dataTable("State of the folder", [{ title: "Part" }, { title: "State" }], cells)}`;
}

const answer = (isSo: boolean | undefined): string => (isSo === undefined ? "There is none" : isSo ? "Yes" : "No");

function mattersOf(title: string, caption: string, matters: readonly Matter[]): Html {
  if (matters.length === 0) return html`<h2>${title}</h2><p>Nothing.</p>`;
  const rows = matters.map((m) => [`${m.kind.charAt(0).toUpperCase()}${m.kind.slice(1)}`, matterOf(m)]);
  const columns = [{ title: "Kind" }, { title: "Where, what, why, and what to do next" }];
  return html`<h2>${title}</h2>${dataTable(caption, columns, rows)}`;
}

function matterOf(m: Matter): Html {
  const { where, what, why, next, count } = m;
  const many = isFirstOfMany(m) ? ` (${count.toLocaleString("en-GB")} of this kind; the first is told)` : "";
  return html`<div class="address"><b>${where === "" ? "The folder" : where}</b>: ${what}${many}<small>${marked(why)}</small><b>Next:</b> ${marked(next)}</div>`;
}

/** What stands between back ticks as code. */
const marked = (text: string): Html[] =>
  text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

function sourcesOf({ sources }: Health): Html {
  const loaded = sources.filter((s) => s.files > 0);
  const rows = loaded.map((s) => [
    s.source,
    s.newest,
    s.lateDays === 0 ? "–" : s.lateDays.toLocaleString("en-GB"),
    ...[s.files, s.rowsIn, s.rowsLoaded, s.rowsSetAside, s.findings].map((n) => n.toLocaleString("en-GB")),
    s.expected === 0 ? "Not declared" : `${s.expected - s.missing} of ${s.expected}`,
    s.expected === 0 ? "–" : String(s.implausible),
  ]);
  const number = (title: string) => ({ title, isNumber: true });
  const columns = [
    ...[{ title: "Source" }, { title: "Newest figure" }, number("Days late"), number("Files"), number("Rows in")],
    ...[
      number("Loaded"),
      number("Set aside"),
      number("Findings"),
      number("Published of expected"),
      number("Implausible"),
    ],
  ];
  const none = sources.length - loaded.length;
  return html`<h2>Sources</h2>${loaded.length === 0 ? html`<p>Nothing is loaded.</p>` : dataTable("What is loaded of each source", columns, rows)}<p class="note">${none === 0 ? "" : `Of ${none} other sources nothing is loaded.`}</p>`;
}

/** Partners of whose returns something is loaded, with what they agreed to; nothing where there are none. */
function partnersOf({ sources }: Health): Html {
  const rows = sources.flatMap(({ source, files, partner }) =>
    partner === undefined || files === 0
      ? []
      : [[source, partner.organisation, partner.agreement, partner.handling, partner.keepUntil]],
  );
  if (rows.length === 0) return html``;
  const columns = ["Return", "Organisation", "Agreement", "Handling", "Keep until"].map((title) => ({ title }));
  return html`<h2>Partners</h2>${dataTable("What partners handed over, and under what", columns, rows)}`;
}

function reconciledOf({ reconciled }: Health): Html {
  if (reconciled.length === 0) return html`<h2>Reconciliation</h2><p>No two sources that say the same are loaded.</p>`;
  const rows = reconciled.map((r) => [
    r.title,
    r.compared.toLocaleString("en-GB"),
    r.differ.toLocaleString("en-GB"),
    ratioText(r.furthest) || "–",
  ]);
  const columns = [
    { title: "What with what" },
    { title: "Compared", isNumber: true },
    { title: "Differ", isNumber: true },
    { title: "Furthest ratio", isNumber: true },
  ];
  return html`<h2>Reconciliation</h2>${dataTable("Figures that say the same thing twice", columns, rows)}`;
}
