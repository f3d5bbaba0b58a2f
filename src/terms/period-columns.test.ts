import { expect, test } from "vitest";
import { anyOf, periodColumns } from "./period-columns.ts";
import { financialYearEnding, financialYearText } from "./period-words.ts";
import { Row } from "./row.ts";

test("columns that are years are found under either way of naming them, notes left out; the others are not", () => {
  const row = new Row("t.ods", 2, {
    Force: "Kent",
    "2017/18": "1",
    "FYE 2019 [note 2][r]": "2",
    "2019/21": "3",
    [`2020/21 ${"[x]".repeat(40)}`]: "4",
  });
  const years = anyOf(financialYearText, financialYearEnding);
  expect(periodColumns(row, years)).toEqual([
    { column: "2017/18", period: { start: "2017-04-01", end: "2018-03-31" } },
    { column: "FYE 2019 [note 2][r]", period: { start: "2018-04-01", end: "2019-03-31" } },
  ]);
  expect(years.parse("2018")).toBeUndefined();
  expect(years.expected).toBe("a financial year like 2017/18, or the end of a financial year like FYE 2018");
});
