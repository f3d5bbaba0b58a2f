import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSnapshot } from "../store/index.ts";
import { collate } from "./collate.ts";
import { zipOf } from "./foreign/fixture.ts";
import { readSource } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-lot-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let homes = 0;

const HEADER =
  "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";
const OLD = "Month,Reported by,Falls within,Easting,Northing,Location,LSOA code,LSOA name,Crime type,Context";
const STOPS =
  "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing";
const row = (force: string, month: string, type = "Drugs"): string =>
  `ab12,${month},${force},${force},-0.1164,51.5247,On or near Mill Lane,E01000936,Camden 024A,${type},Under investigation,`;

/** Entries that no two ways of reading may confuse: plain, with lines in between, of another header, with a row set aside, of another table. */
const ENTRIES: Record<string, string> = {
  "2024-01/2024-01-kent-street.csv": [HEADER, row("Kent Police", "2024-01"), row("Kent Police", "2024-01"), ""].join(
    "\n",
  ),
  "2024-01/2024-01-essex-street.csv": [
    HEADER,
    "",
    row("Essex Police", "2024-01"),
    "",
    "",
    row("Essex Police", "2024-01", "Burglary"),
    "",
  ].join("\r\n"),
  "2012-04/2012-04-cleveland-street.csv": `${OLD}\n2012-04,Cleveland Police,Cleveland Police,449000,519000,On or near Mill Lane,E01012000,Stockton 001A,Violent crime,\n`,
  "2024-02/2024-02-kent-street.csv": [
    HEADER,
    row("Kent Police", "2024-02", "Arson"),
    row("Kent Police", "2024-02"),
    "",
  ].join("\n"),
  "2024-02/2024-02-kent-stop-and-search.csv": `${STOPS}\nPerson search,2024-02-01T10:00:00+00:00,False,,51.1,0.9,Female,18-24,,,Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False\n`,
};

async function collated(files: { path: string }[]) {
  const home = join(folder, `home-${++homes}`);
  const report = await collate(home, () => {}, { sources: [await readSource("police-uk")], files });
  const snapshot = report.fingerprint === "" ? undefined : await openSnapshot(home);
  const rows = async (query: string) => (snapshot === undefined ? [] : snapshot.sql(query));
  const crimes = await rows(
    "select file_month, force, month, category, line from police_uk_crime order by force, file_month, line",
  );
  const stops = await rows("select * exclude (sha256, part) from police_uk_stop");
  snapshot?.close();
  return { report, crimes, stops };
}

const zipped = (name: string, entries: Record<string, string>): string => {
  const path = join(folder, name);
  writeFileSync(path, zipOf(Object.entries(entries).map(([entry, data]) => ({ name: entry, data }))));
  return path;
};

test("entries that are loaded together are what they are one by one, line by line", async () => {
  const singly = Object.entries(ENTRIES).map(([entry, text]) => {
    const path = join(folder, entry.slice(8));
    writeFileSync(path, text);
    return { path };
  });
  const alone = await collated(singly);
  const together = await collated([{ path: zipped("2024-02.zip", ENTRIES) }]);
  expect(together.crimes).toEqual(alone.crimes);
  expect(together.stops).toEqual(alone.stops);
  expect(together.crimes.map(({ line }) => line)).toEqual([2, 3, 6, 2, 3, 3]);
  expect(together.report.files).toMatchObject([{ tables: 5, rowsIn: 8, rowsLoaded: 7, rowsSetAside: 1 }]);
  const told = together.report.findings.map(({ part, line }) => `${part.slice(8)} ${line}`);
  expect(told.sort()).toEqual(["2024-01-essex-street.csv 2", "2024-02-kent-street.csv 2"]);
});

test("one entry that cannot be read refuses the archive, whatever was loaded with it", async () => {
  const cut = {
    ...ENTRIES,
    "2024-03/2024-03-kent-street.csv": `${HEADER}\n${row("Kent Police", "2024-03").slice(0, -60)}`,
  };
  const { report } = await collated([{ path: zipped("2024-03.zip", cut) }]);
  expect(report.files).toMatchObject([{ state: "refused", rowsLoaded: 0 }]);
  expect(report.refused[0]?.sentence).toContain("2024-03/2024-03-kent-street.csv");
});
