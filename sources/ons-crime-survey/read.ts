import { notAFigure, type Reading, type TableInfo } from "../../src/collate/index.ts";
import { projectFile, topicsByWords } from "../../src/store/index.ts";
import {
  monthSpan,
  type Parser,
  type Period,
  Problem,
  publishedValue,
  type Row,
  withoutNotes,
} from "../../src/terms/index.ts";

const ENGLAND_AND_WALES = "K04000001";
const topicOf = topicsByWords(projectFile("sources", "ons-crime-survey", "threats.csv"));

const STATISTICS: Readonly<Record<string, { measure: string; unit: string }>> = {
  incidents: { measure: "crime-survey-incidents", unit: "thousand incidents" },
  rates: { measure: "crime-survey-incidents-rate", unit: "incidents per 1,000 adults or households" },
  prevalence: { measure: "crime-survey-prevalence", unit: "per cent of adults or households" },
  recorded: { measure: "police-recorded-offences", unit: "offences" },
};

/** Words of a label to the body that recorded what it counts; in table A5a. */
const BODIES = [
  { words: /action fraud/i, body: "Action Fraud" },
  { words: /cifas/i, body: "Cifas" },
  { words: /uk finance|financial fraud action/i, body: "UK Finance" },
];

/** The last heading above a row, by table: "Violence" over "With injury". A total ends what stands under it. */
const headings = new WeakMap<TableInfo, string>();

/** One offence over all the periods of the table, a figure for each. */
export function readRow(row: Row, table: TableInfo): Reading[] {
  const { code, label } = labelsOf(row, table);
  const columns = periodsOf(row);
  if (columns.every(({ column }) => row.raw(column)?.trim() === "")) {
    headings.set(table, label);
    notAFigure(row, "a heading or a note, not an offence");
  }
  if (/^unweighted base/i.test(label)) notAFigure(row, "the number of people who were asked, not an estimate");
  if (/^(ALL|TOTAL)\b/.test(label)) headings.delete(table);
  const about = aboutOf(table, code, label);
  const readings = columns.map(({ column, period }) => ({ ...about, period, value: row.take(column, publishedValue) }));
  row.ignore(...row.columns.filter((column) => /compared|change|significan/i.test(column)));
  row.done();
  return readings;
}

function aboutOf(info: TableInfo, code: string, label: string) {
  const { table } = info;
  const { measure = "", unit = "" } = STATISTICS[table] ?? {};
  const group = headings.get(info) ?? "";
  const body = table === "recorded" ? (BODIES.find(({ words }) => words.test(label))?.body ?? "") : "";
  const breakdown = [
    ...(body === "" ? [] : [`recorded by=${body}`]),
    ...(code === "" ? [] : [`code=${code}`]),
    ...(group === "" ? [] : [`under=${group}`]),
    `offence=${label}`,
  ];
  const threat = topicOf(label) ?? topicOf(group) ?? "context";
  return { measure, unit, threat, place: body === "" ? ENGLAND_AND_WALES : "", breakdown: breakdown.join("; ") };
}

/** The column of names is called "Offence…", that of codes "Offence code" or "Code", and what they hold is taken here. */
function labelsOf(row: Row, { header }: TableInfo): { code: string; label: string } {
  const isCode = (column: string) => /^(offence )?codes?$/i.test(withoutNotes(column));
  const codeColumn = row.columns.find(isCode);
  const column = row.columns.find((name) => /^offence/i.test(withoutNotes(name)) && !isCode(name));
  if (column === undefined)
    throw new Problem({ code: "missing-column", file: row.file, column: "Offence…", found: [...header] });
  return { code: codeColumn === undefined ? "" : row.take(codeColumn, label), label: row.take(column, label) };
}

const label: Parser<string> = { expected: "a label", parse: (t) => withoutNotes(t) };

function periodsOf(row: Row): { column: string; period: Period }[] {
  return row.columns.flatMap((column) => {
    const period = monthSpan.parse(withoutNotes(column));
    return period === undefined ? [] : [{ column, period }];
  });
}
