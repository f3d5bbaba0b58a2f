import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/collate/figures.ts";
import { ask, collateHanded, handed, TODAY } from "../../../test/collate/partner.ts";
import { homePaths } from "../../store/index.ts";
import { examine } from "../examine.ts";
import { Ledger } from "../ledger.ts";
import { submissionsIn } from "./submissions.ts";

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, "home");
});
afterEach(() => folder.remove());

const landed = () => readdirSync(homePaths(home).landed).sort();
const snapshots = () => readdirSync(homePaths(home).snapshots);
const kinds = () => new Ledger(home).entries.map(({ kind }) => kind);

test("a withdrawn file leaves neither bytes, papers, rows nor an old snapshot; the ledger says what, when and why; again only if asked", async () => {
  const force = handed(join(folder.path, "force"), "force-extract");
  const bank = handed(join(folder.path, "bank"), "financial-typologies");
  await collateHanded(home, [bank]);
  const bankAlone = { landed: landed(), snapshots: snapshots() };
  await collateHanded(home, [force]);
  expect([landed().length, snapshots().length]).toEqual([6, 2]);
  const report = await collateHanded(home, [], { withdraw: { wanted: "sample.csv", why: "sent by mistake" } });
  expect(report.files.map((f) => [f.name, f.state])).toContainEqual(["sample.csv", "withdrawn"]);
  expect(landed()).toEqual(bankAlone.landed);
  expect(snapshots()).toEqual(bankAlone.snapshots);
  expect(await ask(home, "select distinct source from observation")).toEqual([
    { source: "partner-financial-typologies" },
  ]);
  const [withdrawn, , erased] = new Ledger(home).entries.slice(-3);
  expect(withdrawn).toMatchObject({ kind: "withdrawn", name: "sample.csv", why: "sent by mistake", erase: true });
  expect(erased).toMatchObject({ kind: "erased", name: "sample.csv" });
  const entries = kinds().length;
  const twice = await collateHanded(home, [], { withdraw: { wanted: "sample.csv", why: "again" } });
  expect(twice.notices[0]).toContain("nothing of it counts");
  expect(kinds()).toHaveLength(entries);
  const back = await collateHanded(home, [force]);
  expect(back.refused[0]?.sentence).toMatch(
    /these bytes were withdrawn on \d{4}-\d\d-\d\d \("sent by mistake"\).*--again/,
  );
  await collateHanded(home, [{ ...force, again: true }]);
  expect(submissionsIn(home).map(({ name, state }) => [name, state])).toEqual([
    ["sample.xlsx", "counts"],
    ["sample.csv", "counts"],
  ]);
});

/** Every step when there is time. */
const STEPS =
  process.env.SOCLAB_LONG === "1"
    ? (["recorded", "finished", "published", "switched"] as const)
    : (["recorded"] as const);

test.each(STEPS)("a withdrawal that is cut short after %s is finished by the next collate", async (step) => {
  await collateHanded(home, [handed(join(folder.path, "force"), "force-extract")]);
  const stop = new AbortController();
  const { collate } = await import("../collate.ts");
  const order = { sources: [], today: TODAY, withdraw: { wanted: "sample.csv", why: "test" } };
  const cut = collate(home, (p) => void (p.step === step && (step === "switched" ? fail() : stop.abort())), {
    ...order,
    signal: stop.signal,
  });
  await expect(cut).rejects.toThrow();
  expect(kinds()).not.toContain("erased");
  await collateHanded(home, []);
  expect(landed()).toEqual([]);
  expect(kinds().filter((kind) => kind === "withdrawn" || kind === "erased")).toEqual(["withdrawn", "erased"]);
  expect(snapshots()).toHaveLength(1);
  expect(await ask(home, "select count(*) as n from release")).toEqual([{ n: 0 }]);
});

const fail = (): never => {
  throw new Error("killed");
};

test("what may be kept until a day is withdrawn after it, and the doctor says so 30 days before", async () => {
  const force = handed(join(folder.path, "force"), "force-extract", {
    "submission.json": (t) => t.replace("2031-03-31", "2026-12-20"),
  });
  await collateHanded(home, [force]);
  const codes = async (today: string) =>
    (await examine(home, [], today)).matters.filter((m) => m.code === "retention-near");
  expect(await codes("2026-11-19")).toEqual([]);
  expect(await codes("2026-11-20")).toMatchObject([{ severity: "note", where: "sample.csv" }]);
  expect(await codes("2026-12-21")).toMatchObject([{ severity: "fault" }]);
  await collateHanded(home, [], { today: "2026-12-20" });
  expect(landed()).toHaveLength(3);
  await collateHanded(home, [], { today: "2026-12-21" });
  expect(landed()).toEqual([]);
  expect(submissionsIn(home)).toMatchObject([
    { state: "withdrawn", why: expect.stringContaining("retention date reached") },
  ]);
});

test("a name that several files have, and one that none has, are said", async () => {
  const force = handed(join(folder.path, "force"), "force-extract");
  await collateHanded(home, [force]);
  writeFileSync(force.path, readFileSync(force.path, "utf8").replace("EV-000002", "EV-100002"));
  await collateHanded(home, [force]);
  const withdraw = (wanted: string) => collateHanded(home, [], { withdraw: { wanted, why: "test" } });
  await expect(withdraw("sample.csv")).rejects.toThrow("More than one file that counts");
  await expect(withdraw("other.csv")).rejects.toThrow('No file that counts is called "other.csv"');
  expect(existsSync(homePaths(home).lock)).toBe(false);
});
