import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readCatalogue } from "../evidence/index.ts";
import { canonicalJson, scenarioHash } from "../simulate/index.ts";
import type { Scenario } from "../terms/index.ts";
import { purchases, splitNames } from "./budget.ts";
import { checkAssumptions, checkScenario } from "./scenario-check.ts";
import { scenarioSchemaJson } from "./scenario-schema.ts";
import { listScenarios, readScenario } from "./scenarios.ts";

const catalogue = readCatalogue();
const scenarios = listScenarios(catalogue);
const named = (name: string) => scenarios.find((s) => s.name === name)!;
const leversOf = (name: string) => named(name).levers.map((l) => l.lever);

const folder = mkdtempSync(join(tmpdir(), "soclab-scenarios-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the project's own scenarios", () => {
  test("are these eight", () =>
    expect(scenarios.map((s) => s.name)).toEqual([
      "baseline",
      "chapter-bolster-response",
      "chapter-disrupt-enablers",
      "chapter-treat-as-national-security",
      "paper",
      "parity-investigation",
      "parity-justice",
      "parity-prevention",
    ]));
  test("the baseline has no lever", () => expect(leversOf("baseline")).toEqual([]));
  test("the paper's package is its three chapters together, and every lever of ours that is the paper's", () => {
    const chapters = scenarios.filter((s) => s.name.startsWith("chapter-"));
    expect([...leversOf("paper")].sort()).toEqual(chapters.flatMap((s) => s.levers.map((l) => l.lever)).sort());
    expect([...leversOf("paper")].sort()).toEqual(
      catalogue.levers.filter((l) => l.chapter !== "comparator").map((l) => l.id),
    );
  });
  test("a chapter holds its own levers only", () => {
    for (const lever of catalogue.levers.filter((l) => l.chapter !== "comparator"))
      expect(leversOf(`chapter-${lever.chapter}`)).toContain(lever.id);
  });
  test("each parity spends the same sum by its own split", () => {
    for (const split of splitNames(catalogue))
      expect(named(`parity-${split}`).levers).toEqual([{ lever: "L10", from: "2027-04", dose: 2e9, split }]);
  });
  test("no two have one id", () => expect(new Set(scenarios.map(scenarioHash)).size).toBe(scenarios.length));
});

describe("the id of a scenario", () => {
  const paper = named("paper");
  test("is the SHA-256 of its canonical JSON, 16 hex digits", () => {
    const text = '{"assumptions":{},"levers":[],"structure":"default"}';
    expect(scenarioHash(named("baseline"))).toBe(createHash("sha256").update(text).digest("hex").slice(0, 16));
  });
  test("does not heed name, title, question or the order of levers", () => {
    const other = { ...paper, name: "other", title: "Other", question: "?", levers: [...paper.levers].reverse() };
    expect(scenarioHash(other)).toBe(scenarioHash(paper));
  });
  test("an absent structure is the default one", () =>
    expect(scenarioHash({ ...paper, structure: "default", assumptions: {} })).toBe(scenarioHash(paper)));
  test("heeds dose, date, split, assumption and structure", () => {
    const [first, ...rest] = named("parity-justice").levers;
    const changed: Partial<Scenario>[] = [
      {},
      { levers: [{ ...first, dose: 1 }, ...rest] },
      { levers: [{ ...first, from: "2028-04" }, ...rest] },
      { levers: [{ ...first, until: "2030-03" }] },
      { levers: [{ ...first, split: "prevention" }] },
      { assumptions: { a: 1 } },
      { structure: "supply-led" },
    ];
    expect(new Set(changed.map((c) => scenarioHash({ ...named("parity-justice"), ...c }))).size).toBe(changed.length);
  });
  test("canonical JSON does not heed the order of keys", () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.double({ noNaN: true })), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(object));
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    ));
});

