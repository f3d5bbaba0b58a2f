import { projectFile, readTable } from "../../store/index.ts";
import { count, text } from "../../terms/index.ts";

/** Where the signs of an odd company begin, each with its source: data/companies/indicators.csv. */
export interface Thresholds {
  /** Companies at one address. */
  mailboxAddress: number;
  /** Companies of one person in control. */
  manyCompanies: number;
  /** Previous names of a company. */
  manyNames: number;
  /** Age in years of a person in control. */
  tooYoung: number;
  tooOld: number;
}

/** Throws a Problem when the table lacks one. */
export function readThresholds(): Thresholds {
  const rows = new Map(
    readTable(projectFile("data", "companies", "indicators.csv"), (row) => {
      row.ignore("unit", "what", "source");
      return [row.take("id", text), row.take("threshold", count)];
    }),
  );
  const of = (id: string): number => {
    const threshold = rows.get(id);
    if (threshold === undefined) throw new Error(`data/companies/indicators.csv has no row ${id}`);
    return threshold;
  };
  return {
    mailboxAddress: of("mailbox-address"),
    manyCompanies: of("many-companies"),
    manyNames: of("many-names"),
    tooYoung: of("too-young"),
    tooOld: of("too-old"),
  };
}
