import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/collate/figures.ts";
import { projectFile } from "../../store/index.ts";
import { collate } from "../collate.ts";
import { zipOf } from "../foreign/fixture.ts";
import { readSource } from "../source.ts";
import { type AggregateReport, aggregateCompanies } from "./aggregate.ts";
import { companyLine, controlLine, HEADER, individual, PLANTED } from "./fixture.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

let runs = 0;

/** A register of these lines, counted; with the cells of the counts by measure, area, sector, month and kind. */
async function counted(
  name: string,
  lines: readonly string[],
): Promise<{ report: AggregateReport; csv: string; of: Of }> {
  const place = join(folder.path, String(runs++));
  mkdirSync(place);
  const [path, out] = [join(place, name), join(place, "companies-house-counts.csv")];
  writeFileSync(path, `${lines.join("\n")}\n`);
  const report = await aggregateCompanies(path, out);
  const csv = readFileSync(out, "utf8");
  const cells = new Map(
    csv
      .split("\n")
      .map((line) => line.split(","))
      .map((cells) => [cells.slice(2, 7).join("|"), cells[7]]),
  );
  return { report, csv, of: (...key) => cells.get([...key, "", "", "", ""].slice(0, 5).join("|")) };
}
type Of = (measure: string, area?: string, sector?: string, month?: string, kind?: string) => string | undefined;

const COMPANIES = "BasicCompanyDataAsOneFile-2026-03-01.csv";
const PERSONS = "persons-with-significant-control-snapshot-2026-03-01.txt";
const clean = (text: string) => {
  for (const name of PLANTED) expect(text.toUpperCase()).not.toContain(name);
};

describe("the register of companies", () => {
  test("is counted by area, division and month, and every record is counted or set aside with its reason", async () => {
    const { report, csv, of } = await counted(COMPANIES, [
      HEADER,
      companyLine(1),
      companyLine(2, { incorporated: "28/02/2026" }),
      companyLine(3, { incorporated: "01/02/2025", postcode: "ec1a 1bb", sic: "None Supplied" }),
      companyLine(4, { incorporated: "31/01/2025", previousNames: 6 }),
      companyLine(5, { incorporated: "", postcode: "", sic: "", previousNames: 5 }),
      companyLine(6, { incorporated: "01/01/1844", postcode: "75008" }),
      companyLine(7, { incorporated: "31/02/2020" }),
      companyLine(8, { incorporated: "02/03/2026" }),
      `${companyLine(9)},"Zebedee"`,
    ]);
    expect(report).toMatchObject({
      register: "companies",
      snapshot: "2026-03-01",
      rowsRead: 9,
      rowsCounted: 6,
      notices: [],
    });
    expect(report.setAside).toEqual([
      { why: "IncorporationDate is not a day like 31/12/2023", rows: 1, firstLine: 8 },
      { why: "IncorporationDate is after the day of the snapshot", rows: 1, firstLine: 9 },
      { why: "it has more or fewer cells than the header", rows: 1, firstLine: 10 },
    ]);
    expect(of("companies-on-register", "M", "47")).toBe("3");
    expect(of("companies-on-register", "EC", "none")).toBe("1");
    expect(of("companies-on-register", "none", "none")).toBe("1");
    expect(of("companies-on-register", "other", "47")).toBe("1");
    expect(of("companies-incorporated", "M", "47", "2026-02")).toBe("1");
    expect(of("companies-incorporated", "EC", "none", "2025-02")).toBe("1");
    expect(csv.match(/companies-incorporated/g)).toHaveLength(2);
    expect(of("companies-of-many-names", "M", "", "", "more than 5 previous names")).toBe("1");
    clean(csv + JSON.stringify(report));
  });

  test("more than a thousand companies at one address, however it is typed, are at a mailbox; a thousand are not", async () => {
    const at = (n: number, address: { line: string; postcode: string }) => companyLine(n, address);
    const { of } = await counted(COMPANIES, [
      HEADER,
      ...Array.from({ length: 1001 }, (_, n) =>
        at(
          n,
          n % 2 ? { line: "1, Zebedee  St.", postcode: "EC1A 1BB" } : { line: "1 ZEBEDEE ST", postcode: "ec1a1bb" },
        ),
      ),
      ...Array.from({ length: 1000 }, (_, n) => at(n, { line: "2 Zebedee St", postcode: "EC1A 1BB" })),
    ]);
    const kind = "more than 1000 companies at the address";
    expect(of("companies-at-mailbox-address", "EC", "", "", kind)).toBe("1001");
    expect(of("mailbox-addresses", "EC", "", "", kind)).toBe("1");
  });

  test.each([
    ["no header", [companyLine(1)], 'line 1: there is no column "RegAddress.AddressLine1"'],
    ["a header only", [HEADER], "there is a header and no row below it"],
    ["a quote not closed", [HEADER, '"ZEBEDEE QUARTERMAINE'], "line 2: the file ends inside quotes"],
  ])("refused without a word of what stands there: %s", async (_, lines, sentence) => {
    const refusal = await counted(COMPANIES, lines).catch((error: Error) => error.message);
    expect(refusal).toContain(sentence);
    clean(String(refusal));
  });
});

