import { projectFile, readTable } from "../store/index.ts";
import { isThreatId, number, oneOf, optionalText, share, type ThreatId, text } from "../terms/index.ts";

/** A unit cost or a published total of data/prices/unit-costs.csv; `cost:<id>` as an origin. */
export interface UnitCost {
  id: string;
  title: string;
  value: number;
  /** Equal to the value where the source gives no range: then the range is unknown, not nil. */
  low: number;
  high: number;
  /** "GBP a year", "GBP per place-year" … */
  unit: string;
  priceYear: string;
  geography: string;
  source: string;
  status: "seen" | "assumed";
  note: string;
}

/** Every unit cost by id. Throws a Problem on a row that is not as agreed. */
export function readUnitCosts(path: string = projectFile("data", "prices", "unit-costs.csv")): Map<string, UnitCost> {
  const rows = readTable(
    path,
    (row): UnitCost => ({
      id: row.take("id", text),
      title: row.take("title", text),
      value: row.take("value", number),
      low: row.take("low", number),
      high: row.take("high", number),
      unit: row.take("unit", text),
      priceYear: row.take("price_year", text),
      geography: row.take("geography", text),
      source: row.take("source", text),
      status: row.take("status", oneOf("seen", "assumed")),
      note: row.take("note", optionalText),
    }),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a pound of a price year is in pounds of 2023-24. */
export interface Deflator {
  priceYear: string;
  to2023: number;
  low: number;
  high: number;
  source: string;
  status: "implied" | "assumed" | "definition";
  note: string;
}

/** The deflator by price year ("2015-16"). The Treasury series was not obtained: see docs/decisions/0012. */
export function readDeflator(path: string = projectFile("data", "prices", "deflator.csv")): Map<string, Deflator> {
  const rows = readTable(
    path,
    (row): Deflator => ({
      priceYear: row.take("price_year", text),
      to2023: row.take("to_2023_24", number),
      low: row.take("low", number),
      high: row.take("high", number),
      source: row.take("source", text),
      status: row.take("status", oneOf("implied", "assumed", "definition")),
      note: row.take("note", optionalText),
    }),
  );
  return new Map(rows.map((row) => [row.priceYear, row]));
}

/** The share of a published cost category that a threat carries. */
export interface CrosswalkRow {
  /** paper (2023-24), rr103 (2015-16), rr73 (2010-11) or rr100 (slavery alone): never add one scheme to another. */
  scheme: "paper" | "rr103" | "rr73" | "rr100";
  /** Id of a unit cost: the total of the category. */
  category: string;
  threat: ThreatId;
  share: number;
  low: number;
  high: number;
  status: "one-to-one" | "assumed";
  note: string;
}

/** Every row of data/threats/crosswalk.csv; the shares of a category sum to 1 within a scheme. */
export const readCrosswalk = (path: string = projectFile("data", "threats", "crosswalk.csv")): CrosswalkRow[] =>
  readTable(
    path,
    (row): CrosswalkRow => ({
      scheme: row.take("scheme", oneOf("paper", "rr103", "rr73", "rr100")),
      category: row.take("category", text),
      threat: row.take("threat", {
        expected: "one of the eleven threats",
        parse: (id) => (isThreatId(id) ? id : undefined),
      }),
      share: row.take("share", share),
      low: row.take("low", share),
      high: row.take("high", share),
      status: row.take("status", oneOf("one-to-one", "assumed")),
      note: row.take("note", optionalText),
    }),
  );
