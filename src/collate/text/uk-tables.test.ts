import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../store/index.ts";
import {
  count,
  forceCode,
  type MarkerMeaning,
  month,
  type NumberStyle,
  nameText,
  notAfter,
  optionalText,
  Problem,
  publishedValueWith,
  type Row,
} from "../../terms/index.ts";
import { batchOf, type LandedTable } from "../check.ts";
import type { Reading } from "../source.ts";
import { type ColumnSpec, type Dialect, readCsv } from "./csv.ts";

/** CSV in the shapes in which British open data comes, with its defects: each file declared, read, checked and counted. */
const folder = projectFile("test", "fixtures", "bad-inputs", "uk-tables");
const EXPECTED = JSON.parse(readFileSync(`${folder}/expect.json`, "utf8")) as Record<
  string,
  { outcome: "accept" | "quarantine" | "reject" | "accept-or-reject"; rows?: number; quarantined?: number }
>;

interface Kind {
  columns: string[];
  read: (row: Row) => Partial<Reading>;
}

const MARKERS: Record<string, MarkerMeaning> = { "-": "not-available" };
const year = { start: "2024-01-01", end: "2024-12-31" };
const force: Kind = {
  columns: ["force_code", "force_name", "month", "offence", "count"],
  read: (row) => ({
    place: row.take("force_code", forceCode),
    period: row.take("month", month),
    breakdown: `${row.take("force_name", nameText)}; ${row.take("offence", nameText)}`,
    value: row.take("count", publishedValueWith(MARKERS)),
  }),
};
const texts = (...columns: string[]): Kind => ({
  columns,
  read: (row) => ({ breakdown: JSON.stringify([row.line, ...columns.map((c) => row.take(c, optionalText))]) }),
});
const dated: Kind = {
  columns: ["id", "month"],
  read: (row) => ({ breakdown: row.take("id", nameText), period: row.take("month", notAfter("2026-12-31", month)) }),
};
const counted: Kind = {
  columns: ["id", "count"],
  read: (row) => ({ breakdown: row.take("id", nameText), value: { value: row.take("count", count) } }),
};

/** What a source would declare for a file; those that are not here are tables of forces in the plain dialect. */
const DECLARED: Record<string, { kind?: Kind; dialect?: Partial<Dialect>; numbers?: NumberStyle }> = {
  "dates-dirty.csv": { kind: dated },
  "duplicate-headers.csv": { kind: texts("force_code", "count") },
  "formula-injection.csv": { kind: texts("name", "note") },
  "mixed-line-endings.csv": { kind: texts("a", "b") },
  "names-same-place.csv": {
    kind: { columns: ["name"], read: (r) => ({ breakdown: `${r.line} ${r.take("name", nameText)}` }) },
  },
  "numbers-dirty.csv": { kind: counted, numbers: { thousands: "," } },
  "one-cell-100kb.csv": { kind: texts("a", "b") },
  "ons-preamble-3-lines.csv": { dialect: { preamble: 3 } },
  "sql-and-markup-text.csv": { kind: texts("name") },
  "three-lines-semicolon.csv": { kind: texts("c0") },
  "utf16le-bom.csv": { dialect: { encoding: "utf-16le" } },
  "wide-2000-columns.csv": { kind: texts("c0") },
  "windows-1252-pound.csv": { kind: texts("item", "cost"), dialect: { encoding: "windows-1252" } },
};

/** Our codes for what happens: those that refuse, set aside or only tell. */
const CODES: Record<string, string[]> = {
  "codes-dirty.csv": ["bad-row", "unknown-place"],
  "conflicting-duplicates.csv": ["conflicting-duplicate"],
  "dates-dirty.csv": ["bad-row"],
  "dialect-change-midway.csv": ["ragged-row"],
  "duplicate-headers.csv": ["duplicate-column"],
  "duplicate-rows.csv": ["duplicate-key"],
  "extra-column.csv": ["unexpected-column"],
  "header-only.csv": ["no-rows"],
  "html-error-page.csv": ["not-a-table"],
  "missing-required-column.csv": ["missing-column"],
  "mixed-line-endings.csv": ["line-ends-mixed"],
  "nul-bytes.csv": ["control-character"],
  "numbers-dirty.csv": ["bad-row"],
  "one-cell-100kb.csv": ["cell-too-long"],
  "personal-data-slipped-in.csv": ["personal-data-suspected"],
  "total-row-at-end.csv": ["bad-row"],
  "truncated-download.csv": ["truncated-file"],
  "unbalanced-quote.csv": ["bad-quote"],
  "wide-2000-columns.csv": ["too-many-columns"],
  "zero-bytes.csv": ["empty-file"],
};

