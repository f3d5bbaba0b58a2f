/**
 * What a release says otherwise than the one before it, many of a kind as one line. `before` is the file it is compared with;
 * `driftSentence` is the part of `sentence` for these.
 */
export type DriftProblem =
  | { code: "drift-large"; file: string; before: string; what: "rows" | "total"; examples: string[]; count: number }
  | { code: "drift"; file: string; before: string; what: string; examples: string[]; count: number }
  | { code: "drift-new"; file: string; before: string; what: string; examples: string[]; count: number }
  | { code: "drift-gone"; file: string; before: string; what: string; examples: string[]; count: number };

const RULES = "data/quality-drift.csv";

/** One sentence or two for what changed between releases. Pure. */
export function driftSentence(p: DriftProblem): string {
  const than = `against ${p.before}, the release before it`;
  const shown = `${p.examples.join("; ")}${p.count > p.examples.length ? `; and ${p.count - p.examples.length} more` : ""}`;
  switch (p.code) {
    case "drift-large":
      return `${p.file}: ${than}, ${p.what === "rows" ? "the number of rows" : "the newest period's total"} moved further than ${RULES} allows (${shown}). All of it is loaded as published. Check that the file is whole and of the same kind; if the publisher tells why, add a break to source.yaml.`;
    case "drift":
      return `${p.file}: ${than}, ${many(p.count, p.what)} moved further in the newest period than ${RULES} allows (${shown}). All of it is loaded as published. Look in the publisher's notes for a new system, a recoding or an omission, and add a break to source.yaml if there was one.`;
    case "drift-new":
      return `${p.file}: ${than}, ${many(p.count, p.what)} ${p.count === 1 ? "is" : "are"} new (${shown}). Nothing needs to be done unless one is another spelling of an old one; then add it to the source's list.`;
    case "drift-gone":
      return `${p.file}: ${than}, ${many(p.count, p.what)} ${p.count === 1 ? "is" : "are"} not there any more (${shown}). Look in the publisher's notes whether it was renamed, merged or left out, and add a break to source.yaml if series end here.`;
  }
}

const PLURAL: Readonly<Record<string, string>> = { place: "places", category: "categories", column: "columns" };

const many = (n: number, what: string): string => `${n} ${n === 1 ? what : (PLURAL[what] ?? what)}`;
