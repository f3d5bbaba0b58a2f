/**
 * Signs of one person in running text: a note, a summary, a reason. A strong sign is enough by itself; of the weak ones, which
 * honest notes carry too ("aged 18 to 24", a press office's telephone), two different ones must stand in one cell. A bare name
 * is no sign: without a list of names it cannot be told from a place, and no list of people is kept here.
 *
 * Every text is cut to a length first, and every pattern has bounded repeats, so that it runs in linear time.
 */
interface ProseMark {
  kind: string;
  /** Most cells of most tables are names without a digit: what needs one is not looked for in them. */
  needsDigit?: true;
  isIn: (text: string) => boolean;
}

/** Nobody is described only after four thousand characters of a cell. */
const LONGEST = 4000;

const NAME = "\\p{Lu}[\\p{L}'’-]{1,30}";
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}";
const DATE = `(?:\\d{1,2}(?:st|nd|rd|th)?[ /.-](?:\\d{1,2}|${MONTH})[ /.,-]{1,2}\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})`;
const STREET =
  /^(?:[ -]\S{1,30}){0,2} (?:street|road|lane|avenue|close|drive|way|court|crescent|terrace|grove|place|hill|green|park|square|gardens|walk|mews|row|school|centre|hospital|ward)(?!\p{L})/iu;

/** Whether a pattern is found where no street or school is named after the person: "On or near Sir Thomas Street". */
const outsideStreets =
  (pattern: string) =>
  (text: string): boolean => {
    for (const found of text.matchAll(new RegExp(pattern, "gu")))
      if (!STREET.test(text.slice(found.index + found[0].length, found.index + found[0].length + 100))) return true;
    return false;
  };

const has = (pattern: string, flags = "iu"): ((text: string) => boolean) => {
  const compiled = new RegExp(pattern, flags);
  return (text) => compiled.test(text);
};

/** A run of digits, blanks and hyphens in text, as digits only. */
function* digitRuns(text: string): Generator<string> {
  for (const [run] of text.matchAll(/(?<![\d.,/])(?:\+|\()?\d[\d ()-]{7,24}\d(?![\d/]|[.,]\d)/g))
    yield run.replace(/[() -]/g, "");
}

const TELEPHONE = /^(?:\+44|0044|0)0?([12378]\d{8,9})$/;
const isMobile = (digits: string): boolean => /^7[1-57-9]\d{8}$/.test(TELEPHONE.exec(digits)?.[1] ?? "");
const hasRun = (fits: (digits: string) => boolean) => (text: string) => [...digitRuns(text)].some(fits);

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
function isCard(digits: string): boolean {
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}

/** The check number of an account (ISO 13616-1): the letters as numbers from 10, the first four moved to the end, modulo 97 is 1. */
function hasAccount(text: string): boolean {
  for (const [found] of text.matchAll(
    /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])/g,
  )) {
    const code = found.replaceAll(" ", "");
    let rest = 0;
    for (const character of code.slice(4) + code.slice(0, 4))
      for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
    if (rest === 1) return true;
  }
  return false;
}

/** A house number and a street. */
const hasHouse = has(
  "(?<![\\d/.-])\\d{1,4}[a-z]? \\p{L}[^,\\d\\n]{0,40}(?:street|road|lane|avenue|close|drive|way|court|crescent|terrace|grove|place)(?!\\p{L})",
);
const hasPostcode = has("(?<![A-Z0-9])[A-Z]{1,2}\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2}(?![A-Z0-9])", "u");

