import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { twinInput } from "../calibrate/index.ts";
import { collate } from "../collate/index.ts";
import { type Comparison, hashOf, listScenarios, scenarioHash } from "../decide/index.ts";
import { extentIn } from "../estimate/index.ts";
import { readCatalogue } from "../evidence/index.ts";
import { openSnapshot } from "../store/index.ts";
import { isNotEstimable, UNITED_KINGDOM } from "../terms/index.ts";
import { type Branch, branchText } from "./explain/branch.ts";
import { Sources } from "./explain/sources.ts";
import { explain, KINDS } from "./explain.ts";
import { extentOfHome } from "./extent.ts";
import { placeOption, threatOption, yearOption } from "./extent-options.ts";
import { extentText } from "./extent-text.ts";

let home: string;
let sources: Sources;
let rows: Awaited<ReturnType<typeof extentOfHome>>["years"];
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "soclab-explain-"));
  await collate(home);
  sources = new Sources(home);
  rows = (await extentOfHome(home)).years;
});
afterAll(async () => {
  await sources.close();
  rmSync(home, { recursive: true, force: true });
});

const all = (branch: Branch): Branch[] => [branch, ...branch.from.flatMap(all)];

describe("extent from the figures that ship", () => {
  test("every threat has a national row in the base year, eight of them with an extent", () => {
    const national = rows.filter((r) => r.place === UNITED_KINGDOM && r.year === 2023);
    expect(national).toHaveLength(11);
    expect(national.filter((r) => !isNotEstimable(r.extent)).map((r) => r.threat)).toEqual([
      "drug-supply",
      "modern-slavery",
      "immigration-crime",
      "fraud",
      "cyber-crime",
      "firearms",
      "acquisitive-crime",
      "money-laundering",
    ]);
  });

  test("the table: units, reasons and the way to the source; places by code, not by rank", () => {
    const text = extentText(rows.filter((r) => r.threat === "acquisitive-crime" && r.year === 2024));
    const places = text.split("\n").filter((l) => l.startsWith("acquisitive-crime"));
    expect(places).toHaveLength(46);
    expect(places[1]).toContain("Metropolitan Police");
    expect(text).toContain("burglaries, robberies and vehicle crimes");
    expect(text).toMatch(/\[1\] No recorded count of this place/);
    expect(text).toContain("soclab explain extent:acquisitive-crime:K02000001:2024");
  });

  test("every origin of every extent leads somewhere", async () => {
    const ids = new Set(rows.flatMap((r) => [...r.extent.from, ...r.hiddenShare.from]));
    const snapshot = await openSnapshot(home);
    const known = new Set((await snapshot.observations()).map((o) => o.id));
    snapshot.close();
    for (const id of ids) if (id.startsWith("obs:")) expect(known.has(id), id).toBe(true);
    for (const id of [...ids].filter((x) => !x.startsWith("obs:"))) expect((await explain(id, sources)).id).toBe(id);
  });

  test("places by code, name and alias; what is not known is said", () => {
    for (const word of ["E23000005", "greater manchester", "GMP"]) expect(placeOption(word)).toBe("E23000005");
    expect(placeOption("uk")).toBe(UNITED_KINGDOM);
    expect(() => placeOption("Atlantis")).toThrow(/no place called "Atlantis"/);
    expect(() => threatOption("smuggling")).toThrow(/The threats are drug-supply/);
    expect(() => yearOption("1999")).toThrow(/outside 2017 to 2024/);
    expect(() => yearOption("2O23")).toThrow(/outside 2017 to 2024/);
  });
});

