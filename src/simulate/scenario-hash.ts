import type { Scenario } from "../terms/index.ts";
import { hashText } from "./hash.ts";

/**
 * The id of a scenario: the first 16 hex digits of the SHA-256 of its levers, assumptions and structure as canonical JSON
 * (keys sorted, levers by id and date, absent parts written out). Name, title and question do not enter; nor does the
 * order of levers, which run jointly. Pure; the same in Node and in a browser.
 */
export function scenarioHash(scenario: Pick<Scenario, "levers" | "assumptions" | "structure">): string {
  const levers = [...scenario.levers].sort((a, b) => order(a.lever, b.lever) || order(a.from, b.from));
  const canonical = canonicalJson({
    assumptions: scenario.assumptions ?? {},
    levers,
    structure: scenario.structure ?? "default",
  });
  return hashText(canonical).slice(0, 16);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** JSON without spaces and with the keys of every object sorted. Undefined values are left out. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => order(a, b)))
      : part,
  );
