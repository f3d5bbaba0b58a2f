/**
 * What is wrong with a text file that came in: a table, JSON, boundaries, or a person's record in any of them.
 * Each sentence tells what, where, why and what next; `textSentence` is the part of `sentence` for these.
 */
export type TextProblem =
  // What refuses a whole table.
  | { code: "empty-file"; file: string }
  | { code: "not-a-table"; file: string; what: string }
  | { code: "wrong-encoding"; file: string; line?: number; declared: string; why: string }
  | { code: "bad-quote"; file: string; line: number; why: string }
  | { code: "truncated-file"; file: string; line: number; found: number; expected: number }
  | { code: "no-rows"; file: string }
  | { code: "duplicate-column"; file: string; column: string }
  | { code: "too-many-columns"; file: string; found: number; limit: number }
  | { code: "cell-too-long"; file: string; line: number; column: string; found: number; limit: number }
  | { code: "personal-data-suspected"; file: string; line?: number; column: string; kind: string }
  // What sets a row aside.
  | { code: "control-character"; file: string; line: number; column: string; character: string }
  // What is only told.
  | { code: "unexpected-column"; file: string; column: string; known: string[] }
  | { code: "line-ends-mixed"; file: string; line: number }
  | { code: "blank-lines"; file: string; line: number; lines: number }
  | { code: "rows-in-cell"; file: string; line: number; cells: number }
  | { code: "last-line-open"; file: string; line: number }
  | { code: "lost-characters"; file: string; line: number; cells: number }
  // JSON and boundaries.
  | { code: "json-fault"; file: string; line: number; path: string; why: string }
  | { code: "bad-boundary"; file: string; line: number; path: string; why: string }
  | { code: "boundary-repaired"; file: string; line: number; path: string; what: string };

const AGAIN = "run `soclab collate` again";
const NOTHING = "Nothing of the file was loaded.";

/** One sentence or two for a problem of a text file. Pure. */
export function textSentence(p: TextProblem): string {
  switch (p.code) {
    case "empty-file":
      return `${p.file}: the file is empty (0 bytes), as after a download that failed. ${NOTHING} Fetch it again and ${AGAIN}.`;
    case "not-a-table":
      return `${p.file}: the file is ${p.what} and no table of text, whatever its name says. ${NOTHING} Open the address in a browser, fetch the file itself and ${AGAIN}.`;
    case "wrong-encoding":
      return `${p.file}${p.line === undefined ? "" : `, line ${p.line}`}: the source declares ${p.declared}, and ${p.why}. ${NOTHING} Declare the encoding that the publisher uses in source.yaml, or mend the file, and ${AGAIN}.`;
    case "bad-quote":
      return `${p.file}, line ${p.line}: ${p.why}, so rows after it could run into one. ${NOTHING} Mend the quotes there and ${AGAIN}.`;
    case "truncated-file":
      return `${p.file}, line ${p.line}: the last row has ${p.found} of ${p.expected} fields and no line end, so the file was cut short. ${NOTHING} Fetch it again and ${AGAIN}.`;
    case "no-rows":
      return `${p.file}: there is a header and not one row below it. ${NOTHING} Fetch the file again, or take it out, and ${AGAIN}.`;
    case "duplicate-column":
      return `${p.file}: two columns are called "${p.column}", so it is not clear which one is meant. ${NOTHING} Give one of them another name and ${AGAIN}.`;
    case "too-many-columns":
      return `${p.file}: the header has ${p.found} columns, and the limit is ${p.limit}. ${NOTHING} Check the delimiter and that this is the right file, and ${AGAIN}.`;
    case "cell-too-long":
      return `${p.file}, line ${p.line}: "${p.column}" holds ${p.found} characters, and the limit of a cell is ${p.limit}. ${NOTHING} Look for a quote that is not closed, or shorten the cell, and ${AGAIN}.`;
    case "personal-data-suspected":
      return `${p.file}${p.line === undefined ? "" : `, line ${p.line}`}: "${p.column}" looks like ${p.kind}, and SOC Lab holds no data about persons. ${NOTHING} What stands there is not repeated here. Send counts by place, period and threat instead, without that column.`;
    case "control-character":
      return `${p.file}, line ${p.line}: "${p.column}" holds the control character ${p.character}, which no text has. The row was set aside; mend it and ${AGAIN}.`;
    case "unexpected-column":
      return `${p.file}: there is a column "${p.column}" that the source does not declare (it declares ${p.known.join(", ")}). The rows were loaded without it. Declare it in source.yaml and read or ignore it in read.ts.`;
    case "line-ends-mixed":
      return `${p.file}, line ${p.line}: the line ends change here, so the file was put together from several. Every row was read; check that it is whole.`;
    case "blank-lines":
      return `${p.file}, line ${p.line}: ${p.lines === 1 ? "a line is" : `${p.lines} lines are`} blank, the first here, and was not counted as a row. Check that nothing is missing there.`;
    case "rows-in-cell":
      return `${p.file}, line ${p.line}: ${p.cells === 1 ? "a quoted cell holds" : `${p.cells} quoted cells hold`} a line that looks like a row of its own, the first here. A misplaced quote can swallow rows; look at the quotes there.`;
    case "last-line-open":
      return `${p.file}, line ${p.line}: the last line has no line end. If the file was cut short, its last value may be too; compare it with the publisher's.`;
    case "lost-characters":
      return `${p.file}, line ${p.line}: ${p.cells === 1 ? "a cell holds" : `${p.cells} cells hold`} the mark U+FFFD, the first here: the publisher lost a character before the file came in. It was loaded as it stands.`;
    case "json-fault":
      return `${p.file}, line ${p.line}: ${p.path === "" ? "" : `${p.path}: `}${p.why}. Nothing of it was used. Mend it and run the command again.`;
    case "bad-boundary":
      return `${p.file}, line ${p.line}: ${p.path === "" ? "the file" : p.path} ${p.why}. No boundary of the file was loaded. Mend it and run the command again.`;
    case "boundary-repaired":
      return `${p.file}, line ${p.line}: ${p.path === "" ? "the file" : p.path} ${p.what}. The boundary is used as repaired; the file is as it was.`;
  }
}
