import { nearestNames } from "./nearest.ts";

/**
 * Every sentence that people read when something is wrong: what, where, why, what next.
 * Code carries the data of a problem; this file carries the words, so that they can be reviewed in one sitting.
 */
export type ProblemData =
  | { code: "bad-row"; file: string; line: number; column: string; found: string; expected: string }
  | { code: "missing-column"; file: string; column: string; found: string[] }
  | { code: "missing-file"; file: string; next: string }
  | { code: "bad-json"; file: string; path: string; found: string; expected: string }
  | { code: "unknown-name"; what: string; name: string; known: string[]; next: string }
  | { code: "out-of-range"; what: string; found: string; low: string; high: string; next: string }
  | { code: "not-a-number"; what: string; found: string; low: string; high: string }
  | { code: "usage"; command: string; fault: string }
  | { code: "cannot-write"; path: string; reason: string; next: string };

/** One sentence or two for a problem. Pure. */
export function sentence(p: ProblemData): string {
  switch (p.code) {
    case "bad-row":
      return `${p.file}, line ${p.line}: "${p.column}" is \`${p.found}\`, which is not ${p.expected}. Mend the row and run the command again.`;
    case "missing-column":
      return `${p.file}: there is no column "${p.column}" (it has ${p.found.join(", ")}). Add it, or take the file from the last commit.`;
    case "missing-file":
      return `${p.file} is not there. ${p.next}`;
    case "bad-json":
      return `${p.file}: ${p.path || "the file"} is ${p.found}, which is not ${p.expected}. Mend it and run the command again.`;
    case "unknown-name":
      return `There is no ${p.what} called "${p.name}". ${nearest(p.name, p.known)}${p.next}`;
    case "out-of-range":
      return `${p.what} is ${p.found}, outside ${p.low} to ${p.high}. ${p.next}`;
    case "not-a-number":
      return `${p.what} is \`${p.found}\`, which is not a whole number. Give one from ${p.low} to ${p.high}.`;
    case "usage":
      return `${p.command}: ${p.fault}. "${p.command} --help" shows what it takes, with an example.`;
    case "cannot-write":
      return `${p.path} cannot be written: ${p.reason}. ${p.next}`;
  }
}

function nearest(name: string, known: string[]): string {
  const close = nearestNames(name, known);
  return close.length > 0 ? `Did you mean ${close.join(" or ")}? ` : "";
}
