import { breakdownOf, type Reading } from "../../src/collate/index.ts";
import {
  count,
  isoDate,
  month,
  oneOf,
  optional,
  optionalText,
  type Parser,
  type Row,
  text,
} from "../../src/terms/index.ts";

const UNITED_KINGDOM = "K02000001";
/** Counts of everything; the others are signs of odd companies. */
const CONTEXT: ReadonlySet<string> = new Set([
  "register-rows-read",
  "register-rows-counted",
  "register-rows-set-aside",
  "companies-on-register",
  "companies-incorporated",
  "control-notified",
  "control-in-force",
  "control-statements-notified",
  "control-statements-in-force",
]);
const register = oneOf("companies", "persons");
const sha256: Parser<string> = {
  expected: "a SHA-256 in 64 small hex digits",
  parse: (t) => (t.length === 64 && /^[0-9a-f]+$/.test(t) ? t : undefined),
};

/** One count of the registers: of an area and sector, or of the whole country; on a day, or in a month where one is named. */
export function readRow(row: Row): Reading {
  const day = row.take("snapshot", isoDate);
  const [area, sector] = [row.take("postcode_area", optionalText), row.take("sic_division", optionalText)];
  const measure = row.take("measure", text);
  const of = row.take("register", register);
  const reading = {
    measure,
    threat: CONTEXT.has(measure) ? "context" : "money-laundering",
    place: area === "" ? UNITED_KINGDOM : "",
    breakdown: breakdownOf({
      register: of,
      "postcode area": area,
      "SIC division": sector,
      kind: row.take("kind", optionalText),
    }),
    period: row.take("month", optional(month)).value ?? { start: day, end: day },
    value: { value: row.take("value", count) },
    unit: row.take("unit", text),
    note: `published register; counted from ${row.take("input", text)}, SHA-256 ${row.take("input_sha256", sha256)}`,
  };
  row.done();
  return reading;
}
