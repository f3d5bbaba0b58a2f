import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { content, line, sourceOf, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { soclab } from "../../test/command-line.ts";
import { collate, examine } from "../collate/index.ts";
import { projectFile } from "../store/index.ts";
import { reportText } from "./collate.ts";
import { healthText } from "./doctor-text.ts";

const folder = temporaryFolder();
const home = join(folder.path, "home");
afterAll(() => folder.remove());

test("soclab doctor, collate, collate again, doctor: from nothing to all well", async () => {
  const before = await soclab("doctor", "--home", home);
  expect(before.code).toBe(1);
  expect(before.out).toMatch(/ broken +\S+ holds no collated figures yet\.\n +Run `soclab collate` first\.\n/);
  const first = await soclab("collate", "--home", home, "--json");
  expect(first.code).toBe(0);
  // On a busy machine progress is told; nothing else is.
  expect(first.err).toMatch(/^(?:\[[#-]+\].*\n)*$/);
  const report = JSON.parse(first.out);
  expect(report).toMatchObject({ isNew: true, findings: [], refused: [] });
  const second = await soclab("collate", "--home", home);
  expect(second.code).toBe(0);
  expect(second.out).toContain(`Snapshot ${report.fingerprint} stands: nothing new in ${home}\n`);
  const after = await soclab("doctor", "--home", home);
  expect(after).toMatchObject({ code: 0, err: "" });
  expect(after.out).toContain("matches its rows, matches the ledger");
  expect(after.out).toMatch(/All is well\.\n$/);
  expect(after.out.split("\n").length).toBeLessThan(25);
  expect(JSON.parse((await soclab("doctor", "--home", home, "--json")).out)).toMatchObject({ faults: [], stale: [] });
}, 120_000);

test("a home that is a file is refused with a sentence", async () => {
  const [file] = writeFiles(folder.path, { "not-a-folder": "" }) as [string];
  const { code, out, err } = await soclab("collate", "--home", file);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toContain(`${file} could not be read or written`);
});

test("a full device behind stdout is a sentence and exit code 1, not a stack", async () => {
  const command = `"${process.execPath}" "${projectFile("bin", "soclab.mjs")}" doctor --json --home "${home}" > /dev/full`;
  const { code, err } = await promisify(execFile)("sh", ["-c", command]).then(
    () => ({ code: 0, err: "" }),
    (error) => ({ code: error.code, err: error.stderr }),
  );
  expect(code).toBe(1);
  expect(err).toMatch(
    /^The output could not be written: the disk is full.* Free some space and run the command again\.\n$/,
  );
});

test("what is set aside and refused stands in the report and on the doctor's screen, each with its sentence", async () => {
  const files = writeFiles(folder.path, { "a.csv": content([line({ value: "12O" }), line()]), "b.csv": "measure\n" });
  const other = join(folder.path, "other");
  const text = reportText(await collate(other, undefined, { sources: [await sourceOf(files)] }));
  expect(text).toMatch(/embedded\/a\.csv +new +2 +1 +1\n/);
  expect(text).toMatch(/all +2 +1 +1\n/);
  expect(text).toContain('Refused: embedded/b.csv: there is no column "threat"');
  expect(text).toContain('Finding: embedded/a.csv, line 2: "value" is `12O`, which is not a number');
  const screen = healthText(await examine(other, [await sourceOf(files)]));
  expect(screen).toMatch(/^ {2}stale {7}embedded\/b\.csv: not collated yet$/m);
  expect(screen).toMatch(/^ {2}set aside {3}embedded\/a\.csv, line 2: "value" is `12O`, which is not a number/m);
  expect(screen).toMatch(/^ {2}broken {6}embedded\/b\.csv: there is no column "threat"/m);
});
