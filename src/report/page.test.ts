import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { Check } from "typebox/value";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM_FLAGS, chromiumPath, NO_CHROMIUM } from "../../test/chromium.ts";
import { madeUpAnswer } from "../../test/fixtures/made-up-answer.ts";
import { type ReportInput, ReportSchema } from "./index.ts";
import { renderReport } from "./page.ts";

let input: ReportInput;
let page: string;
beforeAll(() => {
  input = madeUpAnswer();
  page = renderReport(input);
});

/** The part of the page from one section's start to its end. */
const section = (id: string, of = page): string => of.slice(of.indexOf(`<section id="${id}"`)).split("</section>")[0]!;

describe("the page as text", () => {
  test("what it is made from fits its schema, and survives a file", () => {
    expect(Check(ReportSchema, input)).toBe(true);
    expect(renderReport(JSON.parse(JSON.stringify(input)))).toBe(page);
  });

  test("caveats come before the first number, and count the assumed parameters", () => {
    expect(page.indexOf('id="caveats"')).toBeLessThan(page.indexOf('id="question"'));
    expect(section("caveats")).toContain(`${input.parameters.assumed} are assumed`);
    expect(section("caveats")).toContain("No study stands behind K12");
  });

  test("it has no script, reaches nothing, and stays under 1.5 MB", () => {
    expect(/<script|\bon[a-z]+=|<link(?! rel="icon" href="data:)|@import|src="http|url\(http/i.exec(page)).toBe(null);
    expect(page.includes("default-src 'none'")).toBe(true);
    expect(Buffer.byteLength(page)).toBeLessThan(1.5e6);
  });

  test("text from data never becomes markup", () => {
    expect(section("sources")).toContain("&lt;b&gt;tag&lt;/b&gt; &amp; an ampersand");
    const hostile = { ...input, question: '"><script>alert(1)</script>' };
    expect(renderReport(hostile).includes("<script>")).toBe(false);
  });

  test("the answer repeats the comparison's own numbers", () => {
    const [first] = input.comparisons;
    const deaths = first!.outcomes.find((o) => o.id === "drug-deaths")!;
    const size = Math.abs(Number(deaths.difference.median.toPrecision(3))).toLocaleString("en-GB");
    expect(section("question")).toContain(
      `drug misuse deaths ${size} ${deaths.difference.median < 0 ? "lower" : "higher"}`,
    );
  });

  test("an interval that includes no change is called unclear, never a gain", () => {
    const outcomes = input.comparisons[0]!.outcomes.map((o) => ({
      ...o,
      difference: { ...o.difference, median: -5, low: -9, high: 4 },
    }));
    const answered = section(
      "question",
      renderReport({ ...input, comparisons: [{ ...input.comparisons[0]!, outcomes }] }),
    );
    expect(answered).toContain("drug misuse deaths unclear, −5 (−9 to +4");
    expect(answered).not.toMatch(/drug misuse deaths \d+ lower/);
  });

  test("a place with hardly any residents has no resident rate, and what cannot be estimated is hatched with its reason", () => {
    expect(section("extent")).toMatch(/E23000034<\/td>.{0,400}no resident rate/);
    expect(section("extent")).toContain("Made up: no count of victims exists by place.");
    expect(section("extent").match(/<use href="#a-E23000034" class="none"/g)!.length).toBeGreaterThan(2);
  });

  test("no change is mapped where the extent cannot be estimated", () => {
    expect(section("change")).toContain("No map for money laundering, bribery and corruption and sanctions evasion");
    expect(section("change")).toMatch(/<use href="#a-S92000003" class="none"><title>Scotland: not estimable/);
  });

  test("tables of places list all 45 in the order of their codes", () => {
    const [, body] = section("extent").split("<table>");
    const codes = body!.split("</table>")[0]!.match(/[EWSN]\d{8}(?=<\/td>)/g)!;
    expect(codes).toHaveLength(45);
    expect(codes).toEqual([...codes].sort());
  });
});

describe("the page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "soclab-page-"));
  const executablePath = chromiumPath();
  const requests: string[] = [];
  const said: string[] = [];
  let browser: Browser | undefined;
  let tab: Page;

  beforeAll(async () => {
    if (!executablePath) return;
    writeFileSync(join(folder, "page.html"), page);
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
    tab = await browser.newPage({ viewport: { width: 360, height: 800 } });
    tab.on("request", (r) => requests.push(r.url()));
    tab.on("console", (m) => said.push(m.text()));
    tab.on("pageerror", (e) => said.push(e.message));
    await tab.goto(`file://${join(folder, "page.html")}`);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const inBrowser = (name: string, does: () => Promise<void>) =>
    test(name, async (context) => {
      if (!browser) context.skip(NO_CHROMIUM);
      await does();
    });

  inBrowser("says nothing on the console and asks for nothing but itself", async () => {
    expect(said).toEqual([]);
    expect(requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
    expect(requests.filter((url) => url.startsWith("file:"))).toHaveLength(1);
    expect(statSync(join(folder, "page.html")).size).toBe(Buffer.byteLength(page));
  });

  inBrowser("headings come in order, under one h1, in British English", async () => {
    const levels = await tab.$$eval("h1,h2,h3,h4,h5,h6", (all) => all.map((h) => Number(h.tagName[1])));
    expect(levels.filter((l) => l === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, i) => i > 0 && level > levels[i - 1]! + 1)).toEqual([]);
    expect(await tab.getAttribute("html", "lang")).toBe("en-GB");
  });

  inBrowser("every picture has a name and every table a caption and scopes", async () => {
    const unnamed = 'svg:not([aria-hidden="true"]):not([role="img"][aria-label]):not(svg svg)';
    expect(await tab.$$eval(unnamed, (all) => all.length)).toBe(0);
    expect(
      await tab.$$eval(
        'svg[role="img"]',
        (all) => all.filter((s) => (s.getAttribute("aria-label") ?? "").length < 20).length,
      ),
    ).toBe(0);
    expect(await tab.$$eval("table", (all) => all.filter((t) => !t.caption?.textContent).length)).toBe(0);
    expect(await tab.$$eval("th:not([scope])", (all) => all.length)).toBe(0);
    expect(await tab.$$eval("figure:not(:has(figcaption))", (all) => all.length)).toBe(0);
  });

  inBrowser("fits a phone of 360 px: only tables scroll sideways", async () => {
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  });

  inBrowser("the threat of a map is chosen by keyboard, without script", async () => {
    const shown = async () => Promise.all((await tab.$$("#extent .panel")).map((p) => p.isVisible()));
    expect((await shown()).map(Number).reduce((a, b) => a + b)).toBe(1);
    await tab.focus('#extent input[type="radio"]:checked');
    await tab.keyboard.press("ArrowDown");
    expect((await shown()).indexOf(true)).toBe(1);
  });

  inBrowser("marks of maps and text stand out from their ground, in light and dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await tab.emulateMedia({ colorScheme });
      expect(weakPairs(await tab.evaluate<Record<string, string>>(COLOURS))).toEqual([]);
    }
  });
});

/** The stylesheet's colours as the browser sees them, by name; an expression, because it runs in the page. */
const FILLS = ["c1", "c2", "c3", "c4", "c5", "w1", "w2", "w3", "w4", "less-2", "less-1", "same", "more-1", "more-2"];
const NAMES = [
  "ink",
  "quiet",
  "link",
  "ground",
  "warn",
  "warn-edge",
  "edge",
  "border",
  "fan-edge",
  "fan-line",
  "fan-50",
  "fan-95",
  ...FILLS,
  ...FILLS.map((f) => `on-${f}`),
];
const COLOURS = `Object.fromEntries(${JSON.stringify(NAMES)}.map((n) => [n, getComputedStyle(document.documentElement).getPropertyValue("--" + n).trim()]))`;

/** Text on its ground needs 4.5, lines 3 (WCAG 2.2, 1.4.3 and 1.4.11). */
const PAIRS: [string, string, number][] = [
  ["ink", "ground", 4.5],
  ["quiet", "ground", 4.5],
  ["link", "ground", 4.5],
  ["ink", "warn", 4.5],
  ["warn-edge", "ground", 3],
  ["edge", "ground", 3],
  ["border", "ground", 3],
  ["fan-edge", "ground", 3],
  ["fan-line", "fan-50", 3],
  ["fan-edge", "fan-95", 3],
  ...FILLS.map((f): [string, string, number] => [`on-${f}`, f, 4.5]),
  ...FILLS.map((f): [string, string, number] => ["border", f, 3]),
];

const weakPairs = (colours: Record<string, string>): string[] =>
  PAIRS.flatMap(([a, b, least]) =>
    contrast(colours[a]!, colours[b]!) >= least
      ? []
      : [`${a} on ${b}: ${contrast(colours[a]!, colours[b]!).toFixed(2)}`],
  );

/** Contrast of two colours written #rrggbb, as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b].map(luminance).sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
