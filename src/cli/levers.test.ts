import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { purchases } from "../decide/index.ts";
import { readCatalogue } from "../evidence/index.ts";
import { addTo as addLevers, purchaseText } from "./levers.ts";
import { addTo as addScenarios } from "./scenarios.ts";

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const bought = (split: string) => purchases(2e9, split, readCatalogue());

/** Runs one command line and gives what it printed. */
async function soclab(...words: string[]): Promise<string> {
  const program = new Command("soclab").exitOverride();
  addLevers(program);
  addScenarios(program);
  await program.parseAsync(words, { from: "user" });
  return printed;
}

describe("soclab levers", () => {
  test("lists each lever with grade, effect, cost and lag, and says plainly where there is no evidence", async () => {
    const lines = (await soclab("levers")).split("\n");
    expect(lines[0]).toMatch(
      /id +lever +grade +mark +moves +change on those reached \(90%\) +reach +a year +full after/,
    );
    expect(lines.find((l) => l.startsWith("L21"))).toMatch(
      /D +no evidence +launder\.capacity +no evidence: -22% to \+28% assumed/,
    );
    expect(lines.find((l) => l.startsWith("L11"))).toMatch(/\+163%, by definition/);
    expect(lines.find((l) => l.startsWith("L17"))).toMatch(/C +evidence +fraud\.success +-28% \(-\d+% to \+\d+%\)/);
  });
  test("shows one: card, range of reach, splits of a budget, studies", async () => {
    expect(await soclab("levers", "l23")).toMatch(/crossing\.demand.*on 70% \(40% to 100%\) of it \[assumed\]/);
    printed = "";
    expect(await soclab("levers", "L10")).toContain(
      `Split investigation: ${purchaseText(bought("investigation")[0])}; `,
    );
  });
  test("as JSON, with the change and its interval", async () => {
    const lever = JSON.parse(await soclab("levers", "L17", "--json"));
    expect(lever.changes[0]).toMatchObject({ rate: "fraud.success", basis: "evidence", level: 0.9 });
    expect(lever.changes[0].middle).toBeCloseTo(-0.276, 4);
    expect(lever.changes[0].low).toBeLessThan(lever.changes[0].middle);
  });
  test("an unknown lever is a sentence", () =>
    expect(soclab("levers", "L99")).rejects.toThrow(/no lever called "L99"/));
});

describe("soclab scenarios", () => {
  test("lists name, id and levers", async () => {
    expect(await soclab("scenarios")).toMatch(/^baseline +[0-9a-f]{16} +No change +none$/m);
  });
  test("shows what the money buys", async () =>
    expect(await soclab("scenarios", "parity-prevention")).toContain(
      bought("prevention").map(purchaseText).join("\n         "),
    ));
  test("as JSON, with the doses that follow from the money", async () => {
    const shown = JSON.parse(await soclab("scenarios", "parity-justice", "--json"));
    expect(shown.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(shown.levers[0].buys.map((p: { buys: string }) => p.buys)).toEqual([
      "charge.cases",
      "court.cases",
      "prison.places",
    ]);
  });
  test("an unknown scenario is a sentence", () =>
    expect(soclab("scenarios", "none")).rejects.toThrow(/no scenario called "none"/));
});
