// How much of an estimate from overlapping lists is the data, and how much the prior? The table of 2013 with police and NCA as one list, by the
// prior people in each history. Needs nothing but the repository:
//   node dist/examples/estimate-from-lists.js
import { pathToFileURL } from "node:url";
import {
  estimateByLists,
  finish,
  type ListTable,
  mergeLists,
  readListMethods,
  readListTable,
} from "../src/estimate/index.ts";
import { projectFile } from "../src/store/index.ts";
import { isNotEstimable, rangeWords } from "../src/terms/index.ts";

/** The total and its 95% interval by the average over decomposable graphs, for each prior. */
export function byPrior(table: ListTable, priors: readonly number[]): { prior: number; total: string }[] {
  return priors.map((prior) => {
    const methods = readListMethods().map((m) => (m.id === "decomposable" ? { ...m, value: prior } : m));
    const [{ total }] = finish(estimateByLists(table, methods, ["decomposable"], 1));
    return {
      prior,
      total: isNotEstimable(total) ? total.notEstimable : rangeWords(total.value, total.low, total.high, total.unit),
    };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const table = mergeLists(readListTable(projectFile("data", "lists", "uk-2013.csv")), ["PF", "NCA"]);
  for (const { prior, total } of byPrior(table, [1 / 32, 1 / 8, 1 / 2]))
    console.log(`${prior} a history: ${total} people`);
}
