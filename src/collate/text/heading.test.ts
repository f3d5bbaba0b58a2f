import { expect, test } from "vitest";
import { heading } from "./heading.ts";

test("a heading counts for the columns to its right until the next; spacers have no name", () => {
  expect(
    heading([
      ["Year", "", "Poisoning", "", "", "", "Misuse", ""],
      ["", "", "Deaths", "", "Rate", "", "Deaths", "Rate"],
    ]),
  ).toEqual(["Year", "", "Poisoning > Deaths", "", "Poisoning > Rate", "", "Misuse > Deaths", "Misuse > Rate"]);
});

test("one row is its own names, whatever its gaps", () => {
  expect(heading([["Code", "", "Name"]])).toEqual(["Code", "", "Name"]);
});

test("rows of different width fill up to the widest", () => {
  expect(heading([["A"], ["", "x", "y"]])).toEqual(["A", "A > x", "A > y"]);
});
