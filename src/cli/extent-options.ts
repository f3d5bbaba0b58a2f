import { YEARS } from "../estimate/index.ts";
import { readAliases, readPlaces } from "../store/index.ts";
import { Problem, THREAT_IDS, type ThreatId, UNITED_KINGDOM } from "../terms/index.ts";

/** An estimate to three digits: more would pretend. JSON keeps every digit. */
export const threeDigits = (value: number): number => Number(value.toPrecision(3));

/** Names of the 45 areas and of the United Kingdom by ONS code. */
export const placeNames = (): Map<string, string> =>
  new Map([[UNITED_KINGDOM, "United Kingdom"], ...readPlaces().map((p): [string, string] => [p.code, p.name])]);

/** A threat by its id. Throws a Problem that lists them. */
export function threatOption(text: string): ThreatId {
  const found = THREAT_IDS.find((id) => id === text.toLowerCase());
  if (found) return found;
  const next = `The threats are ${THREAT_IDS.join(", ")}.`;
  throw new Problem({ code: "unknown-name", what: "threat", name: text, known: [...THREAT_IDS], next });
}

/** An ONS code from a code, a name or an alias, upper or lower case. Throws a Problem that names near ones. */
export function placeOption(text: string): string {
  const names = [...placeNames()].flatMap(([code, name]): [string, string][] => [
    [code, code],
    [name, code],
  ]);
  const known = new Map([["UK", UNITED_KINGDOM], ...names, ...readAliases()]);
  for (const [name, code] of known) if (name.toLowerCase() === text.trim().toLowerCase()) return code;
  const next = "Give an ONS code, a police area's name or an alias of data/places/aliases.csv.";
  throw new Problem({ code: "unknown-name", what: "place", name: text, known: [...known.keys()], next });
}

/** A year of the estimate. Throws a Problem outside them. */
export function yearOption(text: string): number {
  const [low, high] = [String(YEARS[0]), String(YEARS.at(-1))];
  if (/^\d{4}$/.test(text) && YEARS.includes(Number(text))) return Number(text);
  const next = "Give a year within it; a financial year by its start.";
  throw new Problem({ code: "out-of-range", what: "--year", found: text.slice(0, 40), low, high, next });
}
