import { describe, expect, it } from "vitest";
import { listsSentence } from "../../../terms/index.ts";
import { fitModel } from "./model.ts";
import { parseListTable, readListTable } from "./read.ts";
import { listTable, mergeLists } from "./table.ts";

const told = (text: string): string[] => parseListTable("t.csv", text).told.map(listsSentence);

describe("a table of lists is read strictly", () => {
  it.each([
    ["A,count\n1,5\n", /line 1: the table has 1 list, and 2 to 16/],
    [`${Array.from({ length: 17 }, (_, j) => `L${j}`).join(",")},count\n`, /line 1: the table has 17 lists/],
    ["A,B,people\n1,0,5\n", /line 1: the column "people" is the last and not called "count"/],
    ["A,A,count\n1,0,5\n", /line 1: the column "A" stands twice/],
    ["A,,count\n1,0,5\n", /line 1: the column "column 2" has no name/],
    ["A,count,B,count\n1,0,1,5\n", /the column "count" stands before the end/],
    ["A,B,count\n1,0,5\n1,2,5\n", /line 3: "B" is `2`, which is neither 1 .* nor 0/],
    ["A,B,count\n120,340,5\n", /line 2: "A" is `120`.*only a total a list cannot be used/],
    ["A,B,count\n1,0,5.5\n", /line 2: "count" is `5.5`, which is not a whole number/],
    ["A,B,count\n1,0,-5\n", /line 2: "count" is `-5`/],
    ["A,B,count\n1,0,[c]\n", /line 2: "count" is `\[c\]`.*small count is hidden/],
    ["A,B,count\n1,0,9999999999\n", /from 0 to 1,000,000,000/],
    ["A,B,count\n1,0,5\n0,0,7\n", /line 3: the row has 0 in every list/],
    ["A,B,count\n1,0,5\n0,1,7\n", /nobody of the 12 people is on two lists/],
    ["A,B,count\n1,0,5\n0,1,7\n1,1,0\n", /nobody of the 12 people is on two lists/],
    ["A,B,count\n1,0\n", /line 2 has 2 fields, not 3/],
    ['A,B,count\n1,"0,5\n', /cannot be read/],
    ["A,B,count\n", /not one row below it/],
    ["", /the file is empty/],
  ])("%j is refused", (text, sentence) => {
    expect(() => parseListTable("t.csv", text)).toThrow(sentence);
  });

  it("a file that is not there is told", () => {
    expect(() => readListTable("no-such-table.csv")).toThrow(/is not there. Give the path/);
  });

  it("a history that stands twice is added up and told, with both lines", () => {
    const text = "A,B,count\n1,0,57\n0,1,30\n1,1,10\n1,0,2\n";
    expect(parseListTable("t.csv", text).counts).toEqual(Float64Array.of(0, 59, 30, 10));
    expect(told(text)).toEqual([
      "t.csv, line 5: the history A stands on line 2 already; the counts were added (57 and 2). A copied table may have the wrong history there: compare it with the published one.",
    ]);
  });

  it("a list of nobody is left out, a list that shares nobody is told", () => {
    expect(told("A,B,C,D,count\n1,0,0,0,20\n0,1,0,0,30\n1,1,0,0,10\n0,0,1,0,4\n0,0,0,1,0\n")).toEqual([
      expect.stringContaining('nobody is on the list "D"'),
      expect.stringContaining('nobody on the list "C" is on another one'),
    ]);
  });

  it("spaces, a byte order mark and Windows line ends are no fault", () => {
    expect(parseListTable("t", "\ufeffA, B ,count\r\n1,0, 20\r\n0,1,30\r\n1,1,10\r\n")).toMatchObject({
      lists: ["A", "B"],
      observed: 60,
    });
  });

  it("many lists are fitted: chances of 1/2 each on twelve, nobody hidden but 1 of 4,096", () => {
    const lists = Array.from({ length: 12 }, (_, j) => `L${j}`);
    const rows = Array.from({ length: 4095 }, (_, h) => ({ history: h + 1, people: 1, line: h + 2 }));
    expect(fitModel(listTable("twelve", lists, rows), []).dark).toBeCloseTo(1, 6);
  });
});

describe("lists can be merged", () => {
  const three = parseListTable("t", "A,B,C,count\n1,0,0,5\n0,1,0,6\n0,0,1,7\n1,1,0,3\n1,0,1,2\n0,1,1,1\n1,1,1,4\n");

  it("who was on any of them is on the merged one", () => {
    const merged = mergeLists(three, ["A", "B"]);
    expect(merged.lists).toEqual(["AB", "C"]);
    // Not on C: 5 + 6 + 3; C alone: 7; both: 2 + 1 + 4.
    expect(merged.counts).toEqual(Float64Array.of(0, 14, 7, 7));
    expect(merged.observed).toBe(three.observed);
  });

  it.each([[["A"]], [["A", "X"]], [["A", "A"]], [["A", "B", "C"]]])("%j cannot", (names) => {
    expect(() => mergeLists(three, names)).toThrow(/--merge is .* For example: --merge A\+B/);
  });
});