describe("the register of people with significant control", () => {
  test("is counted by kind, area and month, with statements as they are misspelt", async () => {
    const statement = "no-individual-or-entity-with-signficant-control";
    const { report, csv, of } = await counted(PERSONS, [
      controlLine("1234567", individual()),
      controlLine("01234567", individual({ ceased_on: "2026-02-01", notified_on: "2016-04-06" })),
      controlLine("SC123456", individual({ natures_of_control: ["voting-rights-25-to-50-percent-as-trust"] })),
      controlLine("SC123456", individual({ date_of_birth: { month: 1, year: 2025 } })),
      controlLine("SC123457", individual({ date_of_birth: { month: 1, year: 1899 }, name_elements: undefined })),
      controlLine("1", { kind: "persons-with-significant-control-statement", statement, notified_on: "2026-02-28" }),
      controlLine("1", { kind: "persons-with-significant-control-statement", statement, ceased_on: "2026-02-28" }),
      controlLine("2", { kind: "exemptions", exemptions: {} }),
      controlLine("2", { kind: "super-secure-person-with-significant-control", ceased: true }),
      controlLine("Zebedee Quartermaine", individual()),
      controlLine("3", individual({ notified_on: "15 January" })),
      controlLine("3", individual({ notified_on: "2026-03-02" })),
      controlLine("3", individual({ kind: "Zebedee Quartermaine" })),
      '{"company_number":"4","data":{"name":"Zebedee',
      controlLine("", {
        kind: "totals#persons-of-significant-control-snapshot",
        persons_of_significant_control_count: 7,
      }),
    ]);
    expect(report).toMatchObject({ register: "persons", rowsRead: 14, rowsCounted: 9 });
    expect(report.setAside.map(({ why, firstLine }) => `${firstLine} ${why}`)).toEqual([
      "10 company_number is not a company number",
      "11 data.notified_on is not a day",
      "12 data.notified_on is after the day of the snapshot",
      "13 data.kind is not a code of the register",
      "14 it is not a JSON object with data",
    ]);
    expect(report.notices).toEqual(["The closing line tells of 7 persons and 6 were counted."]);
    const kind = "individual-person-with-significant-control";
    expect(of("control-notified", "SW", "", "2026-01", kind)).toBe("4");
    expect(of("control-in-force", "SW", "", "", kind)).toBe("4");
    expect(of("control-statements-notified", "", "", "2026-02", statement)).toBe("1");
    expect(of("control-statements-in-force", "", "", "", statement)).toBe("1");
    expect(of("companies-stating-no-control")).toBe("1");
    expect(of("companies-controlled-through-trust")).toBe("1");
    expect(of("control-by-implausible-age", "", "", "", "under 2 years old")).toBe("1");
    expect(of("control-by-implausible-age", "", "", "", "over 125 years old")).toBe("1");
    expect(of("people-controlling-many-companies", "", "", "", "more than 100 companies")).toBe("0");
    clean(csv + JSON.stringify(report));
  });

  test("different companies of a person count, not records; a company of two such people counts once", async () => {
    const other = { name_elements: { forename: "Zebediah", surname: "Quartermaine" } };
    const { of } = await counted(PERSONS, [
      ...Array.from({ length: 101 }, (_, n) => controlLine(String(n + 1), individual())),
      ...Array.from({ length: 102 }, (_, n) => controlLine(String(n + 1), individual(other))),
      ...Array.from({ length: 150 }, (_, n) =>
        controlLine(String((n % 100) + 1), individual({ date_of_birth: { month: 11, year: 1955 } })),
      ),
    ]);
    expect(of("people-controlling-many-companies", "", "", "", "more than 100 companies")).toBe("2");
    expect(of("companies-controlled-by-such-people", "", "", "", "more than 100 companies")).toBe("102");
  });

  test("published examples of every kind are counted, and their invented names do not come out", async (context) => {
    const examples = projectFile("..", "shared", "data", "companies-house-psc-fixtures");
    context.skip(!existsSync(examples), "../shared/data/companies-house-psc-fixtures is not here");
    const files = readdirSync(examples).filter((name) => name.endsWith(".json"));
    const lines = files.map((name) => JSON.stringify(JSON.parse(readFileSync(join(examples, name), "utf8"))));
    const { report, csv, of } = await counted(PERSONS, lines);
    expect(report).toMatchObject({ rowsRead: 8, rowsCounted: 8, setAside: [] });
    expect(of("control-in-force", "EX", "", "", "individual-person-with-significant-control")).toBe("1");
    expect(of("control-in-force", "", "", "", "corporate-entity-person-with-significant-control")).toBe("2");
    expect(of("companies-stating-no-control")).toBe("1");
    expect(csv).not.toMatch(/bloggs|foo bar|main street/i);
  });

  test("the codes of statements and kinds that Companies House lists all pass as codes", async (context) => {
    const codes = projectFile("..", "shared", "data", "companies-house-code-lists", "codes.csv");
    context.skip(!existsSync(codes), "../shared/data/companies-house-code-lists is not here");
    const statements = readFileSync(codes, "utf8")
      .split("\n")
      .map((line) => line.trim().split(","))
      .filter(([, section]) => section === "statement_description")
      .map(([, , code]) => code);
    expect(statements.length).toBe(28);
    const kind = "persons-with-significant-control-statement";
    const { report } = await counted(
      PERSONS,
      statements.map((statement) => controlLine("1", { kind, statement })),
    );
    expect(report.setAside).toEqual([]);
  });
});

