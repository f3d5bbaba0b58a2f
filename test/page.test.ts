import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { renderReport } from "../src/report/page.ts";
import { CHROMIUM_FLAGS, chromiumPath, NO_CHROMIUM } from "./chromium.ts";
import { madeUpAnswer } from "./fixtures/made-up-answer.ts";

describe("the answer as a page, in Chromium", () => {
  const executablePath = chromiumPath();
  const folder = mkdtempSync(join(tmpdir(), "soclab-page-"));
  const file = join(folder, "index.html");
  const requests: string[] = [];
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (!executablePath) return;
    writeFileSync(file, renderReport(madeUpAnswer()));
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach((context) => context.skip(!executablePath, NO_CHROMIUM));

  test("needs nothing but itself, and the browser has nothing to complain of", () => {
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
  });

  test("shows the caveats before the first table and the first chart", async () => {
    const top = async (selector: string) => (await page.locator(selector).first().boundingBox())!.y;
    expect(await top("#caveats")).toBeLessThan(await top("main table"));
    expect(await top("#caveats")).toBeLessThan(await top("main svg"));
  });

  test("each entry of the contents leads to a visible section", async () => {
    const targets = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets) expect(await page.locator(target).isVisible(), target).toBe(true);
  });

  test("draws all 45 places on each map, each with its number in words; one threat at a time is in sight", async () => {
    const maps = await page.locator("svg.map").evaluateAll((all) =>
      all.map((map) => {
        const places = [...map.querySelectorAll(":scope > use")];
        return {
          titled: places.filter((use) => use.querySelector("title")?.textContent !== "").length,
          inSight: places.filter((use) => use.getBoundingClientRect().width > 0).length,
        };
      }),
    );
    for (const map of maps) expect(map.titled).toBe(45);
    const inSight = maps.map((map) => map.inSight).filter((places) => places > 0);
    expect(inSight.length).toBeGreaterThan(1);
    expect(inSight.length).toBeLessThan(maps.length);
    expect(new Set(inSight)).toEqual(new Set([45]));
  });

  test.each([1200, 360])("keeps to its width at %i pixels", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });
});
