import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STREET } from "../../../bench/street-source.ts";
import { Database, projectFile } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { readCsv } from "../text/csv.ts";
import { countedReadings } from "./count.ts";
import type { BulkAs } from "./declaration.ts";
import { type BulkLoad, loadBulk } from "./load.ts";
import { type BulkPlan, type BulkSource, planOf, readBulkRow, tableFor } from "./plan.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-bulk-"));
let database: Database;
beforeAll(async () => {
  database = await Database.write(join(folder, "working.duckdb"), folder);
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

type Loaded = [line: number, ...values: (string | null)[]];
interface Outcome {
  refused?: string;
  loaded: Loaded[];
  aside: [line: number, code: string][];
}

const SHA256 = "a".repeat(64);
const street = planOf("sources/test", STREET);

/** What the fast path makes of a file; nothing of it stays in the database. `read` looks at it before that. */
async function fast<T = undefined>(
  plan: BulkPlan,
  bytes: Uint8Array | string,
  read?: (load: BulkLoad) => Promise<T>,
): Promise<Outcome & { load?: BulkLoad; read?: T }> {
  const path = join(folder, "file.csv");
  writeFileSync(path, bytes);
  await database.run("begin transaction");
  try {
    const scratch = join(folder, "tidied.csv");
    const file = { part: "", file: "file.csv", name: "file.csv", path, scratch };
    const [load] = (await loadBulk(database, plan, SHA256, [file])) as [BulkLoad];
    expect(load.rowsIn).toBe(load.rowsLoaded + load.rowsSetAside);
    expect(existsSync(scratch)).toBe(false);
    const names = plan.columns.map(
      ({ name, kind }) => `"${name}"${kind.type === "double" ? "" : "::varchar"} as "${name}"`,
    );
    const rows = await database.rows(`select line, ${names.join(", ")} from ${plan.source.bulk.table} order by line`);
    const loaded = rows.map(({ line, ...row }): Loaded => [Number(line), ...Object.values(row).map(asWritten)]);
    const aside = load.problems.flatMap((p): Outcome["aside"] => (isNote(p.code) ? [] : [[lineOf(p), p.code]]));
    return { loaded, aside, load, ...(read === undefined ? {} : { read: await read(load) }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { refused: error.data.code, loaded: [], aside: [] };
  } finally {
    await database.run("rollback");
  }
}

/** What the strict reader alone makes of the same file. */
function slow(plan: BulkPlan, bytes: Uint8Array | string): Outcome {
  const { spec, source } = plan;
  try {
    const text = readCsv(
      "file.csv",
      Buffer.from(bytes),
      { ...source.dialect!, encoding: "utf-8" },
      spec,
      source.numbers,
    );
    const table = tableFor(plan, "file.csv", "file.csv", text.header);
    const outcome: Outcome = { loaded: [], aside: [] };
    for (const record of text.records)
      try {
        if ("problem" in record) throw record.problem;
        const values = readBulkRow(plan, table, record.row);
        outcome.loaded.push([record.row.line, ...values.map((value) => (value === null ? null : String(value)))]);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        outcome.aside.push([lineOf(error.data), error.data.code]);
      }
    return outcome;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { refused: error.data.code, loaded: [], aside: [] };
  }
}

/** Numbers are compared as numbers: DuckDB writes 1234.0. */
const asWritten = (value: unknown): string | null => (value === null ? null : String(value));
const lineOf = (p: object): number => ("line" in p ? Number(p.line) : 0);
const isNote = (code: string): boolean =>
  ["line-ends-mixed", "blank-lines", "last-line-open", "lost-characters", "unexpected-column"].includes(code);

async function expectAgreement(plan: BulkPlan, bytes: Uint8Array | string): Promise<void> {
  const { refused, loaded, aside } = await fast(plan, bytes);
  const wanted = slow(plan, bytes);
  expect({ refused, loaded, aside }).toEqual({ refused: undefined, ...wanted });
}

const HEADER =
  "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";
const ROW =
  "b92474cd,2023-04,City of London Police,City of London Police,-0.1164,51.5247,On or near Gray'S Inn Road,E01000936,Camden 024A,Drugs,Under investigation,";
const with_ = (from: string, to: string): string => ROW.replace(from, to);
const file = (...rows: string[]): string => [HEADER, ...rows, ""].join("\n");

describe("a street file", () => {
  test("loads in the needed columns, and counts into figures with the line of the first row", async () => {
    const other = with_("Drugs", "Burglary").replaceAll("City of London Police", "British Transport Police");
    const { loaded, aside, read } = await fast(street, file(ROW, other, ROW), () =>
      countedReadings(database, street, { sha256: SHA256, parts: [""] }),
    );
    expect(aside).toEqual([]);
    expect(loaded).toEqual([
      [2, "2023-04-01", "E23000034", "E23000034", "E01000936", "Drugs", "Under investigation"],
      [
        3,
        "2023-04-01",
        "British Transport Police",
        "British Transport Police",
        "E01000936",
        "Burglary",
        "Under investigation",
      ],
      [4, "2023-04-01", "E23000034", "E23000034", "E01000936", "Drugs", "Under investigation"],
    ]);
    const period = { start: "2023-04-01", end: "2023-04-30" };
    expect(read?.get("")?.[0]).toMatchObject([
      {
        line: 2,
        reading: {
          threat: "drug-supply",
          place: "E23000034",
          breakdown: "category=Drugs",
          period,
          value: { value: 2 },
        },
      },
      {
        line: 3,
        reading: {
          threat: "acquisitive-crime",
          place: "",
          breakdown: "body=British Transport Police; category=Burglary",
          value: { value: 1 },
        },
      },
    ]);
  });

  test("of 2012 has no crime ids, other coordinates and no outcomes", async () => {
    const old = "Month,Reported by,Falls within,Easting,Northing,Location,LSOA code,LSOA name,Crime type,Context";
    const row =
      "2012-04,Kent Police,Kent Police,601000,152000,On or near High Street,E01024000,Ashford 001A,Violent crime,";
    const { loaded, aside } = await fast(street, `${old}\n${row}\n`);
    expect(aside).toEqual([]);
    expect(loaded).toEqual([[2, "2012-04-01", "E23000032", "E23000032", "E01024000", "Violent crime", null]]);
  });

  test("is refused whole when a needed column is not there", async () => {
    expect((await fast(street, file(ROW).replace("Crime type", "Type"))).refused).toBe("missing-column");
  });

  test("names a hundred rows of a kind and counts the rest", async () => {
    const { load } = await fast(street, file(...Array.from({ length: 130 }, () => with_("Drugs", "Arson")), ROW));
    expect(load).toMatchObject({ rowsIn: 131, rowsLoaded: 1, rowsSetAside: 130 });
    expect(load?.problems).toHaveLength(101);
    expect(load?.problems.at(-1)).toMatchObject({ code: "more-set-aside", line: 102, column: "Crime type", rows: 30 });
  });

  test("as published by the City of London Police: 39 months, every row loaded", async (context) => {
    const real = projectFile("..", "shared", "data", "police-uk-street-city-of-london");
    context.skip(!existsSync(real), "the published files are not here");
    let rows = 0;
    for (const name of readdirSync(real).filter((n) => n.endsWith(".csv"))) {
      const path = join(real, name);
      await database.run("begin transaction");
      const load = await loadInPlace(path, name);
      await database.run("rollback");
      expect(load.problems).toEqual([]);
      rows += load.rowsLoaded;
    }
    expect(rows).toBe(30_427);
  });
});

/** The database may read its own folder only, so a published file is copied there first. */
async function loadInPlace(path: string, name: string): Promise<BulkLoad> {
  const copy = join(folder, "published.csv");
  copyFileSync(path, copy);
  const file = { part: "", file: name, name, path: copy, scratch: join(folder, "tidied.csv") };
  const [load] = (await loadBulk(database, street, SHA256, [file])) as [BulkLoad];
  return load;
}

/** Files of which DuckDB alone says nothing, drops something, or stops; each row is one habit or fault of real files. */
const FILES: Record<string, string | Buffer> = {
  "a comma too many at the end": file(ROW, `${ROW},`, ROW),
  "a comma missing": file(ROW, ROW.slice(0, -1), ROW),
  "an unquoted comma inside": file(with_("On or near", "On, or near"), ROW),
  "a quoted comma": file(with_("On or near Gray'S Inn Road", '"On or near Gray\'S Inn Road, North"'), ROW),
  "a blank before a quote": file(with_("Drugs", ' "Drugs"'), ROW),
  "a blank after a quote": file(with_("Drugs", '"Drugs" '), ROW),
  "a quoted value": file(with_("Drugs", '"Drugs"'), ROW),
  "an empty value in quotes": file(with_("Under investigation", '""'), ROW),
  "a quote inside a cell": file(with_("Gray", 'Gr"ay'), ROW),
  "a doubled quote": file(with_("On or near Gray'S Inn Road", '"On or near ""The Gray"""'), ROW),
  "a quote that is never closed": file(ROW, with_("On or near", '"On or near'), ROW),
  "lines within quotes": file(
    with_("On or near Gray'S Inn Road", '"On or\nnear\r\nGray"'),
    ROW,
    with_("Drugs", "Arson"),
    ROW,
  ),
  "padded values": file(with_("Drugs", " Drugs  "), with_("2023-04", "\u00a02023-04\u2003"), ROW),
  "windows line ends": file(ROW, ROW).replaceAll("\n", "\r\n"),
  "mixed line ends": `${HEADER}\r\n${ROW}\n${with_("Drugs", "Arson")}\r\n${ROW}\r\n`,
  "old Macintosh line ends": file(ROW, ROW).replaceAll("\n", "\r"),
  "blank lines": `\n${HEADER}\n\n${ROW}\n\n\n${with_("Drugs", "Arson")}\n${ROW}\n\n`,
  "no line end at the end": file(ROW, ROW).slice(0, -1),
  "a download cut short": file(ROW, ROW).slice(0, -40),
  "a NUL byte": file(with_("Gray", "Gr\u0000ay"), ROW),
  "a control character of C1": file(with_("Gray", "Gr\u0085ay"), ROW),
  accents: file(with_("Gray", "Grây – “quoted”"), ROW),
  "a lost character": file(with_("Gray", "Gr\ufffday"), ROW),
  "Latin-1 bytes": Buffer.from(file(with_("Gray", "Gr\u00e2y"), ROW), "latin1"),
  "a byte order mark": `\ufeff${file(ROW, with_("2023-04", "2023-13"))}`,
  "another order of columns": file(ROW).replace("Month,Reported by", "Reported by,Month"),
  "a column more": file(...[ROW, ROW].map((r) => `${r},x`)).replace("Context", "Context,Further"),
  "a column twice": file(ROW).replace("Context", "Month"),
  "quoted headers": file(ROW).replace("Crime type", '"Crime type"'),
  "a header over two lines": file(ROW, with_("Drugs", "Arson")).replace("Context", '"Con\ntext"'),
  "an unknown month, force, type, area": file(
    with_("2023-04", "2023-4"),
    with_("City of London Police", "Ruritania"),
    with_("Drugs", "drugs"),
    with_("E01000936", "E0100936"),
    with_("E01000936", ""),
    ROW,
  ),
  "no rows": `${HEADER}\n`,
  nothing: "",
  "a page instead": "<!DOCTYPE html>\n<html><body>Service unavailable</body></html>\n",
  "a cell of 40,000 characters": file(with_("On or near", "x".repeat(40_000)), ROW),
  "people at the head": file(with_("On or near Gray'S Inn Road", "sam.sample@example.org"), ROW),
};

test.each(Object.entries(FILES))("both readers agree on %s", async (_, bytes) => {
  await expectAgreement(street, bytes);
});

/** One column of each kind, so that every conversion is held against its parser. */
const KINDS: BulkAs[] = [
  "text",
  "month",
  "month-of-time",
  "day",
  "recorder",
  "small-area",
  "area",
  "count",
  "number",
  { one_of: ["a", "b c", "it's"] },
];
const named = KINDS.map(
  (as, i) => [`C${i}`, { name: `v${i}`, as, ...(i % 2 === 0 ? { empty: "allowed" as const } : {}) }] as const,
);
const everyKind = (numbers?: BulkSource["numbers"]): BulkPlan =>
  planOf("sources/test", {
    columns: [...named.map(([column]) => column), "Rest"],
    dialect: { encoding: "utf-8", delimiter: ",", quote: '"' },
    ...(numbers === undefined ? {} : { numbers }),
    bulk: { table: "every_kind", columns: Object.fromEntries(named), ignored: ["Rest"], counts: [] },
  });

/** Right, nearly right and hostile texts for every kind; any of them may stand in any column. */
const TEXTS = [
  ["word", "two words", " padded ", "tab\tin", "é", "", "NULL", "'; drop table every_kind; --", "=1+1"],
  ["2023-04", "1989-12", "2059-12", "2060-01", "2023-13", "2023-4", " 2023-04", "2023-04\u00a0", "+2023-04"],
  [
    "2023-04-01T12:30:00+00:00",
    "2023-02-31T12:30:00Z",
    "2023-04-01T24:00:00Z",
    "2023-04-01 12:30:00",
    "2024-02-29T23:59:59+01:00",
  ],
  ["2023-04-01", "2023-02-29", "2024-02-29", "0000-01-01", "9999-12-31", "2023-04-31", "1582-10-10", "0001-01-01"],
  [
    "Kent",
    "Kent Police",
    "kent",
    "Metropolitan Police [note 6]",
    "British  Transport Police",
    "btp",
    "Action Fraud",
    "E23000032",
  ],
  [
    "E01000936",
    "W01001234",
    "S01006506",
    "N20000001",
    "95AA01S1",
    "E02000001",
    "e01000936",
    "E010009361",
    "E01000936\n",
  ],
  ["0", "12", "007", "1,234", "-1", "999999999999999", "9007199254740993", "12345678901234567890", "1e3", "１２"],
  [
    "1.5",
    "-0.5",
    "1.234",
    "1,5",
    ".5",
    "5.",
    "+5",
    "0.1",
    "123456789012345.123456789012345",
    "1e-7",
    "1e400",
    "NaN",
    "inf",
    "-0",
  ],
  ["a", "b c", "it's", "A", "b  c", "its", "a\u0000", "a,b", 'a"b', '"', "a\r"],
];
const quoteCell = (t: string): string => `"${t.replaceAll('"', '""')}"`;
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TEXTS.flat()) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const rightly = TEXTS.map((texts) => fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...texts.slice(0, 3)) }, cell));
const written = (t: string, style: number): string =>
  style === 0 ? t : style === 1 || /[",\r\n]/.test(t) ? quoteCell(t) : style === 2 && t !== "" ? ` ${t}` : t;
const row = fc
  .tuple(
    fc.tuple(...rightly, cell),
    fc.array(fc.constantFrom(3, 3, 3, 3, 3, 3, 1, 2, 0), { minLength: 10, maxLength: 10 }),
    fc.constantFrom(...Array<string>(20).fill(""), ",", ",x", "\n"),
  )
  .map(([cells, styles, more]) => `${cells.map((t, i) => written(t, styles[i] ?? 3)).join(",")}${more}`);

const RUNS = process.env.SOCLAB_LONG === "1" ? 3000 : 12;

test.each([
  ["plain", undefined],
  ["thousands by a point", { thousands: "." as const }],
])("both readers agree on any file of every kind, numbers %s", async (_, numbers) => {
  const plan = everyKind(numbers);
  const header = plan.source.columns.join(",");
  const end = fc.constantFrom("\n", "\n", "\r\n");
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), end, async (rows, lineEnd) => {
      await expectAgreement(plan, [header, ...rows, ""].join(lineEnd));
    }),
    { numRuns: RUNS },
  );
});

test("a declaration at odds with itself says where", () => {
  const { bulk } = STREET;
  const fault =
    (change: Partial<BulkSource>): (() => BulkPlan) =>
    () =>
      planOf("sources/x", { ...STREET, ...change });
  expect(fault({ columns: [...STREET.columns, "New"] })).toThrow(
    '"New" is neither in bulk.columns nor in bulk.ignored',
  );
  expect(fault({ bulk: { ...bulk, ignored: [...bulk.ignored, "Month"] } })).toThrow('bulk names "Month"');
  expect(fault({ bulk: { ...bulk, counts: bulk.counts.map((c) => ({ ...c, place: "where" })) } })).toThrow('"where"');
  expect(fault({ dialect: { encoding: "windows-1252", delimiter: ",", quote: '"' } })).toThrow("utf-8");
});
