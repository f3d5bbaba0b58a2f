import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../store/index.ts";
import { personIn } from "./person.ts";
import { hasEmail, hasNino } from "./person-marks.ts";
import { personInProse } from "./prose-marks.ts";

// Every name, number and address here is invented; numbers lie in ranges that are kept for such use.
describe("a sign of one person in running text", () => {
  test.each([
    ["a person's name with title", "the car was lent to Mrs Sample of this parish"],
    ["a person's name with title", "interview with Mr. O’Sample-Name went ahead"],
    ["a date of birth", "the man, born on 3 March 1980, was released"],
    ["a date of birth", "male, DOB: 03/03/1980, no fixed abode"],
    ["a name that somebody gives", "caller said my name is Alex and hung up"],
    ["a name that somebody is greeted by", "Dear Alex, please find attached"],
    ["a passport number", "holds passport no. 123456789 of another state"],
    ["an NHS number", "NHS number 943 476 5919 on file"],
    ["a number of a police record", "see PNC ID 12/34567X for the rest"],
    ["a number of a police record", "CRO 123456/12A was attached"],
    ["a number of a police record", "linked to nominal ref 004512 by phone"],
    ["a mobile telephone number", "rang from 07700 900123 twice"],
    ["a telephone number abroad", "text from +33 1 99 00 12 34 at noon"],
    ["a payment card number", "paid with 4111 1111 1111 1111 at the till"],
    ["an account number", "to IBAN GB82 WEST 1234 5698 7654 32 in May"],
    ["a home address with its postcode", "seen at 12 Sample Street, Anytown ZZ9 9ZZ"],
    ["an age beside a house and its street", "a woman aged 34 of 12 Sample Street"],
  ])("%s: %s", (kind, text) => expect(personInProse(text)).toBe(kind));

  test.each([
    "offences against people aged 18 to 24",
    "children aged 10 and over; aged 65+",
    "On or near Sir Thomas Street",
    "On or near Lady Close",
    "Enquiries: 020 7946 0000",
    "nominal prices of 2024, 2,000 GBP",
    "Misuse of Drugs Act 1971 (section 23)",
    "offences in 2024/25, see table 12 (page 3)",
    "cards 1234 5678 9012 3456 fail the check",
    "From 1 April 2023 the West Midlands and West Mercia count alike",
    "12 Sample Street",
    "Victim Support Services",
  ])("none: %s", (text) => expect(personInProse(text)).toBeUndefined());

  test("refuses the table in one cell, whatever the column is called, and does not repeat it", () => {
    const rows = ["quiet", "nothing", "spoke to Mrs Sample at noon"].map((note, i) => ({
      line: i + 2,
      cells: ["Gwent", note],
    }));
    expect(personIn(["force", "remarks"], rows)).toEqual({
      line: 4,
      column: "remarks",
      kind: "a person's name with title",
    });
  });
});

test("hostile text is answered within 50 ms", (context) => {
  const repeats = [
    "Mr ",
    "born ",
    "1 a",
    "0 ",
    "passport",
    "suspect A",
    "0(",
    "AB12 ",
    "Sir A",
    "aged ",
    "Mr A-",
    "+1 0",
    "nominal ref ",
  ];
  const folder = projectFile("..", "shared", "bad-inputs", "slow-text");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];
  const texts = [
    ...repeats.map((word) => word.repeat(3_000)),
    ...files.map((name) => readFileSync(join(folder, name), "utf8")),
  ];
  const slow = texts.filter((text) => {
    const start = process.cpuUsage();
    for (const part of [text, ...text.split("\n").slice(0, 20)]) personInProse(`a ${part}`);
    return process.cpuUsage(start).user > 50_000;
  });
  expect(slow.map((text) => text.slice(0, 20))).toEqual([]);
  context.skip(files.length === 0, "the corpus slow-text is not beside this folder; the texts made here passed");
});

// What a shape can tell, and what it cannot: most of these texts name people, streets and places in bare words.
test("of 979 texts with something personal in them at least 200 are seen, and none of the 83 others", (context) => {
  const file = projectFile("..", "shared", "data", "pii-spans-synthetic", "synth_v2.jsonl");
  context.skip(!existsSync(file), "the synthetic texts are not beside this folder");
  const texts = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { full_text: string; spans: unknown[] });
  const isSeen = ({ full_text: text }: { full_text: string }) =>
    hasEmail(text) || hasNino(text) || personInProse(text) !== undefined;
  const personal = texts.filter(({ spans }) => spans.length > 0);
  const seen = personal.filter(isSeen).length;
  console.info(`${seen} of ${personal.length} texts with something personal in them are seen`);
  expect(personal).toHaveLength(979);
  expect(seen).toBeGreaterThanOrEqual(200);
  expect(texts.filter(({ spans }) => spans.length === 0).filter(isSeen)).toEqual([]);
});
