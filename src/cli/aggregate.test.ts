import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../test/collate/figures.ts";
import { companyLine, HEADER, PLANTED } from "../collate/companies/fixture.ts";
import { addTo } from "./aggregate.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** Runs `soclab aggregate` with these arguments and gives what it says on both streams. */
async function run(...words: string[]): Promise<string> {
  const said: string[] = [];
  const hear = (text: string | Uint8Array) => said.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(hear);
  vi.spyOn(process.stderr, "write").mockImplementation(hear);
  const program = new Command().exitOverride();
  addTo(program);
  await program.parseAsync(["node", "soclab", "aggregate", ...words]);
  return said.join("");
}

const register = join(folder.path, "BasicCompanyDataAsOneFile-2026-03-01.csv");
writeFileSync(register, [HEADER, companyLine(1), companyLine(2, { incorporated: "Zebedee" }), ""].join("\n"));

test("says what was counted and set aside, where the counts are, and no name; exits with 1", async () => {
  const out = join(folder.path, "companies-house-march.csv");
  const said = await run("companies-house", register, "--out", out);
  expect(said).toContain("set aside: IncorporationDate is not a day like 31/12/2023 (first in line 3)");
  expect(said).toContain(`1 counts are in ${out}; nothing else of the register was kept`);
  expect(process.exitCode).toBe(1);
  const counts = readFileSync(out, "utf8");
  expect(counts).toContain("companies,2026-03-01,register-rows-counted,,,,,1,rows,");
  for (const name of PLANTED) expect((said + counts).toUpperCase()).not.toContain(name);
});

test("refuses another register, a file that collate would not know, and a number of months past ten years", async () => {
  await expect(run("land-registry", register)).rejects.toThrow('There is no register called "land-registry"');
  await expect(run("companies-house", register, "--out", "x.csv")).rejects.toThrow("companies-house-<something>.csv");
  await expect(run("companies-house", register, "--months", "121")).rejects.toThrow("1 to 120");
});
