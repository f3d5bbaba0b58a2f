import { describe, expect, it } from "vitest";
import { countWords, gbpWords, nearestNames, shareWords, valueWords } from "./index.ts";

describe("numbers as people read them", () => {
  it.each([
    [47e9, "£47.0bn"],
    [860e6, "£860m"],
    [51_724, "£51,724"],
    [-2.04e9, "-£2.0bn"],
    [999.6e6, "£1.0bn"],
    [128.5e9, "£129bn"],
    [4_200_000, "£4.2m"],
    [0, "£0"],
    [-0.2, "£0"],
    [Number.NaN, "n/a"],
    [999_960, "£1.0m"],
  ])("%d pounds is %s", (value, words) => expect(gbpWords(value)).toBe(words));
  it.each([
    [1234567.8, "1,234,568"],
    [12.34, "12.3"],
    [7, "7"],
    [-4772, "-4,772"],
    [100.4, "100"],
    [-0.01, "0.0"],
  ])("%d is %s", (value, words) => expect(countWords(value)).toBe(words));
  it.each([
    [0.42, "42%"],
    [0.042, "4.2%"],
    [0, "0%"],
    [1, "100%"],
  ])("share %d is %s", (value, words) => expect(shareWords(value)).toBe(words));
  it("the unit chooses the way", () =>
    expect([valueWords(2e9, "GBP 2024"), valueWords(2e9, "people")]).toEqual(["£2.0bn", "2,000,000,000"]));
});

describe("a mistyped name", () => {
  it.each([
    ["simluate", "simulate"],
    ["comp", "compare"],
    ["RECONCILE", "reconcile"],
    ["parity-prevntion", "parity-prevention"],
  ])("%s is near %s", (typed, meant) =>
    expect(nearestNames(typed, ["simulate", "compare", "reconcile", "parity-prevention"])[0]).toBe(meant),
  );
  it("is near nothing when it is far from all", () =>
    expect(nearestNames("xyzzy", ["simulate", "compare"])).toEqual([]));
});
