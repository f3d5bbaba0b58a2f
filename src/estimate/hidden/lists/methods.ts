import { basename, dirname, resolve } from "node:path";
import { projectFile, readTable } from "../../../store/index.ts";
import { number, oneOf, optional, optionalText, type Row, text, yesNo } from "../../../terms/index.ts";

/** The ways to estimate from overlapping lists; the words are those of the column `id` in data/lists/methods.csv. */
const METHOD_IDS = [
  "independent",
  "stepwise",
  "forward-aic",
  "forward-bic",
  "rule-2014",
  "best-bic",
  "bic-average",
  "decomposable",
  "decomposable-strong",
  "bootstrap",
] as const;

export type ListMethodId = (typeof METHOD_IDS)[number];

/** One row of data/lists/methods.csv: what a method assumes and the number that its users argue about. */
export interface ListMethod {
  id: ListMethodId;
  title: string;
  /** What `value` is; "" where a method has no such number. */
  setting: string;
  value: number | undefined;
  /** The kind of its interval. */
  interval: string;
  assumes: string;
  /** Whether its interval and median count in the envelope. */
  isInEnvelope: boolean;
  source: string;
}

/** The methods in the order of the table. Throws a Problem that names the line of a wrong field. */
export const readListMethods = (): ListMethod[] => readTable(projectFile("data", "lists", "methods.csv"), readMethod);

function readMethod(row: Row): ListMethod {
  return {
    id: row.take("id", oneOf(...METHOD_IDS)),
    title: row.take("title", text),
    setting: row.take("setting", optionalText),
    value: row.take("value", optional(number)).value,
    interval: row.take("interval", text),
    assumes: row.take("assumes", text),
    isInEnvelope: row.take("in_envelope", yesNo),
    source: row.take("source", text),
  };
}

/** One row of data/lists/sources.csv: where a table of data/lists comes from, and the range that was published from it. */
export interface ListSource {
  file: string;
  title: string;
  publisher: string;
  date: string;
  licence: string;
  citation: string;
  /** What the lists' short names stand for. */
  lists: string;
  note: string;
  publishedLow: number;
  publishedHigh: number;
  /** The method that gives the published range. */
  publishedBy: ListMethodId;
}

/** The source of a table, where it is one of data/lists; undefined for a table of the user's own. */
export function sourceOfTable(path: string): ListSource | undefined {
  const folder = projectFile("data", "lists");
  if (resolve(dirname(path)) !== folder) return undefined;
  return readTable(projectFile("data", "lists", "sources.csv"), readSource).find((s) => s.file === basename(path));
}

function readSource(row: Row): ListSource {
  return {
    file: row.take("file", text),
    title: row.take("title", text),
    publisher: row.take("publisher", text),
    date: row.take("date", text),
    licence: row.take("licence", text),
    citation: row.take("citation", text),
    lists: row.take("lists", text),
    note: row.take("note", text),
    publishedLow: row.take("published_low", number),
    publishedHigh: row.take("published_high", number),
    publishedBy: row.take("published_by", oneOf(...METHOD_IDS)),
  };
}
