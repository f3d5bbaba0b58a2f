import { readCrosswalk, readDeflator, readUnitCosts } from "../evidence/index.ts";
import { projectFile, readTable } from "../store/index.ts";
import { number, optionalText, text } from "../terms/index.ts";
import { buildLines, type Prices, readLineRow } from "../value/index.ts";

/** Reads data/prices and the crosswalk. Throws a Problem on the first row that is not as agreed. */
export function readPrices(): Prices {
  const lines = readTable(projectFile("data", "prices", "harm-lines.csv"), readLineRow);
  const [rate] = readTable(projectFile("data", "prices", "discount.csv"), (row) => {
    row.ignore("id");
    row.take("source", text);
    row.take("note", optionalText);
    return row.take("rate_per_year", number);
  });
  return {
    lines: buildLines({ lines, costs: readUnitCosts(), deflator: readDeflator(), crosswalk: readCrosswalk() }),
    discountRate: rate,
  };
}