function landed(name: string, changed: Partial<Dialect> = {}) {
  const { kind = force, dialect, numbers } = DECLARED[name] ?? {};
  const spec: ColumnSpec = { columns: kind.columns };
  const bytes = readFileSync(`${folder}/${name}`);
  const plain: Dialect = { encoding: "utf-8", delimiter: ",", quote: '"', ...dialect, ...changed };
  const text = readCsv(name, bytes, plain, spec, numbers);
  const readRow = (row: Row): Reading => {
    const reading = {
      measure: "made-up",
      threat: "context",
      place: "",
      breakdown: "",
      period: year,
      value: { value: 1 },
      unit: "offences",
      ...kind.read(row),
    };
    row.done();
    return reading;
  };
  const source = {
    declaration: { id: "uk-tables", title: "", publisher: "", address: "", licence: "CC0" },
    measures: new Map([["made-up", new Map([["offences", { low: 0, high: 1e6 }]])]]),
    knowsPlace: (code: string) => /^E230000(0[1-9]|[12]\d|3\d)$/.test(code),
    definition: "",
    files: [],
    readRow,
  } as unknown as LandedTable["source"];
  const table = { id: "t", files: "", format: "csv", columns: kind.columns } as unknown as LandedTable["table"];
  const of = { name, part: "", partNo: 0, sha256: "0".repeat(64), landedAt: "", published: "", bytes: bytes.length };
  return { batch: batchOf({ source, table, text, ...of }), lines: bytes.toString("latin1").split(/\r\n|\r|\n/).length };
}

describe("each file of uk-tables", () => {
  test("is in expect.json", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
    expect(Object.keys(EXPECTED).sort()).toEqual(files.sort());
  });

  test.each(Object.entries(EXPECTED))("%s", (name, { outcome, rows, quarantined }) => {
    const start = performance.now();
    const codes: string[] = [];
    try {
      const { release, findings, observations } = landed(name).batch;
      codes.push(...new Set(findings.map((f) => f.code)));
      expect(outcome).not.toBe("reject");
      expect(release.rowsIn).toBe(release.rowsLoaded + release.rowsSetAside);
      expect(observations).toHaveLength(release.rowsLoaded);
      if (outcome === "accept") expect(release.rowsSetAside).toBe(0);
      if (outcome === "quarantine") expect(release.rowsSetAside).toBe(quarantined ?? release.rowsSetAside);
      if (outcome === "quarantine") expect(release.rowsSetAside).toBeGreaterThan(0);
      expect(release.rowsLoaded).toBe(rows ?? release.rowsLoaded);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      codes.push(error.data.code);
      expect(outcome).toBe("reject");
      expect(error.message.length).toBeGreaterThan(40);
    }
    expect(codes.filter((code) => code !== "last-line-open").sort()).toEqual([...(CODES[name] ?? [])].sort());
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test("no marker became a zero, and the revised figure is marked", () => {
    const values = landed("gss-shorthand.csv").batch.observations.map((o) => o.value);
    expect(values).toEqual([
      { missing: "not-available" },
      { missing: "confidential" },
      { missing: "rounds-to-zero" },
      { missing: "not-available" },
      { missing: "not-available" },
      { missing: "suppressed-small" },
      { value: 12, marks: ["revised"] },
    ]);
  });

  test("of the dirty numbers the one written in the declared style is loaded, of the dirty codes the one with a blank", () => {
    expect(landed("numbers-dirty.csv").batch.observations.map((o) => o.value)).toEqual([{ value: 1234 }]);
    expect(landed("codes-dirty.csv").batch.release).toMatchObject({ rowsIn: 8, rowsLoaded: 1, rowsSetAside: 7 });
    expect(landed("dates-dirty.csv").batch.release).toMatchObject({ rowsIn: 10, rowsLoaded: 0 });
  });

  test.each([
    ["ons-preamble-3-lines.csv", { preamble: 0 }, "missing-column"],
    ["windows-1252-pound.csv", { encoding: "utf-8" as const }, "wrong-encoding"],
    ["utf16le-bom.csv", { encoding: "utf-8" as const }, "wrong-encoding"],
  ])("%s is refused where the source does not declare how it is written", (name, undeclared, code) => {
    expect(() => landed(name, undeclared)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code }) }),
    );
  });
});
