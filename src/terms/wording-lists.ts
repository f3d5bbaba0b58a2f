/**
 * What is wrong with a table of overlapping lists (multiple systems estimation), what was put right in it and only told, and why an
 * estimate from it is refused. `listsSentence` is the part of `sentence` for these.
 */
export type ListsProblem =
  // What refuses the table.
  | { code: "lists-header"; file: string; column: string; why: string }
  | { code: "lists-number"; file: string; found: number; low: number; high: number }
  | { code: "lists-mark"; file: string; line: number; column: string; found: string }
  | { code: "lists-count"; file: string; line: number; column: string; found: string; most: number }
  | { code: "lists-nobody"; file: string; line: number }
  | { code: "lists-apart"; file: string; people: number }
  | { code: "lists-unreadable"; file: string; why: string }
  | { code: "lists-merge"; found: string; known: readonly string[] }
  // What is only told.
  | { code: "lists-duplicate"; file: string; line: number; firstLine: number; history: string; counts: string }
  | { code: "lists-empty-list"; file: string; list: string }
  | { code: "lists-lone-list"; file: string; list: string }
  // Why there is no estimate.
  | { code: "lists-no-estimate"; file: string; model: string; existence: 1 | 2 | 3 }
  | { code: "lists-too-many"; what: string; found: number; most: number };

const AGAIN = "and run the command again";
const count = (n: number): string => n.toLocaleString("en-GB");
const cell = (p: { file: string; line: number; column: string; found: string }): string =>
  `${p.file}, line ${p.line}: "${p.column}" is \`${p.found}\``;

const WHY_NONE = {
  1: "some of its terms run off to infinity with these counts, so no finite answer has the highest likelihood",
  2: "it has more terms than these counts can tell apart, so many totals fit equally well",
  3: "these counts neither bound its terms nor tell them apart",
} as const;

/** One sentence or two for each. Pure. */
const SENTENCES: { [C in ListsProblem["code"]]: (p: Extract<ListsProblem, { code: C }>) => string } = {
  "lists-header": (p) =>
    `${p.file}, line 1: the column "${p.column}" ${p.why}. A table of lists has one column a list, each with its own name, and "count" as the last. Mend the header ${AGAIN}.`,
  "lists-number": (p) =>
    `${p.file}, line 1: the table has ${count(p.found)} ${p.found === 1 ? "list" : "lists"}, and ${p.low} to ${p.high} can be compared. ${p.found < p.low ? "One list alone says nothing about who is on none; add a second one that shares people with it." : "Merge lists that see the same people."}`,
  "lists-mark": (p) =>
    `${cell(p)}, which is neither 1 (on the list) nor 0 (not on it). Mend it ${AGAIN}. A table with only a total a list cannot be used: the method lives on how many people are on more than one.`,
  "lists-count": (p) =>
    `${cell(p)}, which is not a whole number of people from 0 to ${count(p.most)}. Mend it ${AGAIN}; where a small count is hidden, ask its publisher for it.`,
  "lists-nobody": (p) =>
    `${p.file}, line ${p.line}: the row has 0 in every list, and the number of people on no list is what is to be estimated. Take the row out ${AGAIN}.`,
  "lists-apart": (p) =>
    `${p.file}: nobody of the ${count(p.people)} people is on two lists, so nothing says how large the hidden part is: any total fits. Match people across the lists first; where they were matched, there is no estimate.`,
  "lists-unreadable": (p) =>
    `${p.file}: the table cannot be read (${p.why}). Save it as comma-separated UTF-8 ${AGAIN}.`,
  "lists-merge": (p) =>
    `--merge is \`${p.found}\`; it names two or more different lists of the table, joined by "+", and leaves at least two (the table has ${p.known.join(", ")}). For example: --merge ${p.known.slice(0, 2).join("+")}.`,
  "lists-duplicate": (p) =>
    `${p.file}, line ${p.line}: the history ${p.history} stands on line ${p.firstLine} already; the counts were added (${p.counts}). A copied table may have the wrong history there: compare it with the published one.`,
  "lists-empty-list": (p) => `${p.file}: nobody is on the list "${p.list}", so it says nothing and was left out.`,
  "lists-lone-list": (p) =>
    `${p.file}: nobody on the list "${p.list}" is on another one. If its people could not be matched, leave it out; if they were, it pulls the estimate up.`,
  "lists-no-estimate": (p) =>
    `${p.file}: no estimate by ${p.model}: ${WHY_NONE[p.existence]}. Merge lists that see the same people (--merge), or say that the total is not estimable.`,
  "lists-too-many": (p) =>
    `${p.what} needs ${p.most} lists or fewer, and the table has ${p.found}: too many models to try. Merge lists that see the same people (--merge).`,
};

export const isListsProblem = (p: { code: string }): p is ListsProblem => Object.hasOwn(SENTENCES, p.code);

/** One sentence or two for a table of overlapping lists. Pure. */
export const listsSentence = (p: ListsProblem): string => (SENTENCES[p.code] as (problem: ListsProblem) => string)(p);