describe("a register in a ZIP file", () => {
  const text = `${[HEADER, companyLine(1), companyLine(2)].join("\n")}\n`;
  const zipped = async (...entries: string[]) => {
    const place = join(folder.path, String(runs++));
    mkdirSync(place);
    const path = join(place, COMPANIES.replace(".csv", ".zip"));
    writeFileSync(path, zipOf(entries.map((name) => ({ name, data: text }))));
    const report = await aggregateCompanies(path, join(place, "companies-house-counts.csv"));
    return { report, files: readdirSync(place) };
  };

  test("is counted as a stream: nothing but the counts lies beside it afterwards", async () => {
    const { report, files } = await zipped(COMPANIES);
    expect(report).toMatchObject({ rowsRead: 2, rowsCounted: 2 });
    expect(files.sort()).toEqual(["BasicCompanyDataAsOneFile-2026-03-01.zip", "companies-house-counts.csv"]);
  });

  test("with two entries is not the archive that Companies House publishes", async () => {
    await expect(zipped(COMPANIES, "more.csv")).rejects.toThrow("BasicCompanyDataAsOneFile-2026-03-01.zip");
  });
});

describe("a register is not kept", () => {
  test("its name is refused before a byte of it is landed, and its counts load", async () => {
    const { report } = await counted(COMPANIES, [HEADER, companyLine(1), companyLine(2)]);
    const home = join(folder.path, "home");
    const raw = report.out.replace("companies-house-counts.csv", COMPANIES);
    const sources = [{ ...(await readSource("companies-house")), files: [] }];
    const files = [{ path: raw }, { path: raw, source: "companies-house" }, { path: report.out }];
    const { refused, files: loaded } = await collate(home, undefined, { sources, files });
    expect(refused.map(({ sentence }) => sentence.slice(0, 90))).toEqual([
      "BasicCompanyDataAsOneFile-2026-03-01.csv holds names of living people, so it is never kept",
      "BasicCompanyDataAsOneFile-2026-03-01.csv holds names of living people, so it is never kept",
    ]);
    expect(loaded).toMatchObject([{ state: "new", rowsIn: 3, rowsLoaded: 3, rowsSetAside: 0 }]);
    const kept = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const entry of kept) clean(readFileSync(join(entry.parentPath, entry.name), "latin1"));
  });

  test("a name that no register has, or part of one, is refused", async () => {
    for (const name of [
      "companies.csv",
      "BasicCompanyData-2026-03-01-part1_7.csv",
      "BasicCompanyDataAsOneFile-2026-02-30.csv",
    ])
      await expect(counted(name, [HEADER, companyLine(1)])).rejects.toThrow(
        "not one under which Companies House publishes",
      );
  });
});
