import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../src/store/index.ts";

/** Who may import whom. `types` may be named in an `import type` only; `says` is what the message tells. */
const TABLE: Record<string, { may: string[]; types?: string[]; says: string }> = {
  terms: { may: [], says: "nothing" },
  store: { may: ["terms"], says: "terms" },
  collate: { may: ["terms", "store"], says: "terms, store" },
  estimate: { may: ["terms", "store"], says: "terms, store (queries)" },
  evidence: { may: ["terms", "store"], says: "terms, store (queries)" },
  simulate: { may: ["terms"], says: "terms only (so that it runs in the browser and in a worker unchanged)" },
  ensemble: { may: ["terms", "simulate", "store"], says: "terms, simulate; its Node half also store" },
  value: { may: ["terms"], types: ["estimate"], says: "terms, estimate's figures (as types)" },
  calibrate: {
    may: ["terms", "store", "simulate", "ensemble", "estimate"],
    says: "terms, store (queries), simulate, ensemble, estimate",
  },
  decide: {
    may: ["terms", "simulate", "ensemble", "value", "evidence", "calibrate"],
    types: ["estimate"],
    says: "terms, simulate, ensemble, value, evidence, calibrate (artefacts), estimate's figures (as types)",
  },
  report: {
    may: ["terms", "simulate", "value", "decide"],
    types: ["estimate"],
    says: "terms, simulate (the outcome list), value, the pure part of decide, estimate's figures (as types)",
  },
  cli: { may: ["*"], says: "the index.ts of every folder above; never a file inside one" },
  sources: { may: ["terms", "store", "collate"], says: "src/terms, src/store (names of places) and src/collate" },
};

/** What engines round differently, or what would make a run depend on the day or the machine. */
const IMPURE =
  /Math\.(?:exp|expm1|log\w*|pow|sinh?|cosh?|tanh?|asinh?|acosh?|atan\w*|cbrt|hypot|random)\b|\*\*|\bDate\b|\bprocess\.(?:env|argv|hrtime|cwd|pid|exit|memoryUsage|nextTick|platform|std\w+)|\bperformance\b|\bfetch\b|["']node:/;
const IMPORT =
  /(?:import|export)\s+(type\s)?[^;"']*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|import\s+["']([^"']+)["']/g;

/** Every wrong arrow of one file, as sentences. `file` is its path from the root. */
function wrongArrows(file: string, content: string): string[] {
  const code = content.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
  const own = folderOf(file);
  const imports = [...code.matchAll(IMPORT)].map((m) => ({
    isType: m[1] !== undefined,
    from: (m[2] ?? m[3] ?? m[4])!,
  }));
  const arrows = imports.flatMap(({ isType, from }) => {
    if (from === "@duckdb/node-api" && own !== "store")
      return [`${file} imports ${from}: store is the only folder that knows DuckDB`];
    if (!from.startsWith(".")) return [];
    const target = normalize(join(dirname(file), from));
    const other = folderOf(target);
    if (other === own) return [];
    const rule = TABLE[own];
    if (!rule) return [`${file}: the folder ${own} is not in the table of test/arrows.test.ts; add its row`];
    const allowed =
      rule.may.includes("*") || rule.may.includes(other) || (isType && (rule.types ?? []).includes(other));
    if (!allowed) return [`${file} imports ${target}: ${own} may import ${rule.says}`];
    return [`src/${other}/index.ts`, "bench/index.ts"].includes(target)
      ? []
      : [`${file} imports ${target}: other folders import only src/${other}/index.ts`];
  });
  const impure = own === "simulate" ? IMPURE.exec(code)?.[0] : undefined;
  return impure
    ? [
        ...arrows,
        `${file} uses ${impure}: simulate is pure and touches no clock, file, network or rounding of an engine`,
      ]
    : arrows;
}

const folderOf = (path: string): string => (path.startsWith("src/") ? path.split("/")[1]! : path.split("/")[0]!);

const filesOf = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));

test("every import goes the way the data flows", () => {
  const files = [...filesOf("src"), ...filesOf("sources")];
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap((file) => wrongArrows(file, readFileSync(join(projectRoot, file), "utf8")))).toEqual([]);
});

describe("a planted fault is named", () => {
  const cases: [string, string, string, RegExp | undefined][] = [
    ["upstream", "src/terms/x.ts", 'import { a } from "../store/index.ts";', /terms may import nothing/],
    ["a file inside a folder", "src/cli/x.ts", 'import { a } from "../store/files.ts";', /only src\/store\/index\.ts/],
    [
      "over several lines",
      "src/simulate/x.ts",
      'import {\n  a,\n} from "../store/index.ts";',
      /simulate may import terms only/,
    ],
    ["re-exported", "src/value/x.ts", 'export * from "../decide/index.ts";', /value may import terms/],
    ["at run time", "src/report/x.ts", 'const a = await import("../store/index.ts");', /report may import/],
    ["a value where only a type may go", "src/value/x.ts", 'import { a } from "../estimate/index.ts";', /as types/],
    ["a type where a type may go", "src/value/x.ts", 'import type { A } from "../estimate/index.ts";', undefined],
    [
      "DuckDB outside store",
      "src/collate/x.ts",
      'import { a } from "@duckdb/node-api";',
      /only folder that knows DuckDB/,
    ],
    ["luck in the engine", "src/simulate/x.ts", "const a = Math.random();", /uses Math\.random/],
    ["a power in the engine", "src/simulate/x.ts", "const a = 2 ** b;", /uses \*\*/],
    ["the clock in the engine", "src/simulate/x.ts", "const a = Date.now();", /uses Date/],
    ["a file in the engine", "src/simulate/x.ts", 'import { a } from "node:fs";', /uses "node:/],
    ["the machine in the engine", "src/simulate/x.ts", "const a = process.env.A;", /uses process\.env/],
    [
      "words in a comment",
      "src/simulate/x.ts",
      "// never Math.random\n/* nor Date */ const a = Math.sqrt(2);",
      undefined,
    ],
    [
      "a source that estimates",
      "sources/s/read.ts",
      'import { a } from "../../src/estimate/index.ts";',
      /sources may import/,
    ],
  ];
  test.each(cases)("%s", (_, file, content, message) => {
    const found = wrongArrows(file, content);
    if (message) expect(found.join("\n")).toMatch(message);
    else expect(found).toEqual([]);
  });
});
