import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readUnitCosts } from "../src/evidence/index.ts";
import { projectFile, rowsOf } from "../src/store/index.ts";
import { number, text } from "../src/terms/index.ts";

const page = (name: string): string =>
  readFileSync(projectFile("docs", "decisions", name), "utf8").replace(/\s+/g, " ");
const cost = (id: string): number => readUnitCosts().get(id)!.value;
const billions = (id: string): string => `£${cost(id) / 1e9}bn`;

test("decision 10 says the sums of the cost rows", () => {
  const said = page("0010-spending-basis.md");
  expect(said).toContain(`£${cost("soc-spend") / 1e6}m`);
  expect(said).toContain(`more than ${billions("parity-increase")} to match`);
  expect(said).toContain(`more than ${billions("ct-spend")} on counterterrorism`);
});

test("decision 11 says the shares of the police tables of 2023", () => {
  const referrals = new Map<string, number>();
  const file = projectFile("data", "figures", "nrm-by-force.csv");
  for (const row of rowsOf(file, readFileSync(file, "utf8"))) {
    const kind = /^exploitation=(.*)$/.exec(row.take("breakdown", text))?.[1];
    if (kind === undefined || !row.take("from", text).startsWith("2023")) continue;
    referrals.set(kind, (referrals.get(kind) ?? 0) + row.take("value", number));
  }
  const total = referrals.get("Total")!;
  const named = [...referrals].filter(([kind]) => kind.includes("Criminal")).reduce((sum, [, n]) => sum + n, 0);
  const said = page("0011-criminal-exploitation-share.md");
  expect(said).toContain(`${Math.round((100 * named) / total)}% name criminal exploitation in some combination`);
  expect(said).toContain(`${Math.round((100 * referrals.get("Criminal")!) / total)}% name it alone`);
});

test("decision 12 says the published lines and the factors that they imply", () => {
  const said = page("0012-price-of-2015-16.md");
  for (const id of ["total", "drugs", "economic"]) {
    expect(said).toContain(billions(`soc-2015-16-${id}`));
    expect(said).toContain(billions(`soc-2023-24-${id}`));
  }
  const factor = (id: string) => cost(`soc-2023-24-${id}`) / cost(`soc-2015-16-${id}`);
  expect(said).toContain(
    `a factor of ${factor("total").toFixed(2)}, drugs ${factor("drugs").toFixed(2)}, economic crime ${factor("economic")}`,
  );
  expect(Math.round(8.49 * factor("total"))).toBe(cost("soc-2023-24-economic") / 1e9);
});
