import { basename } from "node:path";
import { filesIn, projectFile, readJson, readTable } from "../store/index.ts";
import {
  CAPACITY_IDS,
  type Lever,
  type LeverCatalogue,
  LeverSchema,
  Problem,
  type SplitLine,
  share,
  text,
} from "../terms/index.ts";
import { readUnitCosts } from "./prices.ts";

/**
 * All levers (data/levers/*.json, by id) and the lines of all splits (data/splits.csv, in file order).
 * Throws a Problem on a file that does not fit its schema or a split that names what does not exist.
 */
export function readCatalogue(): LeverCatalogue {
  const levers = readLevers();
  return { levers, splits: readSplits(levers) };
}

function readLevers(): Lever[] {
  return filesIn(projectFile("data", "levers"), ".json").map((file) => {
    const lever = readJson(file, LeverSchema);
    if (basename(file, ".json") === lever.id) return lever;
    throw new Problem({
      code: "bad-json",
      file,
      path: "/id",
      found: `"${lever.id}"`,
      expected: `the name of the file, "${basename(file, ".json")}"`,
    });
  });
}

/** A line's unit cost is a row of unit-costs.csv: GBP a year for one unit of what it buys. */
function readSplits(levers: readonly Lever[]): SplitLine[] {
  const costs = readUnitCosts();
  const buyable = [...CAPACITY_IDS, ...levers.filter((l) => l.cost.perDoseYearGbp !== null).map((l) => l.id)];
  return readTable(projectFile("data", "splits.csv"), (row): SplitLine => {
    const buys = row.take("buys", {
      expected: "a capacity or a lever that is bought by the unit",
      parse: (id) => (buyable.includes(id) ? id : undefined),
    });
    const cost = row.take("unit_cost", {
      expected: "an id of data/prices/unit-costs.csv",
      parse: (id) => costs.get(id),
    });
    row.ignore("note");
    return {
      split: row.take("split", text),
      share: row.take("share", share),
      buys,
      unitCostGbpYear: cost.value,
      from: `cost:${cost.id}`,
    };
  });
}
