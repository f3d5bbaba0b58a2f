import { nearestNames } from "./nearest.ts";
import { type DriftProblem, driftSentence } from "./wording-drift.ts";
import { type FetchProblem, fetchSentence } from "./wording-fetch.ts";
import { type HiddenProblem, hiddenSentence, isHiddenProblem } from "./wording-hidden.ts";
import { isListsProblem, type ListsProblem, listsSentence } from "./wording-lists.ts";
import { isMetricProblem, type MetricProblem, metricSentence } from "./wording-metric.ts";
import { isPartnerProblem, type PartnerProblem, partnerSentence } from "./wording-partner.ts";
import { isPoolProblem, type PoolProblem, poolSentence } from "./wording-pool.ts";
import { type TextProblem, textSentence } from "./wording-text.ts";

/**
 * Every sentence that people read when something is wrong: what, where, why, what next.
 * Code carries the data of a problem; this file carries the words, so that they can be reviewed in one sitting.
 */
export type ProblemData =
  | TextProblem
  | FetchProblem
  | DriftProblem
  | PartnerProblem
  | MetricProblem
  | HiddenProblem
  | ListsProblem
  | PoolProblem
  | { code: "bad-row"; file: string; line: number; column: string; found: string; expected: string }
  | { code: "missing-column"; file: string; column: string; found: string[] }
  | { code: "missing-file"; file: string; next: string }
  | { code: "bad-json"; file: string; path: string; found: string; expected: string }
  | { code: "unknown-name"; what: string; name: string; known: string[]; next: string }
  | { code: "out-of-range"; what: string; found: string; low: string; high: string; next: string }
  // Collating: what is set aside, row by row.
  | { code: "ragged-row"; file: string; line: number; found: number; expected: number }
  | { code: "unknown-place"; file: string; line: number; found: string }
  | { code: "unknown-topic"; file: string; line: number; found: string; known: string[] }
  | { code: "unknown-measure"; file: string; line: number; measure: string; unit: string; list: string }
  | {
      code: "value-outside";
      file: string;
      line: number;
      column: string;
      found: number;
      low: number;
      high: number;
      list: string;
    }
  | { code: "range-order"; file: string; line: number; low: number; value: number; high: number }
  | { code: "period-order"; file: string; line: number; start: string; end: string }
  | { code: "duplicate-key"; file: string; line: number; firstLine: number }
  | { code: "conflicting-duplicate"; file: string; line: number; otherLine: number }
  | { code: "not-a-figure"; file: string; line: number; why: string }
  | { code: "more-set-aside"; file: string; line: number; reason: string; column?: string; rows: number }
  | { code: "does-not-add-up"; file: string; what: string; parts: number; whole: number }
  | {
      code: "columns-disagree";
      file: string;
      line: number;
      column: string;
      found: string;
      other: string;
      expected: string;
      rows: number;
    }
  | { code: "row-count"; file: string; rows: number; low: number; high: number; list: string }
  // Collating: what refuses a whole file.
  | { code: "no-source"; file: string; wanted?: string }
  | { code: "several-sources"; file: string; known: string[] }
  | { code: "no-sheet"; file: string; sheets: string }
  | { code: "unreadable-file"; file: string; line?: number; why: string }
  | { code: "unknown-column"; file: string; column: string; known: string[] }
  | { code: "record-count"; file: string; read: number; counted: number }
  | { code: "rows-lost"; file: string; rowsIn: number; loaded: number; setAside: number }
  | { code: "no-files"; source: string; where: string }
  // Archives, workbooks and Parquet of others, read in a process of their own.
  | { code: "path-outside-archive"; file: string; entry: string }
  | { code: "path-too-long"; file: string; entry: string; most: number }
  | { code: "link-in-archive"; file: string; entry: string }
  | { code: "duplicate-entry"; file: string; entry: string }
  | { code: "too-many-entries"; file: string; found: number; most: number }
  | { code: "expands-too-far"; file: string; entry: string; ratio: number }
  | { code: "no-table-in-archive"; file: string; wanted: string; entries: number }
  | { code: "damaged-archive"; file: string; why: string }
  | { code: "encrypted"; file: string; part: string }
  | { code: "damaged-workbook"; file: string; why: string }
  | { code: "old-workbook"; file: string }
  | { code: "xml-entity"; file: string; part: string; found: string }
  | {
      code: "sheet-too-large";
      file: string;
      sheet: string;
      what: "rows" | "columns" | "cells" | "places";
      found: number;
      most: number;
    }
  | { code: "no-such-sheet"; file: string; wanted: string; known: string[] }
  | { code: "damaged-parquet"; file: string; why: string }
  | { code: "too-slow"; file: string; seconds: number }
  | { code: "too-large"; file: string; limit: "bytes" | "memory"; most: number }
  | { code: "reader-crashed"; file: string; why: string }
  // Registers that hold names: only their counts are kept, and no message repeats what a record says.
  | { code: "register-fault"; file: string; line?: number; why: string }
  | { code: "aggregate-first"; file: string; source: string }
  // The home folder, the disk and the database.
  | { code: "disk-full"; path: string }
  | { code: "not-writable"; path: string; why: string }
  | { code: "file-fault"; path: string; why: string }
  | { code: "second-writer"; home: string; pid: number }
  | { code: "interrupted"; home: string }
  | { code: "ledger-broken"; path: string; line: number; why: string }
  | { code: "ledger-torn"; path: string; entries: number }
  | { code: "landed-damaged"; path: string; file: string }
  | { code: "not-collated"; home: string }
  | { code: "snapshot-damaged"; path: string; why: string }
  | { code: "snapshot-older"; path: string }
  | { code: "database-fault"; path: string; why: string }
  // Asking the database and taking figures out of it.
  | { code: "bad-query"; why: string; near?: string[] }
  | { code: "query-refused"; what: "empty" | "several" | "writes" | "files" }
  | { code: "query-limit"; limit: "seconds" | "memory"; most: number }
  | { code: "folder-taken"; path: string }
  | { code: "nothing-to-export"; of: string }
  | { code: "not-a-number"; what: string; found: string; low: string; high: string }
  | { code: "usage"; command: string; fault: string }
  | { code: "same-name"; name: string }
  | { code: "lever-twice"; where: string; lever: string }
  | { code: "split-missing"; where: string; lever: string; known: string[] }
  | { code: "split-unneeded"; where: string; lever: string };

