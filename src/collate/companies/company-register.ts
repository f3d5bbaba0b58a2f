import { isRealDay, Problem } from "../../terms/index.ts";
import { CountTable } from "./count-table.ts";
import type { Thresholds } from "./indicators.ts";
import { compared, type KeyedHash } from "./keyed-hash.ts";
import { NONE, postcodeArea, sicDivision } from "./places.ts";
import { type ByteRecord, RecordSplitter } from "./records.ts";
import type { Tally } from "./tally.ts";

/** What is counted, and by which rules. */
export interface Counting {
  file: string;
  /** Day of the snapshot, ISO. */
  snapshot: string;
  /** First month whose flows are counted, "2025-02"; the last is the one before the snapshot's. */
  since: string;
  thresholds: Thresholds;
  hash: KeyedHash;
  tally: Tally;
}

/** The columns that are read; the names of companies are not among them. A previous name is only asked whether it is there. */
const columnsOf = ({ manyNames }: Thresholds) => ({
  line: "RegAddress.AddressLine1",
  postcode: "RegAddress.PostCode",
  incorporated: "IncorporationDate",
  sic: "SICCode.SicText_1",
  oneNameMore: `PreviousName_${manyNames + 1}.CompanyName`,
});
type Columns = Readonly<Record<keyof ReturnType<typeof columnsOf>, number>>;

/**
 * Counts the register of companies in one pass: on the register by postcode area and division of the classification,
 * incorporated by month as well, at mailboxes and under many names. Throws a Problem that refuses the file.
 */
export async function countCompanies(pieces: AsyncIterable<Uint8Array>, counting: Counting): Promise<void> {
  const register = new CompanyRegister(counting);
  const splitter = new RecordSplitter(counting.file);
  for await (const piece of pieces) for (const record of splitter.push(piece)) register.take(record);
  for (const record of splitter.end()) register.take(record);
  register.finish();
}

class CompanyRegister {
  private readonly counting: Counting;
  private readonly addresses = new CountTable();
  private readonly areas = new Map<string, number>();
  private columns: Columns | undefined;
  private width = 0;

  constructor(counting: Counting) {
    this.counting = counting;
  }

  take(record: ByteRecord): void {
    if (this.columns === undefined) this.readHeader(record);
    else this.count(record, this.columns);
  }

  private readHeader(record: ByteRecord): void {
    const names = Array.from({ length: record.cells }, (_, i) => record.text(i).trim());
    const wanted = Object.entries(columnsOf(this.counting.thresholds));
    const missing = wanted.find(([, name]) => !names.includes(name));
    if (missing !== undefined)
      throw new Problem({
        code: "register-fault",
        file: this.counting.file,
        line: 1,
        why: `there is no column "${missing[1]}"`,
      });
    this.columns = Object.fromEntries(wanted.map(([key, name]) => [key, names.indexOf(name)])) as Columns;
    this.width = record.cells;
  }

  private count(record: ByteRecord, columns: Columns): void {
    const { tally, snapshot } = this.counting;
    tally.rowsRead++;
    const day = record.cells === this.width ? dayOf(record.text(columns.incorporated).trim()) : "";
    if (record.cells !== this.width) tally.setAside(record.line, "it has more or fewer cells than the header");
    else if (day === undefined) tally.setAside(record.line, "IncorporationDate is not a day like 31/12/2023");
    else if (day > snapshot) tally.setAside(record.line, "IncorporationDate is after the day of the snapshot");
    else this.add(record, columns, day.slice(0, 7));
  }

  private add(record: ByteRecord, columns: Columns, month: string): void {
    const { tally, snapshot, since, thresholds } = this.counting;
    const area = postcodeArea(record.text(columns.postcode));
    const sector = sicDivision(record.text(columns.sic));
    tally.add("companies-on-register", "companies", { area, sector });
    if (month >= since && month < snapshot.slice(0, 7))
      tally.add("companies-incorporated", "companies", { area, sector, month });
    if (record.text(columns.oneNameMore).trim() !== "")
      tally.add("companies-of-many-names", "companies", {
        area,
        kind: `more than ${thresholds.manyNames} previous names`,
      });
    this.addAddress(record, columns, area);
  }

  private addAddress(record: ByteRecord, columns: Columns, area: string): void {
    const line = compared(record.text(columns.line));
    if (line === "" || area === NONE) return;
    const postcode = compared(record.text(columns.postcode)).replaceAll(" ", "");
    this.addresses.add(this.counting.hash.of(`address|${line}|${postcode}`), this.numberOf(area));
  }

  private numberOf(area: string): number {
    const number = this.areas.get(area) ?? this.areas.size;
    this.areas.set(area, number);
    return number;
  }

  /** Mailboxes show only when all companies have been seen. */
  finish(): void {
    const { tally, thresholds, file } = this.counting;
    if (this.columns === undefined) throw new Problem({ code: "register-fault", file, why: "it is empty" });
    if (tally.rowsRead === 0)
      throw new Problem({ code: "register-fault", file, why: "there is a header and no row below it" });
    const names = [...this.areas.keys()];
    const kind = `more than ${thresholds.mailboxAddress} companies at the address`;
    for (const { count, tag } of this.addresses.above(thresholds.mailboxAddress)) {
      tally.add("companies-at-mailbox-address", "companies", { area: names[tag] ?? "", kind }, count);
      tally.add("mailbox-addresses", "addresses", { area: names[tag] ?? "", kind });
    }
  }
}

/** "31/12/2023" as ISO, "" when empty (some older bodies have none), undefined when it is no day. The oldest are of before 1850. */
function dayOf(text: string): string | undefined {
  if (text === "") return "";
  const [, day, month, year] = (text.length === 10 && /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)) || [];
  const iso = `${year}-${month}-${day}`;
  return year !== undefined && isRealDay(iso) ? iso : undefined;
}
