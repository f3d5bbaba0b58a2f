import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { assemble, main } from "./main.ts";
import { horizonOption, runsOption, seedOption, workersOption } from "./numbers.ts";
import { table } from "./table.ts";

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    said.push(String(text));
    const done = rest.find((x) => typeof x === "function") as (() => void) | undefined;
    done?.();
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const saidBy = async (...words: string[]) => ({ code: await main(words), text: said.join("") });

describe("the command line", () => {
  it.each([
    [["recncile"], 'There is no command called "recncile". Did you mean reconcile?'],
    [["compare", "baseline", "baseline", "--rnus", "2"], 'There is no option called "--rnus". Did you mean --runs'],
    [["compare", "baseline"], "soclab compare: missing required argument 'b'. \"soclab compare --help\" shows"],
    [["compare", "baseline", "paper", "extra"], "soclab compare: too many arguments"],
    [["simulate", "baseline", "--out"], "argument missing"],
    [
      ["compare", "baseline", "parity-prevntion"],
      'There is no scenario called "parity-prevntion". Did you mean parity-prevention',
    ],
    [["compare", "baseline", "paper", "--runs", "0"], "--runs is 0, outside 1 to 10,000."],
    [
      ["compare", "baseline", "paper", "--runs", "many"],
      "--runs is `many`, which is not a whole number. Give one from 1 to 10,000.",
    ],
    [["simulate", "baseline", "--seed", "4294967296"], "--seed is 4294967296, outside 0 to 4,294,967,295."],
    [["answer", "--workers", "65"], "--workers is 65, outside 1 to 64."],
    [["compare", "baseline", "paper", "--horizon", "2037-03..2027-04"], "Write two months in order"],
    [["reconcile", "--home", "/nowhere/at/all"], "/nowhere/at/all"],
  ])("%j is refused in a sentence, with code 1 and no stack", async (words, sentence) => {
    const { code, text } = await saidBy(...words);
    expect(code).toBe(1);
    expect(text).toContain(sentence);
    expect(text).not.toMatch(/^\s+at /m);
  });
  it("lists every command of the issue, and each has an example", async () => {
    const { code, text } = await saidBy("--help");
    expect(code).toBe(0);
    for (const name of [
      "collate",
      "extent",
      "reconcile",
      "levers",
      "scenarios",
      "simulate",
      "compare",
      "explain",
      "report",
      "doctor",
    ])
      expect(text).toContain(`  ${name}`);
    for (const top of assemble().commands)
      for (const command of top.commands.length > 0 ? top.commands : [top]) {
        said.length = 0;
        const path = command === top ? [top.name()] : [top.name(), command.name()];
        expect((await saidBy(...path, "--help")).text).toMatch(/Examples?:\n {2}\$ soclab/);
        expect(command.options.map((o) => o.long)).toContain("--json");
      }
  });
  it("without words shows the help", async () => expect((await saidBy()).text).toContain("Usage: soclab"));
  it("calls an unexpected error its own fault, without a stack unless asked", async () => {
    vi.spyOn(JSON, "stringify").mockImplementation(() => {
      throw new TypeError("broken inside");
    });
    const { code, text } = await saidBy("levers", "--json");
    expect(code).toBe(70);
    expect(text).toContain("This is a fault of ours");
    expect(text).not.toMatch(/^\s+at /m);
  });
});

describe("numbers of options", () => {
  it("take whole numbers at both ends of their range", () =>
    expect([
      runsOption("1"),
      runsOption("10000"),
      seedOption("0"),
      seedOption("4294967295"),
      workersOption("64"),
    ]).toEqual([1, 10000, 0, 4294967295, 64]));
  it.each(["", "1.5", "1e3", "0x10", "NaN", "٣", "-1"])("refuse %j", (text) =>
    expect(() => runsOption(text)).toThrow("--runs"),
  );
  it("take a horizon of two months in order", () =>
    expect(horizonOption("2027-04..2037-03")).toEqual({ from: "2027-04", until: "2037-03" }));
  it.each([
    "2027-04",
    "2027-04..",
    "2027-13..2037-03",
    "2027-04..2037-03..2040-03",
    "2020-01..2021-01",
    "2027-04..2099-03",
  ])("refuse the horizon %j", (text) => expect(() => horizonOption(text)).toThrow("--horizon"));
});

describe("a table", () => {
  it("sets numbers to the right and text to the left, with a rule under the headings", () =>
    expect(
      table(
        [{ title: "threat" }, { title: "£", isNumber: true }],
        [
          ["fraud", "£1.2bn"],
          ["x", "£7"],
        ],
      ),
    ).toBe("threat       £\n------  ------\nfraud   £1.2bn\nx           £7\n"));
});
