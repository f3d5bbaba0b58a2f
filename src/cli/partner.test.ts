import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "../../test/collate/figures.ts";
import { collateHanded, handed, TODAY } from "../../test/collate/partner.ts";
import { soclab } from "../../test/command-line.ts";

const folder = temporaryFolder();
const home = join(folder.path, "home");
afterAll(() => folder.remove());

test("check says every fault, writes the report in three forms, and needs no home", async () => {
  const { path, mapping } = handed(join(folder.path, "check"), "force-extract");
  for (const end of ["csv", "json", "html"]) {
    const report = join(folder.path, `findings.${end}`);
    const { code, out } = await soclab("check", path, "--mapping", mapping, "--report", report);
    expect([code, out.split("\n").at(-2)]).toEqual([1, "sample.csv does not conform: 4 faults in 97 rows."]);
    expect(readFileSync(report, "utf8")).toContain("Nowhere Constabulary");
  }
  const good = readFileSync(path, "utf8").split("\n").slice(0, 94).join("\n");
  writeFileSync(path, `${good}\n`);
  expect(await soclab("check", path, "--mapping", mapping)).toEqual({
    code: 0,
    out: "sample.csv conforms: 93 rows looked at.\n",
    err: "",
  });
  expect(existsSync(home)).toBe(false);
}, 120_000);

test("boundaries are checked by their end", async () => {
  const path = join(folder.path, "area.geojson");
  writeFileSync(
    path,
    JSON.stringify({
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      ],
    }),
  );
  const { code, out } = await soclab("check", path);
  expect([code, out]).toEqual([1, expect.stringContaining("(bad-boundary)")]);
});

test("what partners do not let out is marked beside answers and never exported; findings go back; withdrawn by name", async () => {
  const force = handed(join(folder.path, "force"), "force-extract");
  await collateHanded(home, [force, handed(join(folder.path, "bank"), "financial-typologies")]);
  const asked = await soclab(
    "sql",
    "select count(*) as n from latest where handling = 'partners'",
    "--csv",
    "--home",
    home,
  );
  expect(asked.out).toMatch(/^n\n[1-9]/);
  expect(asked.err).toContain("Not all public: 93 rows of this snapshot came from partners (handling: partners)");
  const out = join(folder.path, "out");
  expect((await soclab("export", out, "--home", home)).code).toBe(0);
  const exported = readFileSync(join(out, "data", "observation.csv"), "utf8");
  expect(exported).toContain("partner-financial-typologies");
  expect(exported).not.toContain("partner-force-extract");
  expect(exported).toMatch(/suppressed-small,cases,1(\.0)?,7(\.0)?,/);
  await seenAsPartners();
  await readAgain();
  const findings = await soclab("submissions", "sample.csv", "--findings", "--csv", "--home", home);
  expect(findings.out.split("\n").map((line) => line.split(",").slice(0, 3).join())).toContain(
    "fault,cell-constraint,98",
  );
  const withdrawn = await soclab("withdraw", "sample.csv", "--why", "a test", "--home", home);
  expect([withdrawn.code, withdrawn.out]).toEqual([0, expect.stringContaining("partner-force-extract/sample.csv")]);
  expect((await soclab("submissions", "--home", home)).out).toMatch(/sample\.csv +withdrawn/);
}, 120_000);

/** Partners stand among the sources and on the doctor's screen as partners, with agreement and retention. */
async function seenAsPartners(): Promise<void> {
  const sources = await soclab("sources", "--home", home);
  const part = sources.out.slice(sources.out.indexOf("Partners:"));
  expect(part).toMatch(/partner-force-extract .+DSA-2026-014 .+ partners +20\d\d-\d\d-\d\d/);
  expect(sources.out.slice(0, sources.out.indexOf("Partners:"))).not.toContain("partner-");
  const one = await soclab("sources", "partner-force-extract", "--home", home);
  expect(one.out).toMatch(/Handling +partners, kept until 20\d\d-/);
  const doctor = await soclab("doctor", "--home", home, "--today", TODAY);
  expect(doctor.out).toMatch(/partner-force-extract +\d+ +\d+/);
  expect(doctor.out).toMatch(/partner +organisation +agreement +handling +keep until/);
}

/** Figures of each return, counted and read, go back to file, line and hash, and the row is not shown. */
async function readAgain(): Promise<void> {
  for (const source of ["partner-force-extract", "partner-financial-typologies"]) {
    const ids = await soclab(
      "sql",
      `select id from observation where source = '${source}' order by id limit 2`,
      "--csv",
      "--home",
      home,
    );
    for (const id of ids.out.trim().split("\n").slice(1)) {
      const { out } = await soclab("explain", id, "--home", home);
      expect(out).toMatch(/read again: the same figure/);
      expect(out).toMatch(new RegExp(`file: ${source}/.+, line \\d+`));
      expect(out).toMatch(/sha256: [0-9a-f]{64}/);
      expect(out).toContain("a partner's row stays with the Lab");
    }
  }
}
