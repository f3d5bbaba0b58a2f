import { isRealDay } from "../../terms/index.ts";
import { compared } from "./keyed-hash.ts";
import { companyNumber, postcodeArea } from "./places.ts";

/** What a line of the register of people with significant control says, as far as it is counted. */
export interface PscRecord {
  company: string;
  kind: string;
  /** Name and month of birth of an individual, to be hashed and dropped at once; undefined when either is not given. */
  person?: string;
  /** Month of birth, "1955-10". */
  born?: string;
  /** Day of notification, ISO; "" when not given. */
  notified: string;
  isCeased: boolean;
  /** Postcode area of the person's correspondence address; undefined for kinds without an address. */
  area?: string;
  /** The register's own words, misspelt ones as well. */
  statement?: string;
  isByTrust: boolean;
}

/** The line that closes a snapshot with its own counts. */
export interface PscTotals {
  totals: { persons?: number; statements?: number; exemptions?: number };
}

type Fields = Readonly<Record<string, unknown>>;

/** A line as a record, as the closing totals, or the reason why it is neither, which never repeats what the line says. */
export function pscRecord(text: string): PscRecord | PscTotals | string {
  const line = fieldsOf(parsed(text));
  const data = fieldsOf(line?.data);
  if (line === undefined || data === undefined) return "it is not a JSON object with data";
  const kind = slugOf(data.kind);
  if (kind === undefined) return "data.kind is not a code of the register";
  if (kind.startsWith("totals#")) return totalsOf(data);
  const company = typeof line.company_number === "string" ? companyNumber(line.company_number) : undefined;
  if (company === undefined) return "company_number is not a company number";
  return recordOf(company, kind, data);
}

function recordOf(company: string, kind: string, data: Fields): PscRecord | string {
  const notified = data.notified_on ?? "";
  if (notified !== "" && (typeof notified !== "string" || !isRealDay(notified))) return "data.notified_on is not a day";
  const statement = data.statement === undefined ? "" : slugOf(data.statement);
  if (statement === undefined) return "data.statement is not a code of the register";
  const address = fieldsOf(data.address);
  const { person, born } = kind.startsWith("individual-") ? individualOf(data) : {};
  return {
    company,
    kind,
    ...(person === undefined ? {} : { person }),
    ...(born === undefined ? {} : { born }),
    notified: String(notified),
    isCeased: data.ceased === true || typeof data.ceased_on === "string",
    ...(address === undefined ? {} : { area: postcodeArea(textOf(address.postal_code)) }),
    ...(statement === "" ? {} : { statement }),
    isByTrust: Array.isArray(data.natures_of_control) && data.natures_of_control.some(isTrust),
  };
}

function individualOf(data: Fields): { person?: string; born?: string } {
  const birth = fieldsOf(data.date_of_birth);
  const [year, month] = [birth?.year, birth?.month];
  if (!isWhole(year, 1, 9999) || !isWhole(month, 1, 12)) return {};
  const born = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  const parts = fieldsOf(data.name_elements);
  const name =
    parts === undefined
      ? textOf(data.name)
      : ["forename", "middle_name", "surname"].map((k) => textOf(parts[k])).join(" ");
  return compared(name) === "" ? { born } : { born, person: `${compared(name)}|${born}` };
}

function totalsOf(data: Fields): PscTotals {
  const of = (key: string) => (isWhole(data[key], 0, Number.MAX_SAFE_INTEGER) ? (data[key] as number) : undefined);
  const [persons, statements, exemptions] = [
    of("persons_of_significant_control_count"),
    of("statements_count"),
    of("exemptions_count"),
  ];
  return {
    totals: {
      ...(persons === undefined ? {} : { persons }),
      ...(statements === undefined ? {} : { statements }),
      ...(exemptions === undefined ? {} : { exemptions }),
    },
  };
}

/** The parser's own words would repeat a piece of the line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, 500) : "");

const isWhole = (value: unknown, low: number, high: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;

/** Codes of the register are small letters, digits and hyphens, so no name can pass for one. */
const slugOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.length <= 200 && /^(?:totals#)?[a-z0-9]+(?:-[a-z0-9]+)+$|^exemptions$/.test(value)
    ? value
    : undefined;

const isTrust = (nature: unknown): boolean => typeof nature === "string" && /-as-trust(?:-|$)/.test(nature);