describe("explain", () => {
  test("an extent ends in lines of files with publisher, licence and hash", async () => {
    const tree = await explain("extent:drug-supply:Scotland:2023", sources);
    const line = all(tree).find((b) => b.id.startsWith("obs:"))!;
    expect(line.facts).toMatchObject({ publisher: "National Records of Scotland", licence: "OGL v3.0" });
    expect(line.facts.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(line.facts.line).toContain("drug-misuse-deaths");
    expect(all(tree).map((b) => b.id)).toContain("process:drug-deaths-scotland");
  });

  test("a lever ends in studies, transfer assumptions and costs", async () => {
    const ids = all(await explain("lever:l17", sources)).map((b) => b.id);
    expect(ids).toEqual(expect.arrayContaining(["study:S040", "transfer:design-C", "cost:lever-L17-year", "assumed"]));
  });

  test("every lever and every scenario's levers can be walked", async () => {
    for (const { id } of readCatalogue().levers) expect((await explain(`lever:${id}`, sources)).id).toBe(`lever:${id}`);
  });

  test("a parameter shows its kind, source and line", async () => {
    const { facts } = await explain("param:groups.mapped", sources);
    expect(Object.keys(facts)).toEqual(
      expect.arrayContaining(["central", "low", "high", "kind", "source", "file", "sha256"]),
    );
  });

  test("a row of the reconciliation leads to the published values, in every publication of them", async () => {
    const tree = await explain("reconcile:scale-deflator", sources);
    expect(tree.facts.kind).toBe("fitted");
    const periods = new Set(tree.from.map((b) => b.facts.period));
    expect([...periods]).toEqual(["2023-04-01 to 2024-03-31", "2015-04-01 to 2016-03-31"]);
    expect(new Set(tree.from.map((b) => b.facts.publisher)).size).toBeGreaterThan(2);
  });

  test("a starting extent of the twin is a figure of the estimate", async () => {
    expect((await explain("param:extent.fraud", sources)).id).toBe("extent:fraud:K02000001:2023");
  });

  test("an unknown figure says which forms there are", async () => {
    await expect(explain("nonsense", sources)).rejects.toThrow(
      /There is no figure called "nonsense".*extent:<threat>:<place>:<year or quarter>/,
    );
    await expect(explain("toString:x", sources)).rejects.toThrow(/There is no figure/);
  });

  test("a known form that leads nowhere says so", async () => {
    await expect(explain("obs:000000000000:1", sources)).rejects.toThrow(/no observation in this snapshot/);
    await expect(explain("anchor:none-such", sources)).rejects.toThrow(/data\/anchors\.csv/);
    await expect(explain("run:0123456789", sources)).rejects.toThrow(/no run in the home folder/);
    await expect(explain("answer:homicides", sources)).rejects.toThrow(/soclab compare/);
    await expect(explain("extent:fraud:UK:1999", sources)).rejects.toThrow(/outside 2017 to 2024/);
    await expect(explain("gone.json", sources)).rejects.toThrow(/gone\.json is not there/);
    expect(Object.keys(KINDS)).toEqual(expect.arrayContaining(["reconcile", "study", "cost"]));
  });

  test("nothing collated is a sentence, not a stack", async () => {
    const empty = new Sources(join(home, "no-such-folder"));
    await expect(explain("extent:fraud:UK:2023", empty)).rejects.toThrow(/soclab collate/);
  });
});

describe("an answer and its run", () => {
  const spread = { median: -3, low: -5, high: 1, level: 0.9 as const };
  const range = { low: 1, high: 9, level: 0.9 as const };
  const resultHash = "ab".repeat(32);
  let tree: Branch;

  beforeAll(async () => {
    const snapshot = await openSnapshot(home);
    const input = await twinInput(snapshot, await extentIn(snapshot), readCatalogue(), []);
    const { dataFingerprint } = input;
    const scenarios = listScenarios().filter((s) => ["baseline", "parity-prevention"].includes(s.name));
    const named = scenarios.map((s) => ({ id: s.name, hash: scenarioHash(s), title: s.title }));
    const kept = scenarios.map((s) => ({ id: s.name, hash: scenarioHash(s), scenario: s }));
    const comparison: Comparison = {
      contract: "soclab-compare-1",
      resultHash,
      dataFingerprint,
      runs: 10,
      seed: 7,
      horizon: { from: "2027-04", until: "2037-03" },
      scenarios: named,
      lines: [],
      headline: "homicides",
      outcomes: [
        {
          id: "homicides",
          title: "Homicides",
          unit: "deaths",
          kind: "flow",
          better: "lower",
          a: 8,
          b: 5,
          aRange: range,
          bRange: range,
          difference: spread,
          medianError: null,
          shareBetter: 0.8,
        },
      ],
      displacement: [],
      withoutNoEvidence: null,
      caveats: [],
    };
    const folder = join(home, "answers", "last");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "comparison.json"), JSON.stringify(comparison));
    const manifest = {
      resultHash,
      dataFingerprint,
      seed: 7,
      runs: 10,
      versions: { node: "20" },
      scenarios: kept,
      catalogueHash: "0".repeat(64),
      parametersHash: hashOf(input.parameters),
    };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    snapshot.close();
    tree = await explain("answer:homicides", sources);
  });

  test("a figure walks to its run: seed, hashes, data files, scenarios, levers and parameters", () => {
    const found = all(tree);
    const run = found.find((b) => b.id === `run:${resultHash}`)!;
    expect(run.facts).toMatchObject({ seed: "7", runs: "10", "versions.node": "20" });
    expect(found.find((b) => b.id === "scenario:parity-prevention")!.facts.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(found.find((b) => b.id === "data")!.from.length).toBeGreaterThan(5);
    expect(found.map((b) => b.id)).toEqual(
      expect.arrayContaining([
        "parity-prevention against baseline",
        "lever:L10",
        "buys treatment.places",
        "param:groups.mapped",
      ]),
    );
    expect(found.find((b) => b.id === "parity-prevention against baseline")!.title).toBe(
      "difference -3 (-5 to 1), 90% of runs",
    );
    expect(run.facts["levers since the run"]).toMatch(/^changed/);
    expect(found.find((b) => b.id === "parameters")!.facts["since the run"]).toBe("unchanged");
    expect(found.find((b) => b.id === "parameters")!.title).toMatch(/\d+ parameters, \d+ of them assumed/);
  });

  test("a run by the first characters of its hash, or by the path of its manifest", async () => {
    const whole = all(tree).find((b) => b.id === `run:${resultHash}`);
    expect(await explain("run:abababab", sources)).toEqual(whole);
    expect(await explain(join(home, "answers", "last", "manifest.json"), sources)).toEqual(whole);
  });

  test("the tree counts long lists, and prints them when asked", () => {
    const [short, long] = [branchText(tree), branchText(tree, true)];
    expect(short).toMatch(/… and \d+ more of the parameters/);
    expect(long).not.toContain("… and");
    expect(long).toContain("param:groups.mapped");
  });

  test("an outcome that the answer has not lists those it has", async () => {
    await expect(explain("answer:happiness", sources)).rejects.toThrow(/The last answer has homicides/);
  });
});