/** One sentence or two for a problem. Pure. */
export function sentence(p: ProblemData): string {
  switch (p.code) {
    case "bad-row":
      return `${p.file}, line ${p.line}: "${p.column}" is \`${p.found}\`, which is not ${p.expected}. Mend the row and run the command again.`;
    case "missing-column":
      return `${p.file}: there is no column "${p.column}" (it has ${p.found.join(", ")}). Add it, or take the file from the last commit.`;
    case "missing-file":
      return `${p.file} is not there. ${p.next}`;
    case "bad-json":
      return `${p.file}: ${p.path || "the file"} is ${p.found}, which is not ${p.expected}. Mend it and run the command again.`;
    case "unknown-name":
      return `There is no ${p.what} called "${p.name}". ${nearest(p.name, p.known)}${p.next}`;
    case "out-of-range":
      return `${p.what} is ${p.found}, outside ${p.low} to ${p.high}. ${p.next}`;
    case "ragged-row":
      return `${p.file}, line ${p.line}: the row has ${p.found} fields where the header has ${p.expected}, so no field can be trusted to be in its place. Mend the row (an unquoted comma is the usual cause) and run \`soclab collate\` again.`;
    case "unknown-place":
      return `${p.file}, line ${p.line}: "place" is \`${p.found}\`, which is no police area, nation or region that SOC Lab knows. Use a code of data/places/places.csv or data/places/wider-areas.csv and run \`soclab collate\` again.`;
    case "unknown-topic":
      return `${p.file}, line ${p.line}: "threat" is \`${p.found}\`, which is not one of ${p.known.join(", ")}. Mend the row and run \`soclab collate\` again.`;
    case "unknown-measure":
      return `${p.file}, line ${p.line}: "measure" is \`${p.measure}\` in \`${p.unit}\`, and ${p.list} does not list that pair. Mend the row, or add the measure there, and run \`soclab collate\` again.`;
    case "value-outside":
      return `${p.file}, line ${p.line}: "${p.column}" is \`${p.found}\`, outside the ${p.low} to ${p.high} that ${p.list} expects. Mend the row, or widen the range there if the value is right, and run \`soclab collate\` again.`;
    case "range-order":
      return `${p.file}, line ${p.line}: the value ${p.value} does not lie in its own published range ${p.low} to ${p.high}. Mend the row and run \`soclab collate\` again.`;
    case "period-order":
      return `${p.file}, line ${p.line}: the period runs from ${p.start} until ${p.end}, which is not a span of real days. Mend the row and run \`soclab collate\` again.`;
    case "duplicate-key":
      return `${p.file}, line ${p.line}: the row states the same figure of the same publication as line ${p.firstLine}. Only the first is loaded; take one of them out and run \`soclab collate\` again.`;
    case "conflicting-duplicate":
      return `${p.file}, line ${p.line}: the row and line ${p.otherLine} give different values for one and the same figure, so neither can be trusted and neither is loaded. Ask the publisher which is right, mend the file and run \`soclab collate\` again.`;
    case "not-a-figure":
      return `${p.file}, line ${p.line}: the row is ${p.why}, so it is not loaded as a figure. Nothing needs to be done.`;
    case "more-set-aside":
      return `${p.file}, line ${p.line} and after: ${p.rows === 1 ? "one more row was" : `${p.rows} more rows were`} set aside for the same reason (${p.reason}${p.column === undefined ? "" : `, "${p.column}"`}) as those that are named one by one. Mend what they have in common and run \`soclab collate\` again.`;
    case "does-not-add-up":
      return `${p.file}: ${p.what}: the parts add up to ${p.parts}, and the table says ${p.whole}. Both are loaded as published; use neither for the other, and ask the publisher.`;
    case "columns-disagree":
      return `${p.file}, line ${p.line}: "${p.column}" is \`${p.found}\` where "${p.other}" is \`${p.expected}\`, and both should say the same; so in ${count(p.rows)} of its rows, which are loaded as they are. Check that the file has the name under which it was published, and ask the publisher.`;
    case "row-count":
      return `${p.file}: it has ${p.rows} rows, and ${p.list} expects ${p.low} to ${p.high}. Check that the file is whole, or change the range there, and run \`soclab collate\` again.`;
    case "no-source":
      return p.wanted === undefined
        ? `${p.file}: no source declares files of this name, and SOC Lab does not guess what a file is. Say which with --source, or give it the name under which it was published (\`soclab sources\` lists both).`
        : `${p.file}: the source "${p.wanted}" declares no file of this name (\`soclab sources ${p.wanted}\` shows the names). Give it the name under which it was published.`;
    case "several-sources":
      return `${p.file}: more than one source declares files of this name (${p.known.join(", ")}). Say which with --source.`;
    case "register-fault":
      return `${p.file}${p.line === undefined ? "" : `, line ${p.line}`}: ${p.why}. Nothing was counted and nothing written. Fetch the register again from Companies House and give it its published name.`;
    case "aggregate-first":
      return `${p.file} holds names of living people, so it is never kept here. Count it first with \`soclab aggregate ${p.source} <file>\` and collate what that writes.`;
    case "no-sheet":
      return `${p.file}: the workbook has no sheet with a name like ${p.sheets}, which source.yaml expects, or nothing in it. Nothing of the file was loaded. Check that it is the right file; if the publisher renamed the sheet, change \`sheets\` there.`;
    case "unreadable-file":
      return `${p.file}${p.line === undefined ? "" : `, line ${p.line}`}: the file cannot be read: ${p.why}. Nothing of it was loaded, and what was loaded before still stands. Mend the file and run \`soclab collate\` again.`;
    case "unknown-column":
      return `${p.file}: there is a column "${p.column}" that the source does not declare (it declares ${p.known.join(", ")}). Nothing of the file was loaded. Take the column out, or declare it in source.yaml and read it in read.ts.`;
    case "record-count":
      return `${p.file}: the reader found ${p.read} records and an independent count found ${p.counted}, so rows would be lost. Nothing of the file was loaded. Check its quotes and line ends against the dialect in source.yaml.`;
    case "rows-lost":
      return `${p.file}: ${p.rowsIn} rows came in, ${p.loaded} were loaded and ${p.setAside} set aside, which does not add up. Nothing of the file was loaded. This is a fault of SOC Lab: please report it with the file.`;
    case "no-files":
      return `The source "${p.source}" has no file at ${p.where}. Restore the files from the repository (git checkout) and run \`soclab collate\` again.`;
    case "path-outside-archive":
      return `${p.file}: its entry \`${p.entry}\` would be unpacked outside the folder it belongs in, as no honest archive asks. Nothing of it was unpacked. Fetch the file again from its publisher, or pack its tables anew with plain relative names.`;
    case "path-too-long":
      return `${p.file}: the name of its entry \`${p.entry.slice(0, 60)}...\` has ${count(p.entry.length)} characters, and ${count(p.most)} are allowed. Nothing of it was unpacked. Pack it anew with shorter names.`;
    case "link-in-archive":
      return `${p.file}: its entry \`${p.entry}\` is a link or a device and no file, and could point at anything on this machine. Nothing of it was unpacked. Pack the file itself in its place.`;
    case "duplicate-entry":
      return `${p.file}: it has two entries called \`${p.entry}\`, so which one is meant cannot be known. Nothing of it was unpacked. Pack it anew with one of them.`;
    case "too-many-entries":
      return `${p.file}: it has ${count(p.found)} entries, and ${count(p.most)} are allowed. Nothing of it was unpacked. Check that it is the right file, or let source.yaml declare as many as its publisher packs.`;
    case "expands-too-far":
      return `${p.file}: its entry \`${p.entry}\` grows to more than ${count(p.ratio)} times its packed size, as an archive does that is made to fill the disk. It was stopped there and nothing of it is used. Check where the file comes from.`;
    case "no-table-in-archive":
      return `${p.file}: none of its ${count(p.entries)} entries is a table that the source wants (\`${p.wanted}\`). Nothing of it was loaded. Check that it is the right file, or mend the pattern in source.yaml.`;
    case "damaged-archive":
      return `${p.file}: the archive is damaged or of a kind that is not read (${p.why}). Nothing of it is used. Fetch it again, or pack it anew as a plain ZIP.`;
    case "encrypted":
      return `${p.file}: ${p.part} is encrypted, and SOC Lab asks for no password. Nothing of it was read. Save it without a password and run the command again.`;
    case "damaged-workbook":
      return `${p.file}: the workbook cannot be read (${p.why}). Nothing of it is used. Open it and save it again as .xlsx or .ods, or as CSV.`;
    case "old-workbook":
      return `${p.file}: this is a workbook of the old .xls kind, which is not read. Open it and save it as .xlsx, .ods or CSV, and run the command again.`;
    case "xml-entity":
      return `${p.file}: its part ${p.part} holds \`${p.found}\`, a declaration that no workbook needs and that can be used to fill the memory or to reach other files. Nothing of it was read. Open it and save it again as .xlsx or .ods.`;
    case "sheet-too-large":
      return `${p.file}: the sheet "${p.sheet}" has ${p.what === "places" ? `rows and columns for ${count(p.found)} cells` : p.what === "cells" ? `${count(p.found)} or more filled cells` : `${count(p.found)} ${p.what}`}, and ${count(p.most)} are allowed. Nothing of it is used. Delete what lies far outside the table (a stray cell, formatting to the last row), or let source.yaml declare a higher limit.`;
    case "no-such-sheet":
      return `${p.file}: no sheet is called \`${p.wanted}\` (it has ${p.known.join(", ")}). Nothing of it was loaded. Check that it is the right file, or mend the pattern in source.yaml.`;
    case "damaged-parquet":
      return `${p.file}: the Parquet file cannot be read (${p.why}). Nothing of it is used. Write it again, or send it as CSV.`;
    case "too-slow":
      return `${p.file}: reading it took more than ${count(p.seconds)} seconds and was stopped. Nothing of it is used. Split the file, or let source.yaml declare a longer time.`;
    case "too-large":
      return p.limit === "memory"
        ? `${p.file}: reading it took more than ${count(p.most)} MB of memory and was stopped. Nothing of it is used. Split the file, send it as CSV, or let source.yaml declare a higher limit.`
        : `${p.file}: more than ${count(p.most)} bytes came out of it and it was stopped there. Nothing of it is used. Check that it is the right file, or let source.yaml declare a higher limit.`;
    case "reader-crashed":
      return `${p.file}: the process that reads it broke down (${p.why}), so the file is damaged in a way that is not foreseen. Nothing of it is used, and SOC Lab goes on. Save or fetch the file again; if it breaks down again, please report it.`;
    case "disk-full":
      return `${p.path} could not be written: the disk is full, or the limit on file size is reached. Nothing half-written is used, and what stood before still stands. Free some space and run the command again.`;
    case "not-writable":
      return `${p.path} cannot be written by this user (${p.why}). Nothing was changed. Make it writable, or name another place (for collated figures: --home or SOCLAB_HOME).`;
    case "file-fault":
      return `${p.path} could not be read or written (${p.why}). Nothing half-written is used. Check the path and the disk, and run the command again.`;
    case "second-writer":
      return `${p.home} is being collated by another process (number ${p.pid}), and only one may write. Wait until it has ended and run \`soclab collate\` again.`;
    case "interrupted":
      return `Collating ${p.home} was interrupted. Nothing half-written is used, and what was collated before still stands. Run \`soclab collate\` again to finish.`;
    case "ledger-broken":
      return `${p.path}, line ${p.line}: the ledger is broken here (${p.why}), so what it says cannot be trusted. Put the file back from a backup; or move the whole folder away and run \`soclab collate\` to start afresh.`;
    case "ledger-torn":
      return `${p.path}: the line after entry ${p.entries} was torn by a crash. Nothing is lost: run \`soclab collate\`, which ignores it and does again what it was about.`;
    case "landed-damaged":
      return `${p.path}, the kept copy of ${p.file}, is missing or no longer has the bytes it is named by. Put it back from a backup, or put the original file back where it came from, and run \`soclab collate\` again.`;
    case "not-collated":
      return `${p.home} holds no collated figures yet. Run \`soclab collate\` first.`;
    case "snapshot-damaged":
      return `${p.path} is damaged (${p.why}). No figure is read from it. Run \`soclab collate\` to rebuild it from the kept files.`;
    case "snapshot-older":
      return `${p.path} was made by another version of SOC Lab, whose tables differ. Nothing is lost: run \`soclab collate\`, which makes it anew from the kept files.`;
    case "database-fault":
      return `The database ${p.path} failed: ${p.why}. Nothing half-written is used. Run \`soclab collate\` again; if it fails again, delete the folder snapshots, which is rebuilt from the kept files.`;
    case "bad-query":
      return `The query cannot be answered: ${p.why}. ${(p.near ?? []).length > 0 ? `Did you mean ${p.near?.join(" or ")}? ` : ""}\`soclab sql --tables\` lists the tables and their columns.`;
    case "query-refused":
      return `The query is not run: ${QUERY_REFUSED[p.what]}`;
    case "query-limit":
      return p.limit === "seconds"
        ? `The query was stopped: it took more than ${p.most} seconds. Ask for less of it (a condition on source and measure is quickest), or give it longer with --seconds.`
        : `The query was stopped: it needs more than the ${p.most} MB of memory that a query may have. Ask for less of it: fewer columns, a condition on source and measure, or no sorting of everything.`;
    case "folder-taken":
      return `${p.path} is there already, and an export is written whole into a folder of its own. Nothing was written. Name another folder, or take that one away.`;
    case "nothing-to-export":
      return `There is nothing to export of ${p.of}. Nothing was written. \`soclab sources\` shows what is loaded; \`soclab sql "select distinct source, measure from observation"\` lists the measures.`;
    case "not-a-number":
      return `${p.what} is \`${p.found}\`, which is not a whole number. Give one from ${p.low} to ${p.high}.`;
    case "same-name":
      return `Two different scenarios are both called "${p.name}". Give one of them another name in its file and run the command again.`;
    case "usage":
      return `${p.command}: ${p.fault}. "${p.command} --help" shows what it takes, with an example.`;
    case "lever-twice":
      return `${p.where}: the lever ${p.lever} stands in it twice, or stands in it and is bought by a split. Keep one of the two; a change of dose over time needs two scenarios.`;
    case "split-missing":
      return `${p.where}: ${p.lever} is a sum of money, and "split" does not say what it buys. Add one of ${p.known.join(", ")} ("soclab levers ${p.lever}" shows them).`;
    case "split-unneeded":
      return `${p.where}: ${p.lever} has a "split", which only a sum of money has. Take it out.`;
    default:
      if (isPartnerProblem(p)) return partnerSentence(p);
      if (isMetricProblem(p)) return metricSentence(p);
      if (isHiddenProblem(p)) return hiddenSentence(p);
      if (isListsProblem(p)) return listsSentence(p);
      if (isPoolProblem(p)) return poolSentence(p);
      if ("before" in p) return driftSentence(p);
      return "address" in p ? fetchSentence(p) : textSentence(p);
  }
}

