import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { twinInput } from "../../calibrate/index.ts";
import {
  type Comparison,
  ComparisonSchema,
  hashOf,
  type OutcomeComparison,
  withProvenSplits,
} from "../../decide/index.ts";
import { BASE_YEAR, fingerprintOfObserved, OBSERVED_SOURCE, observedFigures } from "../../estimate/index.ts";
import { readCatalogue } from "../../evidence/index.ts";
import { REPORT_FILE } from "../../report/index.ts";
import { checkValue, readJson } from "../../store/index.ts";
import {
  type LeverCatalogue,
  Problem,
  rangeWords,
  ScenarioSchema,
  shareWords,
  UNITED_KINGDOM,
} from "../../terms/index.ts";
import { readPrices } from "../prices.ts";
import { type Branch, factsOf } from "./branch.ts";
import { walkTable } from "./figures.ts";
import { walkScenario } from "./levers.ts";
import type { Sources } from "./sources.ts";

/** The folder of the last answer, and of all answers, in a home folder. */
const answersIn = (home: string): string => join(home, "answers");
const MANIFEST = "manifest.json";
const COMPARISON = "comparison.json";

/** A manifest is read as it stands: every plain value is a fact, scenarios and hashes are followed. */
type Manifest = Record<string, unknown>;

/** A path to a manifest.json, or to the folder that holds one. */
export async function walkManifest(path: string, sources: Sources): Promise<Branch> {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, MANIFEST) : path;
  if (!existsSync(file))
    throw new Problem({
      code: "missing-file",
      file,
      next: "Give the path of the manifest.json of an answer or a run.",
    });
  const manifest = readManifest(file);
  const hash = text(manifest.resultHash);
  const catalogue = withProvenSplits(readCatalogue());
  return {
    id: hash ? `run:${hash}` : file,
    title: "a run of the twin",
    facts: factsOf({
      ...plainValues(manifest),
      "prices since the run": since(manifest.pricesHash, () => hashOf(readPrices())),
      "levers since the run": since(manifest.catalogueHash, () => hashOf(catalogue)),
      file,
    }),
    from: [
      ...scenariosOf(file, manifest, sources, catalogue),
      await walkData(manifest, sources),
      await walkParameters(manifest, sources, catalogue),
    ],
  };
}

/** Whether something has the hash that the run wrote down; nothing when the run wrote none. */
const since = (then: unknown, now: () => string): string | undefined =>
  text(then) === "" ? undefined : then === now() ? "unchanged" : "changed; what stands below is not what the run used";

/** `run:<result hash>`, also its first characters: the answer in the home folder that has it. */
export async function walkRun(hash: string, sources: Sources): Promise<Branch> {
  const folder = answersIn(sources.home);
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, MANIFEST)) : [];
  const known = files.filter(existsSync).map((file) => ({ file, hash: text(readManifest(file).resultHash) }));
  const found = known.find((k) => hash.length >= 6 && k.hash.startsWith(hash));
  if (found) return walkManifest(found.file, sources);
  throw new Problem({
    code: "unknown-name",
    what: "run in the home folder",
    name: hash,
    known: [...new Set(known.map((k) => k.hash))],
    next: '"soclab compare" and "soclab report" leave one in answers/; a path to a manifest.json also does.',
  });
}

/** `answer:<outcome>`: a figure of the last answer against do-nothing, then the run that it came from. */
export async function walkAnswer(outcome: string, sources: Sources): Promise<Branch> {
  const folder = join(answersIn(sources.home), "last");
  const { file, comparisons } = comparisonsOf(folder);
  const compared = comparisons.flatMap((c) => c.outcomes.filter((o) => o.id === outcome).map((o) => ({ c, o })));
  if (compared.length === 0) {
    const known = [...new Set(comparisons.flatMap((c) => c.outcomes.map((o) => o.id)))];
    const next = `The last answer has ${known.join(", ")}.`;
    throw new Problem({ code: "unknown-name", what: "outcome in the last answer", name: outcome, known, next });
  }
  return {
    id: `answer:${outcome}`,
    title: `${compared[0].o.title}, ${compared[0].o.unit}`,
    facts: factsOf({ kind: "simulated", file }),
    from: [
      ...compared.map(({ c, o }) =>
        outcomeBranch(
          o,
          [...c.scenarios]
            .reverse()
            .map((s) => s.id)
            .join(" against "),
        ),
      ),
      ...pricesOf(outcome, sources),
      await walkManifest(existsSync(join(folder, MANIFEST)) ? folder : file, sources),
    ],
  };
}

/** The prices behind an outcome in pounds: the rows of its line in data/prices/harm-lines.csv, each with its unit cost. */
function pricesOf(outcome: string, sources: Sources): Branch[] {
  const [measure, line] = outcome.split(".");
  if (measure !== "harm" && measure !== "npv") return [];
  const rows = sources.table("price").filter((r) => r.fields.line === line);
  const from = rows.map(({ fields, file, line: at, sha256 }) => ({
    id: `price ${fields.line}, ${fields.category}`,
    title: fields.source,
    facts: factsOf({ ...fields, file: `${file}, line ${at}`, sha256 }),
    from: fields.cost ? [walkTable("cost", fields.cost, sources)] : [],
  }));
  return [{ id: "prices", title: `line "${line}" of harm in pounds`, facts: {}, from }];
}

