import { Problem } from "../../terms/index.ts";
import type { Counting } from "./company-register.ts";
import { CountTable } from "./count-table.ts";
import { type PscRecord, type PscTotals, pscRecord } from "./psc-record.ts";
import { LineSplitter } from "./records.ts";

/** A pass over the file from its beginning. */
export type Pass = () => AsyncIterable<Uint8Array>;

const NO_PSC = /^no-individual-or-entity-with-signi?ficant-control$/;

/**
 * Counts the register of people with significant control: by kind, postcode area and month of notification, statements,
 * and the signs of an odd owner. Two passes: only the first tells who controls many companies, only the second which
 * companies those are. Gives what the register's closing totals do not agree with. Throws a Problem that refuses the file.
 */
export async function countPersons(pass: Pass, counting: Counting): Promise<string[]> {
  const register = new PscRegister(counting);
  await eachLine(pass(), counting.file, (line, text) => register.take(line, text));
  if (register.hasPopular) await eachLine(pass(), counting.file, (_, text) => register.takeAgain(text));
  return register.finish();
}

async function eachLine(
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  take: (line: number, text: string) => void,
): Promise<void> {
  const splitter = new LineSplitter(file);
  for await (const piece of pieces) for (const { line, text } of splitter.push(piece)) take(line, text);
  for (const { line, text } of splitter.end()) take(line, text);
}

class PscRegister {
  private readonly counting: Counting;
  /** Records in force of each individual: an upper bound of their companies. */
  private readonly people = new CountTable();
  private readonly byTrust = new CountTable();
  private readonly statingNone = new CountTable();
  private readonly popular = new Map<string, CountTable>();
  private readonly seen = { persons: 0, statements: 0, exemptions: 0 };
  private totals: PscTotals["totals"] | undefined;

  constructor(counting: Counting) {
    this.counting = counting;
  }

  take(line: number, text: string): void {
    const { tally } = this.counting;
    const found = pscRecord(text);
    if (typeof found !== "string" && "totals" in found) {
      this.totals = found.totals;
      return;
    }
    tally.rowsRead++;
    if (typeof found === "string") tally.setAside(line, found);
    else if (found.notified > this.counting.snapshot)
      tally.setAside(line, "data.notified_on is after the day of the snapshot");
    else this.count(found);
  }

  private count(record: PscRecord): void {
    this.seen[groupOf(record)]++;
    this.countFlow(record);
    if (record.isCeased) return;
    this.countStock(record);
    this.countSigns(record);
  }

  private countFlow({ notified, kind, area = "", statement }: PscRecord): void {
    const { tally, since, snapshot } = this.counting;
    const month = notified.slice(0, 7);
    if (month === "" || month < since || month >= snapshot.slice(0, 7)) return;
    if (statement === undefined) tally.add("control-notified", "records", { kind, area, month });
    else tally.add("control-statements-notified", "statements", { kind: statement, month });
  }

  private countStock({ kind, area = "", statement }: PscRecord): void {
    const { tally } = this.counting;
    if (statement === undefined) tally.add("control-in-force", "records", { kind, area });
    else tally.add("control-statements-in-force", "statements", { kind: statement });
  }

  private countSigns({ company, person, born, isByTrust, statement }: PscRecord): void {
    const { hash, tally, thresholds, snapshot } = this.counting;
    if (person !== undefined) this.people.add(hash.of(`person|${person}`));
    if (isByTrust) this.byTrust.add(hash.of(`company|${company}`));
    if (statement !== undefined && NO_PSC.test(statement)) this.statingNone.add(hash.of(`company|${company}`));
    if (born === undefined) return;
    const months = monthsBetween(born, snapshot);
    if (months < thresholds.tooYoung * 12)
      tally.add("control-by-implausible-age", "records", { kind: `under ${thresholds.tooYoung} years old` });
    if (months > thresholds.tooOld * 12)
      tally.add("control-by-implausible-age", "records", { kind: `over ${thresholds.tooOld} years old` });
  }

  /** Whether anybody has so many records in force that a second pass is worth its time. */
  get hasPopular(): boolean {
    return !this.people.above(this.counting.thresholds.manyCompanies).next().done;
  }

  /** The second pass: the different companies of each person with many records. */
  takeAgain(text: string): void {
    const record = pscRecord(text);
    if (typeof record === "string" || "totals" in record || record.person === undefined || record.isCeased) return;
    const { hash, thresholds, snapshot } = this.counting;
    if (record.notified > snapshot) return;
    const person = hash.of(`person|${record.person}`);
    if (this.people.count(person) <= thresholds.manyCompanies) return;
    const name = `${person.high}-${person.low}`;
    const companies = this.popular.get(name) ?? new CountTable(1 << 8);
    this.popular.set(name, companies);
    companies.add(hash.of(`company|${record.company}`));
  }

  finish(): string[] {
    const { tally, thresholds, file } = this.counting;
    if (tally.rowsRead === 0) throw new Problem({ code: "register-fault", file, why: "it holds no record" });
    tally.add("companies-controlled-through-trust", "companies", {}, this.byTrust.size);
    tally.add("companies-stating-no-control", "companies", {}, this.statingNone.size);
    const kind = `more than ${thresholds.manyCompanies} companies`;
    const many = [...this.popular.values()].filter(({ size }) => size > thresholds.manyCompanies);
    const all = new CountTable();
    for (const companies of many) for (const company of companies.hashes()) all.add(company);
    tally.add("people-controlling-many-companies", "people", { kind }, many.length);
    tally.add("companies-controlled-by-such-people", "companies", { kind }, all.size);
    return disagreements(this.totals, this.seen);
  }
}

const groupOf = ({ statement, kind }: PscRecord): "persons" | "statements" | "exemptions" =>
  statement !== undefined ? "statements" : kind === "exemptions" ? "exemptions" : "persons";

const monthsBetween = (born: string, day: string): number =>
  (Number(day.slice(0, 4)) - Number(born.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(born.slice(5, 7));

function disagreements(totals: PscTotals["totals"] | undefined, seen: Readonly<Record<string, number>>): string[] {
  if (totals === undefined) return ["The snapshot has no closing line with its totals, so it may have been cut short."];
  return Object.entries(totals).flatMap(([what, told]) =>
    told === seen[what] ? [] : [`The closing line tells of ${told} ${what} and ${seen[what]} were counted.`],
  );
}
