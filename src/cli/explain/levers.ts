import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { purchases, readScenario, scenarioHash } from "../../decide/index.ts";
import { readCatalogue } from "../../evidence/index.ts";
import { projectFile } from "../../store/index.ts";
import { type Lever, type LeverCatalogue, Problem, type Scenario } from "../../terms/index.ts";
import { type Branch, factsOf } from "./branch.ts";
import { walkTable } from "./figures.ts";
import type { Sources } from "./sources.ts";
import type { TableKind } from "./table-row.ts";

/** `lever:<id>`: what it moves, how far, and the studies, costs and assumptions behind each number. */
export function walkLever(id: string, sources: Sources, catalogue: LeverCatalogue = readCatalogue()): Branch {
  const lever = catalogue.levers.find((l) => l.id === id.toUpperCase());
  if (!lever) {
    const known = catalogue.levers.map((l) => l.id);
    throw new Problem({
      code: "unknown-name",
      what: "lever",
      name: id,
      known,
      next: '"soclab levers" lists them all.',
    });
  }
  const path = projectFile("data", "levers", `${lever.id}.json`);
  return {
    id: `lever:${lever.id}`,
    title: lever.title,
    facts: factsOf({
      card: lever.card,
      grade: lever.grade,
      dose: `${lever.dose.today} today, ${lever.dose.full} in full, ${lever.dose.unit}`,
      "cost a year": `GBP ${lever.cost.yearlyGbp} at full dose, prices of ${lever.cost.priceYear}`,
      intrusion: lever.intrusion,
      file: `data/levers/${lever.id}.json`,
      sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
    }),
    from: [
      ...lever.moves.map((move) => walkMove(move, sources)),
      ...named(
        "adds",
        lever.adds.map((a) => a.from),
        sources,
      ),
      ...named("cost", [lever.cost.from], sources),
      ...named("leakage", [lever.leakage.from], sources),
      ...named("evidence", lever.evidence, sources),
    ],
  };
}

function walkMove({ rate, reach, effect }: Lever["moves"][number], sources: Sources): Branch {
  return {
    id: `rate ${rate}`,
    title: `log rate ratio ${effect.lnrr} (sd ${effect.sd}) on ${reach.value} (${reach.low} to ${reach.high}) of events`,
    facts: factsOf({ basis: BASIS[effect.basis], "reach from": reach.from, note: effect.note }),
    from: effect.from.flatMap((id) => originOf(id, sources)),
  };
}

const BASIS = {
  evidence: "evidence: drawn from the studies below, with transfer penalties",
  definition: "definition: what the lever is, not what it achieves",
  "no-evidence": "no evidence: the labelled wide prior",
} as const;

/** A heading with its origins; nothing where there are none. */
function named(what: string, ids: readonly string[], sources: Sources): Branch[] {
  const from = ids.flatMap((id) => originOf(id, sources));
  return from.length === 0 ? [] : [{ id: what, title: "", facts: {}, from }];
}

/** "S040", "cost:x", "transfer:y" to a branch; the word "assumed" and the like to a leaf that says so. */
function originOf(id: string, sources: Sources): Branch[] {
  if (id === "") return [];
  if (/^S\d{3}$/.test(id)) return [walkTable("study", id, sources)];
  const [kind, ...rest] = id.split(":");
  if (rest.length > 0 && ["study", "cost", "transfer", "param", "rule", "anchor"].includes(kind))
    return [walkTable(kind as TableKind, rest.join(":"), sources)];
  return [{ id, title: id === "assumed" ? "no source: an assumption of SOC Lab" : "", facts: {}, from: [] }];
}

/** `scenario:<name>`, or the path of a scenario of the reader's own. Throws a Problem when there is none, or it is at fault. */
export function walkNamedScenario(nameOrPath: string, sources: Sources): Branch {
  const catalogue = readCatalogue();
  const scenario = readScenario(nameOrPath, catalogue);
  return walkScenario(scenario, scenarioHash(scenario), sources, catalogue);
}

/** A scenario: its dated levers, what its budgets buy, and what it fixes by hand. */
export function walkScenario(scenario: Scenario, hash: string, sources: Sources, catalogue: LeverCatalogue): Branch {
  const bought = (l: Scenario["levers"][number]): Branch[] =>
    l.split === undefined
      ? []
      : purchases(l.dose, l.split, catalogue).map((p) => ({
          id: `buys ${p.buys}`,
          title: `${p.dose} ${p.unit} for GBP ${p.moneyGbpYear} a year at GBP ${p.unitCostGbpYear}`,
          facts: factsOf({ unspent: p.unspentGbpYear > 0 ? `GBP ${p.unspentGbpYear} a year` : undefined }),
          from: [...originOf(p.from, sources), ...(p.kind === "lever" ? [walkLever(p.buys, sources, catalogue)] : [])],
        }));
  const dated = scenario.levers.map((l) => {
    const branch = walkLever(l.lever, sources, catalogue);
    const dose = `${l.dose} from ${l.from}${l.until ? ` until ${l.until}` : ""}${l.split ? `, split ${l.split}` : ""}`;
    return {
      ...branch,
      facts: { "dose in this scenario": dose, ...branch.facts },
      from: [...bought(l), ...branch.from],
    };
  });
  return {
    id: `scenario:${scenario.name}`,
    title: scenario.title,
    facts: factsOf({
      hash,
      structure: scenario.structure ?? "default",
      ...Object.fromEntries(Object.entries(scenario.assumptions ?? {}).map(([k, v]) => [`fixed ${k}`, v])),
    }),
    from: dated,
  };
}
