import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { content, line, sourceOf, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { collate } from "../collate/index.ts";
import { homePaths, openSnapshot, type Snapshot } from "./index.ts";

const folder = temporaryFolder();
const home = join(folder.path, "home");
const ROWS = [
  line({ place: "W15000001", breakdown: "second" }),
  line({ breakdown: "first", note: 'said "so"', low: "90", high: "110" }),
  line({ measure: "nrm-referrals", threat: "modern-slavery", place: "K02000001", unit: "referrals", value: "[c]" }),
];
let snapshot: Snapshot;

beforeAll(async () => {
  const files = writeFiles(folder.path, { "a.csv": content(ROWS) });
  await collate(home, undefined, { sources: [await sourceOf(files)] });
  snapshot = await openSnapshot(home);
});
afterAll(() => {
  snapshot.close();
  folder.remove();
});

describe("an open snapshot", () => {
  test("gives observations in a fixed order, all or by measure, place and threat", async () => {
    const all = await snapshot.observations();
    expect(all.map((o) => o.breakdown)).toEqual(["Drugs", "first", "second"]);
    expect(all[0]).toMatchObject({
      value: { missing: "confidential" },
      source: "embedded",
      period: { start: "2024-04-01", end: "2025-03-31" },
    });
    expect(all[1]).toMatchObject({ value: { value: 100 }, low: 90, high: 110, note: 'said "so"' });
    expect(all[2]).not.toHaveProperty("low");
    expect(await snapshot.observations({ place: "W15000001", threat: "drug-supply" })).toEqual([all[2]]);
    expect(await snapshot.observations({ measure: "it's none" })).toEqual([]);
  });

  test("walks an observation to its file, line and licence, and reads the line from the kept bytes", async () => {
    const [, first] = await snapshot.observations();
    const origin = await snapshot.origin(first?.id ?? "");
    expect(origin).toMatchObject({
      file: "embedded/a.csv",
      line: 3,
      text: ROWS[1],
      observation: { id: first?.id, licence: "CC0" },
    });
    expect(first?.id).toBe(`obs:${origin?.sha256.slice(0, 12)}:3`);
    expect(readFileSync(origin?.path ?? "", "utf8")).toBe(content(ROWS));
    expect(await snapshot.origin("anchor:x")).toBeUndefined();
    expect(await snapshot.origin("obs:000000000000:3")).toBeUndefined();
  });

  test("its fingerprint is that of its rows", async () => {
    expect(await snapshot.recount()).toBe(snapshot.fingerprint);
  });

  test.each([
    ["delete from observation", "writes"],
    ["create table mine (a integer)", "writes"],
    ["create temp table mine as select 1", "writes"],
    ["copy observation to '/tmp/soclab-leak.csv'", "files"],
    ["export database '/tmp/soclab-leak'", "files"],
    ["attach '/tmp/soclab-other.duckdb'", "writes"],
    ["set memory_limit = '8GB'", "writes"],
    ["set enable_external_access = true", "writes"],
    ["install httpfs", "writes"],
    ["load httpfs", "writes"],
    ["call duckdb_settings()", "writes"],
    ["select * from read_csv('/etc/passwd')", "files"],
    ["select * from read_text('package.json')", "files"],
    ["select * from 'package.json'", "files"],
    ["select * from glob('/etc/*')", "files"],
    ["select 1; delete from observation", "several"],
    ["", "empty"],
    [" -- nothing\n", "empty"],
  ])("refuses with a sentence: %s", async (query, what) => {
    await expect(snapshot.sql(query)).rejects.toMatchObject({ data: { code: "query-refused", what } });
    await expect(snapshot.sql(query)).rejects.toThrow(/^The query is not run: .*\.$/);
    expect(existsSync("/tmp/soclab-leak.csv")).toBe(false);
  });

  test.each([
    ["selec 1", /syntax error at or near "selec"\. `soclab sql --tables`/],
    ["select * from observatoin", /Table with name observatoin does not exist\. Did you mean observation\?/],
    ["select valeu from observation", /Referenced column "valeu" not found.* Did you mean value\?/],
    ["select * from as_knowm('2024-01-01')", /Did you mean as_known\?/],
    ["select value / 'a' from observation", /^The query cannot be answered: .*\.$/],
  ])("says what is wrong and what is near: %s", async (query, sentence) => {
    await expect(snapshot.sql(query)).rejects.toThrow(sentence);
  });

  test("stops a query that takes too long or too much memory, and goes on", async () => {
    const slow = "select count(*) from range(10000000) a, range(10000000) b where a.range % 7 = b.range % 11";
    await expect(snapshot.ask(slow, { seconds: 0.2, rows: 1 })).rejects.toThrow(/took more than 0\.2 seconds/);
    const large = "select list(repeat('x', 1000)) from range(2000000)";
    await expect(snapshot.ask(large, { seconds: 30, rows: 1 })).rejects.toThrow(/more than the 512 MB of memory/);
    expect(await snapshot.sql("select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("reads as many rows as asked for and says when there are more", async () => {
    const cut = await snapshot.ask("select 1 as a, range as a from range(5000)", { seconds: 10, rows: 2 });
    expect(cut).toEqual({
      columns: [
        { name: "a", type: "INTEGER" },
        { name: "a:1", type: "BIGINT" },
      ],
      rows: [
        [1, 0],
        [1, 1],
      ],
      isCut: true,
    });
    expect((await snapshot.ask("select 1", { seconds: 10, rows: 1 })).isCut).toBe(false);
  });

  test("answers in plain values: dates as text, counts as numbers", async () => {
    const [row] = await snapshot.sql(
      "select max(period_end) as d, count(*) as n, null as nothing, true as yes, [1, 2] as list from observation",
    );
    expect(row).toEqual({ d: "2025-03-31", n: 3, nothing: null, yes: true, list: expect.any(String) });
  });
});

describe("a snapshot that cannot be opened says what to do", () => {
  let bytes: Buffer;
  let pointer: string;
  const copy = join(folder.path, "copy");
  const file = () => join(homePaths(copy).snapshots, `${snapshot.fingerprint}.duckdb`);
  beforeAll(() => {
    bytes = readFileSync(snapshot.path);
    pointer = readFileSync(homePaths(home).current, "utf8");
  });
  beforeEach(() => {
    mkdirSync(homePaths(copy).snapshots, { recursive: true });
    writeFileSync(file(), bytes);
    writeFileSync(homePaths(copy).current, pointer);
  });

  test("whole, it opens", async () => {
    const opened = await openSnapshot(copy);
    expect((await opened.observations()).length).toBe(3);
    opened.close();
  });

  test.each<[string, () => void, string]>([
    ["cut short", () => truncateSync(file(), bytes.length >> 1), "bytes instead of"],
    ["empty", () => truncateSync(file(), 0), "it has 0 bytes instead of"],
    [
      "garbage of the right length",
      () => writeFileSync(file(), Buffer.alloc(bytes.length, "soc")),
      "its bytes have changed",
    ],
    ["one bit flipped", () => writeFileSync(file(), flipped(bytes, bytes.length - 7)), "its bytes have changed"],
    [
      "a pointer to nothing",
      () => writeFileSync(homePaths(copy).current, pointer.replace(/"fingerprint": "./, '"fingerprint": "z')),
      "it does not name a snapshot",
    ],
    ["an empty pointer", () => writeFileSync(homePaths(copy).current, ""), "it does not name a snapshot"],
  ])("%s", async (_, spoil, why) => {
    spoil();
    await expect(openSnapshot(copy)).rejects.toThrow(why);
    await expect(openSnapshot(copy)).rejects.toThrow(
      "No figure is read from it. Run `soclab collate` to rebuild it from the kept files.",
    );
  });

  test("not collated yet", async () => {
    await expect(openSnapshot(join(folder.path, "nowhere"))).rejects.toThrow(
      "holds no collated figures yet. Run `soclab collate` first.",
    );
  });
});

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
};