const scenario = (...levers: Scenario["levers"]): Scenario => ({ name: "mine", title: "Mine", levers });
const dated = (change: Partial<Scenario["levers"][number]>) => ({ lever: "L17", from: "2027-04", dose: 1, ...change });
const budget = (change: object) => ({ lever: "L10", from: "2027-04", dose: 2e9, split: "justice", ...change });

describe("a faulty scenario is refused with what, where and what next", () => {
  test.each<[string, Scenario, RegExp]>([
    ["an unknown lever", scenario(dated({ lever: "L99" })), /no lever called "L99".*"soclab levers" lists/],
    [
      "a dose above its range",
      scenario(dated({ dose: 1.5 })),
      /mine: "dose" of L17 is 1\.5, outside 0 to 1 \(share of payments.*"soclab levers L17"/,
    ],
    ["a dose below its range", scenario(dated({ dose: -0.1 })), /"dose" of L17 is -0\.1/],
    [
      "a date before the twin's years",
      scenario(dated({ from: "2021-03" })),
      /"from" of L17 is 2021-03, outside 2021-04 to 2060-12/,
    ],
    ["a date after the twin's years", scenario(dated({ from: "2061-01" })), /"from" of L17 is 2061-01/],
    ["a month that is none", scenario(dated({ from: "2027-13" })), /"from" of L17 is 2027-13/],
    [
      "an end before the start",
      scenario(dated({ until: "2027-03" })),
      /"until" of L17 is 2027-03, outside 2027-04 to 2060-12/,
    ],
    ["a lever that stands twice", scenario(dated({}), dated({ dose: 0.5 })), /mine: the lever L17 stands in it twice/],
    ["a lever that its split buys", scenario(budget({ split: "prevention" }), dated({})), /L17 .* bought by a split/],
    ["an unknown split", scenario(budget({ split: "navy" })), /no split called "navy"/],
    [
      "a budget without a split",
      scenario(budget({ split: undefined })),
      /L10 is a sum of money.*investigation, prevention, justice/,
    ],
    ["a split on another lever", scenario(dated({ split: "justice" })), /L17 has a "split"/],
  ])("%s", (_what, faulty, message) => expect(() => checkScenario(faulty, catalogue)).toThrow(message));

  test("the ends of every range are allowed", () => {
    for (const lever of catalogue.levers)
      for (const dose of [lever.dose.low, lever.dose.today, lever.dose.high])
        checkScenario(
          scenario({
            lever: lever.id,
            from: "2021-04",
            until: "2060-12",
            dose,
            ...(lever.id === "L10" ? { split: "justice" } : {}),
          }),
          catalogue,
        );
  });
});

describe("a file of the reader's own", () => {
  const written = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  test("is read by its path", () => {
    const path = written("mine.json", JSON.stringify(scenario(dated({ dose: 0.5 }))));
    expect(readScenario(path, catalogue).levers[0].dose).toBe(0.5);
  });
  const one = (field: string) => `{"name":"a","title":"A","levers":[{"lever":"L17","from":"2027-04",${field}}]}`;
  test.each([
    ["not JSON", "{", /faulty\.json, line 1: the end stands where a key in quotes should\. .*Mend it/],
    ["incomplete", '{"name":"a","title":"A"}', /the file is .*, which is not complete: it lacks levers/],
    ["a list where an object belongs", "[]", /the file is \[\], which is not an object/],
    ["a dose in words", one('"dose":"high"'), /\/levers\/0\/dose is "high", which is not a number/],
    ["a dose that is not there", one('"until":"2028-03"'), /\/levers\/0 is .*, which is not complete: it lacks dose/],
    [
      "a field too many",
      '{"name":"a","title":"A","levers":[],"colour":"red"}',
      /\/colour is "red", which is not a field that may stand here/,
    ],
    [
      "a month that is none",
      one('"dose":1,"until":"2028-13"'),
      /\/levers\/0\/until is "2028-13", which is not text of the form/,
    ],
    [
      "a number beyond all numbers",
      one('"dose":1e999'),
      /\/levers\/0\/dose: the number 1e999 is past what a number can hold/,
    ],
    [
      "too many levers",
      JSON.stringify(scenario(...Array.from({ length: 101 }, () => dated({})))),
      /which is not allowed: it must not have more than 100 items/,
    ],
  ])("%s", (_what, content, message) =>
    expect(() => readScenario(written("faulty.json", content), catalogue)).toThrow(message),
  );
  test("a folder", () => {
    const path = join(folder, "folder.json");
    mkdirSync(path);
    expect(() => readScenario(path, catalogue)).toThrow(/folder\.json: the file is a folder, which is not a JSON file/);
  });
  test("not there", () =>
    expect(() => readScenario("./nowhere.json", catalogue)).toThrow(/nowhere\.json is not there/));
  test("an unknown name", () =>
    expect(() => readScenario("parity-prevntion", catalogue)).toThrow(/Did you mean parity-prevention/));
});

describe("what money buys", () => {
  test("follows from money and unit cost, and no pound is lost", () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 4e9, noNaN: true }),
        fc.constantFrom(...splitNames(catalogue)),
        (money, split) => {
          const bought = purchases(money, split, catalogue);
          const today = (id: string) => catalogue.levers.find((l) => l.id === id)?.dose.today ?? 0;
          const spent = bought.reduce(
            (sum, p) => sum + (p.dose - today(p.buys)) * p.unitCostGbpYear + p.unspentGbpYear,
            0,
          );
          expect(spent).toBeCloseTo(money, 3);
          for (const p of bought) {
            expect(p.unspentGbpYear).toBeGreaterThanOrEqual(-1e-3);
            if (p.kind === "capacity") expect(Number.isInteger(p.dose)).toBe(true);
          }
        },
      ),
    ));
  test("a lever is not bought beyond its range: the rest is unspent", () => {
    const twice = purchases(4e9, "prevention", catalogue).find((p) => p.buys === "L17")!;
    expect([twice.dose, twice.unspentGbpYear]).toEqual([1, twice.moneyGbpYear - twice.unitCostGbpYear]);
  });
});