const QUERY_REFUSED = {
  empty: 'there is nothing in it. Write one, such as "select source, count(*) from observation group by source".',
  several: "it holds several statements (a pivot over values not listed counts as two). Ask them one by one.",
  writes:
    "it is no question to the data. Snapshots are read-only and settings are locked; write one that begins with select, with, from, describe, summarize or explain.",
  files:
    "it reaches for a file or an address, and a query sees the snapshot alone. Collate the file first (`soclab collate <file>`).",
} as const;

const count = (n: number): string => n.toLocaleString("en-GB");

function nearest(name: string, known: string[]): string {
  const close = nearestNames(name, known);
  return close.length > 0 ? `Did you mean ${close.join(" or ")}? ` : "";
}

// What collating put right by itself and only tells.
export const lockTakenOver = (pid: number): string => `A lock left by process ${pid}, which has ended, was taken over.`;
export const ledgerTorn = (path: string, entries: number): string =>
  `The last line of ${path}, after entry ${entries}, was torn by a crash. It is ignored, and what it was about is done again.`;
export const snapshotRebuilt = (): string => "The snapshot was missing or damaged and was rebuilt from the kept files.";

/** The doctor's sentence when a snapshot is not what its name or the ledger says. */
export const snapshotDiffers = (path: string, from: "rows" | "ledger"): string =>
  from === "rows"
    ? `${path}: its rows do not give the fingerprint in its name. Delete it and run \`soclab collate\` to rebuild it from the kept files.`
    : `${path} is not the last snapshot in the ledger: a run was cut short. Run \`soclab collate\` to finish it.`;

/** Why a file of a source is not what the snapshot holds. */
export const staleWords = {
  changed: "changed since it was collated",
  new: "not collated yet",
  gone: "collated, but no longer there",
  "reader-changed": "the same bytes, but what reads them has changed",
} as const;