const STRONG: readonly ProseMark[] = [
  {
    kind: "a person's name with title",
    isIn: outsideStreets(`(?<!\\p{L})(?:Mr|Mrs|Ms|Miss|Mx)\\.? ${NAME}(?: ${NAME})?`),
  },
  {
    kind: "a date of birth",
    needsDigit: true,
    isIn: has(
      `(?<!\\p{L})(?:born(?: on)?|d\\.?o\\.?b\\.?|date of birth|birth ?date|birthday)(?:[ :,=-]|is|was|on){0,6} ?${DATE}`,
    ),
  },
  {
    kind: "a name that somebody gives",
    isIn: has(
      `(?<!\\p{L})(?:[Mm]y (?:full |first |last |sur)?name is|[Tt]his is|[Ii] am called) ${NAME}(?! [a-z])`,
      "u",
    ),
  },
  {
    kind: "a passport number",
    needsDigit: true,
    isIn: has("(?<!\\p{L})passport(?! holder)[^\\d\\n]{0,20}[A-Z]{0,2}\\d{6,9}(?!\\d)"),
  },
  {
    kind: "an NHS number",
    needsDigit: true,
    isIn: has("(?<!\\p{L})nhs (?:no|number)[ :.]{0,4}\\d{3} ?\\d{3} ?\\d{4}(?!\\d)"),
  },
  {
    kind: "a number of a police record",
    needsDigit: true,
    isIn: has(
      "(?<!\\p{L})(?:pnc(?: ?id)?(?: ?(?:no|number))?[ :.]{0,3}\\d{2,4}/\\d{1,7}[a-z]|cro(?: ?(?:no|number))?[ :.]{0,3}\\d{1,6}/\\d{2}[a-z]|nominal (?:id|ref(?:erence)?|no|number|record)[ :.#]{0,3}[a-z]{0,3}\\d{3,12})(?!\\p{L})",
    ),
  },
  { kind: "a mobile telephone number", needsDigit: true, isIn: hasRun(isMobile) },
  {
    kind: "a telephone number abroad",
    needsDigit: true,
    isIn: has("(?<![\\d.,])\\+(?!44)[1-9]\\d{0,2}[ (-][\\d ()-]{7,16}\\d"),
  },
  {
    kind: "a name that somebody is greeted by",
    isIn: has(`(?<!\\p{L})(?:Hi|Hello|Dear) (?!Sir|Madam|All|Team|Colleague)${NAME}(?: ${NAME})?,`, "u"),
  },
  { kind: "a payment card number", needsDigit: true, isIn: hasRun(isCard) },
  { kind: "an account number", needsDigit: true, isIn: hasAccount },
  { kind: "a home address with its postcode", needsDigit: true, isIn: (text) => hasHouse(text) && hasPostcode(text) },
];

const ROLES =
  "suspect|victim|witness|offender|defendant|complainant|informant|subject|driver|passenger|tenant|son|daughter|wife|husband|brother|sister|mother|father|named|called|alias|aka|dear|hi|hello";

const WEAK: readonly ProseMark[] = [
  {
    kind: "a rank or a profession with a name",
    isIn: outsideStreets(`(?<!\\p{L})(?:Dr|Prof|Professor|Sir|Lady|Lord|Rev)\\.? ${NAME} ${NAME}`),
  },
  {
    kind: "an age",
    needsDigit: true,
    isIn: has(
      "(?<!\\p{L})(?:aged? \\d{1,2}(?! ?(?:to|-|–|and (?:over|under|above|below)|or|\\+|\\d))|\\d{1,2}[ -]years?[ -]old)(?!\\p{L})",
    ),
  },
  { kind: "a house and its street", needsDigit: true, isIn: hasHouse },
  { kind: "a postcode", needsDigit: true, isIn: hasPostcode },
  { kind: "a telephone number", needsDigit: true, isIn: hasRun((digits) => TELEPHONE.test(digits)) },
  {
    kind: "a name after a word for a person",
    isIn: outsideStreets(`(?<!\\p{L})(?:${bothCases(ROLES)})[,:]? ${NAME} ${NAME}`),
  },
  { kind: "a year of birth", needsDigit: true, isIn: has("(?<!\\p{L})born (?:in )?(?:19|20)\\d{2}(?!\\d)") },
];

/** Each word as it stands and with a capital: the rest of the pattern must tell capitals. */
function bothCases(words: string): string {
  return words
    .split("|")
    .flatMap((word) => [word, `${word[0]?.toUpperCase()}${word.slice(1)}`])
    .join("|");
}

/** Only running text is looked at: two words with a letter; whole cells of one kind are seen by person-marks.ts. */
const isProse = (cell: string): boolean => cell.length >= 10 && cell.includes(" ") && /\p{L}{2}/u.test(cell);

/** The sign of one person in a cell of running text, in words; undefined when there is none as far as a shape tells. */
export function personInProse(cell: string): string | undefined {
  if (!isProse(cell)) return undefined;
  const text = cell.slice(0, LONGEST);
  const hasDigit = /\d/.test(text);
  const isThere = ({ needsDigit, isIn }: ProseMark): boolean => (hasDigit || needsDigit !== true) && isIn(text);
  const strong = STRONG.find(isThere);
  if (strong !== undefined) return strong.kind;
  const weak = WEAK.filter(isThere).map(({ kind }) => kind);
  return weak.length >= 2 ? `${weak[0]} beside ${weak[1]}` : undefined;
}