test("the published schema is that of the code (node scripts/scenario-schema.mjs writes it)", () => {
  const published = new URL("../../docs/reference/scenario.schema.json", import.meta.url);
  expect(readFileSync(published, "utf8")).toBe(scenarioSchemaJson());
});

describe("assumptions and structure", () => {
  const parameters = [
    {
      id: "pool.share",
      title: "",
      unit: "share of population",
      central: 0.01,
      low: 0,
      high: 0.1,
      shape: "uniform",
      kind: "assumed",
      source: "assumed",
      note: "",
    },
  ] as const;
  const scenario = (more: object) => ({ name: "mine", title: "Mine", levers: [], ...more });

  test("a parameter that is not there is named with its neighbours", () =>
    expect(() => checkAssumptions(scenario({ assumptions: { "pool.shore": 0.5 } }), parameters)).toThrow(
      /no parameter .*"pool.shore".*pool\.share/,
    ));
  test("a share above one, or anything below zero, is refused with its range", () => {
    expect(() => checkAssumptions(scenario({ assumptions: { "pool.share": 1.5 } }), parameters)).toThrow(
      "is 1.5, outside 0 to 1",
    );
    expect(() => checkAssumptions(scenario({ assumptions: { "pool.share": -1 } }), parameters)).toThrow(
      "is -1, outside 0 to 1",
    );
    expect(() => checkAssumptions(scenario({ assumptions: { "pool.share": 0.5 } }), parameters)).not.toThrow();
  });
  test("a structure that the twin does not have is refused", () =>
    expect(() => checkScenario(scenario({ structure: "supply-led" }), readCatalogue())).toThrow(
      'no structure (in mine) called "supply-led"',
    ));
});