const REPORT = Type.Object({ comparisons: Type.Array(ComparisonSchema, { minItems: 1 }) });

/** The comparisons of an answer: all of them from the page's own data, or the one of `soclab compare`. */
function comparisonsOf(folder: string): { file: string; comparisons: Comparison[] } {
  const page = join(folder, REPORT_FILE);
  if (existsSync(page)) return { file: page, comparisons: readJson(page, REPORT).comparisons };
  const file = join(folder, COMPARISON);
  if (!existsSync(file))
    throw new Problem({ code: "missing-file", file, next: 'Run "soclab compare baseline parity-prevention" first.' });
  const value = readJson(file, Type.Union([ComparisonSchema, Type.Array(ComparisonSchema, { minItems: 1 })]));
  return { file, comparisons: Array.isArray(value) ? value : [value] };
}

/** Medians and interval of one comparison, in the unit's own words; the whole digits stand in comparison.json. */
const outcomeBranch = (o: OutcomeComparison, who: string): Branch => ({
  id: who,
  title: `difference ${rangeWords(o.difference.median, o.difference.low, o.difference.high, o.unit)}, ${shareWords(o.difference.level)} of runs`,
  facts: factsOf({
    first: rangeWords(o.a, o.aRange.low, o.aRange.high, o.unit),
    second: rangeWords(o.b, o.bRange.low, o.bRange.high, o.unit),
    "share of runs in which the second is better": o.shareBetter === null ? undefined : shareWords(o.shareBetter),
  }),
  from: [],
});

function readManifest(file: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Manifest;
  } catch (error) {
    throw new Problem({ code: "bad-json", file, path: "", found: (error as Error).message, expected: "JSON" });
  }
  throw new Problem({ code: "bad-json", file, path: "", found: "no object", expected: "a manifest of a run" });
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Plain values of an object, those of objects inside it by "outer.inner". */
function plainValues(object: object, prefix = ""): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]): [string, string | number][] => {
      if (typeof value === "string" || typeof value === "number") return [[prefix + key, value]];
      if (typeof value === "object" && value !== null && !Array.isArray(value) && prefix === "")
        return Object.entries(plainValues(value, `${key}.`));
      return [];
    }),
  );
}

/** A scenario as a run may hold it: the one without unproven levers has a name of its own form. */
const RAN = Type.Object({ ...ScenarioSchema.properties, name: Type.String() }, { additionalProperties: false });

/** The scenarios that a manifest holds, each as it was run. */
function scenariosOf(file: string, manifest: Manifest, sources: Sources, catalogue: LeverCatalogue): Branch[] {
  const listed = Array.isArray(manifest.scenarios) ? (manifest.scenarios as Record<string, unknown>[]) : [];
  return listed.map((entry) => {
    const hash = text(entry.hash);
    if (entry.scenario === undefined)
      return { id: `scenario:${text(entry.id)}`, title: "held by name only", facts: factsOf({ hash }), from: [] };
    return walkScenario(checkValue(file, entry.scenario, RAN), hash, sources, catalogue);
  });
}

/** The collated data beside a run: its files with publisher, licence and hash, when the snapshot is still the same. */
async function walkData(manifest: Manifest, sources: Sources): Promise<Branch> {
  const fingerprint = text(manifest.dataFingerprint);
  const branch = { id: "data", title: fingerprint || "no data was collated beside this run", facts: {}, from: [] };
  if (fingerprint === "") return branch;
  const snapshot = await sources.snapshot().catch(() => undefined);
  if (snapshot === undefined || fingerprintOfObserved(await observedFigures(snapshot)) !== fingerprint)
    return {
      ...branch,
      facts: { now: "the home folder holds other figures now; collate the same files to see them again" },
    };
  const releases = (await snapshot.releases()).filter((r) => r.source === OBSERVED_SOURCE);
  const from = releases.map((r) => ({
    id: `${r.source}/${r.name}`,
    title: `${r.rowsLoaded} rows, ${r.publisher}`,
    facts: factsOf({ licence: r.licence, sha256: r.sha256 }),
    from: [],
  }));
  return { ...branch, from };
}

/** Every parameter of the twin, the assumed ones first, then the extents that it started from: what the run took as given. */
async function walkParameters(manifest: Manifest, sources: Sources, catalogue: LeverCatalogue): Promise<Branch> {
  const rows = sources.table("param");
  const assumed = rows.filter((r) => r.fields.kind === "assumed");
  const ordered = [...assumed, ...rows.filter((r) => r.fields.kind !== "assumed")];
  const snapshot = await sources.snapshot().catch(() => undefined);
  const drawn = snapshot && (await twinInput(snapshot, await sources.extent(), catalogue, [])).parameters;
  const extents = drawn?.filter((p) => p.id.startsWith("extent.")) ?? [];
  return {
    id: "parameters",
    title: `${rows.length} parameters, ${assumed.length} of them assumed`,
    facts: factsOf({ "since the run": drawn && since(manifest.parametersHash, () => hashOf(drawn)) }),
    from: [
      ...ordered.map((r) => walkTable("param", r.fields.id, sources)),
      ...extents.map((p) => ({
        id: `extent:${p.id.slice("extent.".length)}:${UNITED_KINGDOM}:${BASE_YEAR}`,
        title: `${p.title}: ${p.central} (${p.low} to ${p.high}); explained by this name`,
        facts: {},
        from: [],
        group: "the extents",
      })),
    ],
  };
}
