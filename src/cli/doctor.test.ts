import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/collate/figures.ts";
import { collate, examine, type Health, readSource } from "../collate/index.ts";
import { openSnapshot, projectFile } from "../store/index.ts";
import { completenessText } from "./completeness.ts";
import { healthPage } from "./doctor-page.ts";
import { healthText } from "./doctor-text.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const WELL: Health = {
  ...{
    today: "2026-01-02",
    node: "v20",
    home: "/home",
    sources: [],
    reconciled: [],
    stale: [],
    matters: [],
    faults: [],
  },
  ledger: { entries: 3, isWhole: true, tornBytes: 0 },
};
const late: Health["matters"][number] = {
  ...{ kind: "late", severity: "note", code: "late", source: "s", count: 1, where: "s" },
  ...{ what: "the next release is 3 days late", why: "It comes out monthly.", next: "Run `soclab collate <file>`." },
};
const broken: Health["matters"][number] = {
  ...late,
  kind: "broken",
  severity: "fault",
  what: "<script>alert(1)</script>",
  count: 2,
};

describe("the doctor's screen", () => {
  test("says that all is well, that nothing must be mended, or what must", () => {
    expect(healthText(WELL)).toMatch(/\nAll is well\.\n$/);
    const notes = healthText({ ...WELL, matters: [late] });
    expect(notes).toContain("To know:\n  late        s: the next release is 3 days late\n");
    expect(notes).toMatch(/\nNothing must be mended\.\n$/);
    const faults = healthText({ ...WELL, matters: [broken, late] });
    expect(faults.indexOf("To mend:")).toBeLessThan(faults.indexOf("To know:"));
    expect(faults).not.toMatch(/well|Nothing/);
  });

  test("as a page: what came from data is text, every table has a caption, nothing is fetched", () => {
    const page = healthPage({ ...WELL, matters: [broken, late] });
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; (2 of this kind; the first is told)");
    expect(page).toContain("<code>soclab collate &lt;file&gt;</code>");
    expect(page.match(/<table>/g)?.length).toBe(page.match(/<caption>/g)?.length);
    expect(page).not.toMatch(/(src|href)="https?:/);
    expect(page).toMatch(/<html lang="en-GB">/);
  });
});

describe("figures of 2022 and 2023", () => {
  const data = projectFile("..", "shared", "data", "home-office-nrm-2022-2023");
  const isThere = existsSync(data);
  const home = join(folder.path, "home");
  beforeAll(async () => {
    if (!isThere) return;
    const source = await readSource("national-referral-mechanism");
    const files = ["police_2023_q2", "police_2023_q4"].map((q) => ({
      path: join(data, `nrm_referrals_${q}_nonzero.csv`),
    }));
    await collate(home, undefined, { sources: [source], files });
  }, 60_000);

  test("a quarter that was not loaded shows in the grid and on the screen, with its dates", async (context) => {
    context.skip(!isThere, "../shared/data is not there");
    const snapshot = await openSnapshot(home);
    const rows = await snapshot.sql(
      "select c.*, p.name from completeness c join place p on p.code = c.place order by c.source, c.measure, c.period, c.place, c.period_start",
    );
    snapshot.close();
    const grid = completenessText(rows);
    expect(grid).toMatch(/, by quarter: 90 published, 0 implausible, 225 missing\n/);
    expect(grid).toMatch(/^Kent +----\.-\.$/m);
    expect(grid.match(/^.+ {2}----\.-\.$/gm)).toHaveLength(45);
    const health = await examine(home, [await readSource("national-referral-mechanism")], "2024-05-20");
    const screen = healthText(health);
    expect(screen).toContain(
      "5 quarters of 7 have no figure for any place (2022-04-01 to 2023-03-31; 2023-07-01 to 2023-09-30)",
    );
    expect(screen).toContain("the next release is 10 days late");
    expect(healthPage(health)).toContain("5 quarters of 7 have no figure for any place");
  });
});
