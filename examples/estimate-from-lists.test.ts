import { expect, it } from "vitest";
import { mergeLists, readListTable } from "../src/estimate/index.ts";
import { projectFile } from "../src/store/index.ts";
import { byPrior } from "./estimate-from-lists.ts";

it("the same table gives 23,000 people or 4,600, by the prior alone", () => {
  const table = mergeLists(readListTable(projectFile("data", "lists", "uk-2013.csv")), ["PF", "NCA"]);
  expect(byPrior(table, [1 / 32, 1 / 2]).map((row) => row.total)).toEqual([
    "22,985 (10,390 to 33,490)",
    "4,615 (3,889 to 5,682)",
  ]);
});
