import { appendFileSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/collate/figures.ts";
import { Ledger, type NewEntry } from "./ledger.ts";

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
});
afterEach(() => home.remove());

const hash = (n: number): string => n.toString(16).padStart(64, "0");
const landed = (name: string, n: number): NewEntry => ({
  kind: "landed",
  source: "s",
  name,
  sha256: hash(n),
  bytes: 1,
});
const written = (...entries: NewEntry[]): Ledger => {
  const ledger = new Ledger(home.path);
  for (const entry of entries) ledger.append(entry);
  return ledger;
};
const names = (ledger: Ledger) => ledger.active().map((e) => [e.name, e.sha256.slice(-1)]);

test("what was appended is read back, chained from the first line", () => {
  const { path, entries } = written(landed("a", 1), landed("b", 2));
  expect(new Ledger(home.path).entries).toEqual(entries);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
});

test("of each name the last landed version counts, unless it was refused since or withdrawn; the same bytes count once", () => {
  const refused: NewEntry = { kind: "refused", source: "s", name: "a", sha256: hash(3), definition: "d", why: "w" };
  expect(names(written(landed("b", 2), landed("a", 1), landed("a", 3)))).toEqual([
    ["a", "3"],
    ["b", "2"],
  ]);
  expect(names(written(refused))).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(names(written(landed("c", 1)))).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(names(written({ kind: "withdrawn", source: "s", name: "a" }))).toEqual([
    ["b", "2"],
    ["c", "1"],
  ]);
});

test("a tail torn at any byte is ignored, and the next entry takes its place", () => {
  const { path } = written(landed("a", 1), landed("b", 2));
  const whole = readFileSync(path);
  const firstEnd = whole.indexOf("\n") + 1;
  for (let cut = firstEnd; cut < whole.length; cut++) {
    writeFileSync(path, whole.subarray(0, cut));
    const torn = new Ledger(home.path);
    expect([torn.entries.length, torn.tornBytes]).toEqual([1, cut - firstEnd]);
    torn.append(landed("c", 3));
    expect(new Ledger(home.path).entries.map((e) => (e.kind === "landed" ? e.name : ""))).toEqual(["a", "c"]);
  }
});

test("a tail of zeros, as a power cut may leave, is a torn tail", () => {
  const { path } = written(landed("a", 1));
  appendFileSync(path, Buffer.alloc(100));
  expect(new Ledger(home.path)).toMatchObject({ tornBytes: 100, entries: { length: 1 } });
});

test("any changed byte of a whole line is seen, and the line is named", () => {
  const { path } = written(landed("a", 1), landed("b", 2), landed("c", 3));
  const whole = readFileSync(path);
  const lastStart = whole.lastIndexOf("\n", whole.length - 2) + 1;
  for (let at = 0; at < lastStart; at++) {
    if (whole[at] === 10) continue;
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    expect(() => new Ledger(home.path), `byte ${at}`).toThrow(/ledger\.jsonl, line [123]: the ledger is broken here/);
  }
});

test("a line taken out of the middle is seen", () => {
  const { path } = written(landed("a", 1), landed("b", 2), landed("c", 3));
  const [first, , third] = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, `${first}\n${third}\n`);
  expect(() => new Ledger(home.path)).toThrow(
    "line 2: the ledger is broken here (it does not carry the hash of the line before)",
  );
});

test("a device in the ledger's place is refused, not read for ever", () => {
  symlinkSync("/dev/full", `${home.path}/ledger.jsonl`);
  expect(() => new Ledger(home.path)).toThrow("it is not a regular file");
});
