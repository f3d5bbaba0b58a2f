import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { renderReport } from "../src/report/page.ts";
import { CHROMIUM_FLAGS, chromiumPath, NO_CHROMIUM } from "./chromium.ts";
import { madeUpAnswer } from "./fixtures/made-up-answer.ts";

// The page of an answer against the rules of axe: over twenty seconds a look, so it runs with the long checks.
describe("the page shuts nobody out", () => {
  for (const colorScheme of ["light", "dark"] as const)
    it(`axe finds nothing wrong in ${colorScheme} colours`, async (context) => {
      const executablePath = chromiumPath();
      if (!executablePath) return context.skip(NO_CHROMIUM);
      const folder = mkdtempSync(join(tmpdir(), "soclab-axe-"));
      const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
      try {
        writeFileSync(join(folder, "page.html"), renderReport(madeUpAnswer()));
        // axe is put into the page, which the page's own policy forbids; that policy has a test of its own.
        const tabs = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width: 1100, height: 900 } });
        const page = await tabs.newPage();
        await page.goto(`file://${join(folder, "page.html")}`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((v) => `${v.id}: ${v.help}, ${v.nodes.length} times, first ${v.nodes[0]?.html}`)).toEqual(
          [],
        );
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true });
      }
    });
});
