import { breakdownOf, type Reading, refuseNote } from "../../src/collate/index.ts";
import { calendarYear, publishedValueWith, type Row, text } from "../../src/terms/index.ts";

const UNITED_KINGDOM = {
  code: "K02000001",
  names: ["United Kingdom", "United Kingdom of Great Britain and Northern Ireland"],
};
/** A country that names a drug and gives no weight. */
const kilograms = publishedValueWith({ "": "not-available", "-": "not-available" });

/** What one country seized of one drug in one calendar year. Countries but our own have no place and stand in the breakdown. */
export function readRow(row: Row): Reading {
  refuseNote(row);
  const country = row.take("Country", text);
  const isOurs = UNITED_KINGDOM.names.includes(country);
  const reading = {
    measure: "drug-quantity-seized",
    threat: "drug-supply",
    place: isOurs ? UNITED_KINGDOM.code : "",
    breakdown: breakdownOf({
      country: isOurs ? "" : country,
      "drug group": row.take("DrugGroup", text),
      drug: row.take("DrugName", text),
    }),
    period: row.take("Reference year", calendarYear),
    value: row.take("Kilograms", kilograms),
    unit: "kilograms",
    note: noteOf(row),
  };
  row.ignore("Region", "SubRegion", "Iso3_code", "msCode", "MsCode");
  row.done();
  return reading;
}

/** Where the country's figure comes from and what the UNODC says of it. */
function noteOf(row: Row): string {
  const words = ["Source", "Footnote"].map((column) => row.raw(column)?.trim() ?? "");
  row.ignore("Source", "Footnote");
  return words.filter((word) => word !== "").join("; ");
}
