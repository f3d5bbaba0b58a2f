import { hasEmail, hasHouse, hasPostcode, isTelephone, isTitledName, PERSON_MARKS } from "./person-marks.ts";
import { personInProse } from "./prose-marks.ts";

/** Why a table looks like records of people: the column and, where a cell says so, its line. Never what stands there. */
export interface PersonSign {
  line?: number;
  column: string;
  kind: string;
}

/** Headers that name a property of one person, and what a cell must have for the header to be meant so. */
interface HeaderSign {
  kind: string;
  header: RegExp;
  fits: (cell: string) => boolean;
}

const hasLetters = (cell: string): boolean => /\p{L}{2}/u.test(cell) && !cell.startsWith("[");
const hasDigits = (n: number) => (cell: string) => cell.length < 200 && cell.replace(/\D/g, "").length >= n;

/** Headers are compared in lower case with single blanks. A count under such a header ("Telephone: 1,204") is no sign. */
const HEADER_SIGNS: readonly HeaderSign[] = [
  {
    kind: "people's names",
    header: /\b(?:surname|forenames?|(?:first|given|family|last|middle|maiden|full) names?)\b/,
    fits: hasLetters,
  },
  {
    kind: "people's names",
    header: /\b(?:suspect|victim|offender|officer|witness|nominal|person|patient|client|customer)s? (?:full )?name\b/,
    fits: hasLetters,
  },
  { kind: "dates of birth", header: /\b(?:dob|birth ?date|birthday|date of birth|born on)\b/, fits: hasDigits(5) },
  { kind: "e-mail addresses", header: /\be ?mail\b/, fits: hasEmail },
  { kind: "telephone numbers", header: /\b(?:tele ?phone|phone|mobile)\b/, fits: (cell) => isTelephone(cell) },
  {
    kind: "personal numbers",
    header:
      /\b(?:nhs (?:no|number)|ni (?:no|number)|nino|national insurance|soc(?:ial)? sec(?:urity)?|passport|driv(?:er|ing) licen[cs]e)\b/,
    fits: hasDigits(6),
  },
  { kind: "home addresses", header: /\bhome address\b/, fits: hasLetters },
];

/** More columns than this are checked by their cells only. */
const LONGEST_HEADER = 256;

/**
 * Watches the rows of a table for records of people. Columns that a source declares as not personal (names of companies,
 * or names that its reader turns into a keyed hash at once) are left out.
 */
export class PersonWatch {
  private readonly columns: { name: string; at: number; signs: HeaderSign[]; filled: number; marked: Mark[] }[];
  private rows = 0;
  private readonly homes = { rows: 0, line: 0, column: "" };
  private sign: PersonSign | undefined;

  constructor(header: readonly string[], notPersons: readonly string[] = []) {
    const exempt = new Set(notPersons);
    this.columns = header.flatMap((name, at) =>
      exempt.has(name) ? [] : [{ name: name || `column ${at + 1}`, at, signs: signsOf(name), filled: 0, marked: [] }],
    );
  }

  /** Once a sign is found nothing more is looked at; false then: the table is refused whatever else it holds. */
  see(line: number, cells: readonly string[]): boolean {
    if (this.sign !== undefined) return false;
    this.rows++;
    let [house, hasCode] = ["", false];
    for (const column of this.columns) {
      const cell = (cells[column.at] ?? "").trim();
      if (cell === "") continue;
      column.filled++;
      const meant = column.signs.find((sign) => sign.fits(cell));
      if (meant !== undefined) this.sign ??= { line, column: column.name, kind: meant.kind };
      if (cell.length > 6 && !isPlainNumber(cell)) {
        if (hasHouse(cell)) house ||= column.name;
        hasCode ||= hasPostcode(cell);
      }
      this.mark(column, line, cell);
    }
    if (house !== "" && hasCode && this.homes.rows++ === 0) Object.assign(this.homes, { line, column: house });
    return this.sign === undefined;
  }

  /** The sign, after all rows; undefined when the table holds no records of people as far as its shape tells. */
  found(): PersonSign | undefined {
    if (this.sign !== undefined) return this.sign;
    for (const { name, filled, marked } of this.columns)
      for (const { kind, cells, line } of marked) if (cells * 2 >= filled) return { line, column: name, kind };
    const { rows, line, column } = this.homes;
    return rows > 0 && rows * 2 >= this.rows ? { line, column, kind: "a home address with its postcode" } : undefined;
  }

  private mark(column: (typeof this.columns)[number], line: number, cell: string): void {
    if (cell.length < 7 || (isPlainNumber(cell) && cell.length < 10)) return;
    const inProse = personInProse(cell);
    if (inProse !== undefined && !isTitledName(cell)) this.sign ??= { line, column: column.name, kind: inProse };
    for (const { kind, enough, isIn } of PERSON_MARKS) {
      if (!isIn(cell)) continue;
      if (enough === "one") this.sign ??= { line, column: column.name, kind };
      const before = column.marked.find((mark) => mark.kind === kind);
      if (before === undefined) column.marked.push({ kind, line, cells: 1 });
      else before.cells++;
    }
  }
}

interface Mark {
  kind: string;
  line: number;
  cells: number;
}

/** The sign of people's records in a table, if there is one: from its headers and its cells. Rows carry their line. */
export function personIn(
  header: readonly string[],
  rows: Iterable<{ line: number; cells: readonly string[] }>,
  notPersons: readonly string[] = [],
): PersonSign | undefined {
  const watch = new PersonWatch(header, notPersons);
  for (const { line, cells } of rows) watch.see(line, cells);
  return watch.found();
}

const signsOf = (name: string): HeaderSign[] => {
  if (name.length > LONGEST_HEADER) return [];
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ");
  return HEADER_SIGNS.filter(({ header }) => header.test(words));
};

/** Digits with a point, a comma or a sign: most cells of most tables, passed over quickly. */
const isPlainNumber = (cell: string): boolean => cell.length < 24 && /^-?\d[\d.,]*$/.test(cell);
