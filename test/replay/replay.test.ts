import { chromium } from "playwright-core";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { readScenario } from "../../src/decide/index.ts";
import { runEnsemble } from "../../src/ensemble/index.ts";
import { projectFile } from "../../src/store/index.ts";
import { CHROMIUM_FLAGS, chromiumPath, NO_CHROMIUM } from "../chromium.ts";
import { smallInput } from "../twin/input.ts";
import { hashesOf } from "./page.ts";

// The same inputs give the same bits: in Node and in a browser, on one worker and on two.
const input = smallInput();
const isLong = process.env.SOCLAB_LONG === "1";
const scenarios = ["baseline", "parity-prevention", "parity-investigation"].map((name) => readScenario(name));

describe("replay", () => {
  it("gives the same result hash on one worker, on two and on three", async () => {
    const ask = (workers: number) =>
      runEnsemble({
        input,
        scenarios,
        runs: isLong ? 9 : 5,
        seed: 4,
        workers,
        horizon: { from: "2027-04", until: "2028-03" },
      });
    const [one, two, three] = [await ask(1), await ask(2), await ask(3)];
    expect(two.resultHash).toBe(one.resultHash);
    expect(three.resultHash).toBe(one.resultHash);
    expect(two.scenarios.map((s) => s.results.map((r) => r.run))).toEqual(
      one.scenarios.map((s) => s.results.map((r) => r.run)),
    );
  });

  it("gives the same run hashes in Node and in Chromium", async (context) => {
    const path = chromiumPath();
    if (!path) return context.skip(NO_CHROMIUM);
    const bundle = await build({
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        minify: false,
        lib: { entry: projectFile("test", "replay", "page.ts"), formats: ["iife"], name: "replay" },
      },
    });
    const [output] = Array.isArray(bundle) ? bundle : [bundle];
    if (!output || !("output" in output)) throw new Error("the bundle has no output");
    const browser = await chromium.launch({ executablePath: path, args: [...CHROMIUM_FLAGS] });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: output.output[0].code });
      const ask = [input, scenarios, 4, isLong ? 2 : 1, 90, 72] as const;
      // `replay` is the bundle's global in the page.
      const inPage = await page.evaluate(`replay.hashesOf(...${JSON.stringify(ask)})`);
      expect(inPage).toEqual(hashesOf(...(structuredClone(ask) as unknown as Parameters<typeof hashesOf>)));
    } finally {
      await browser.close();
    }
  });
});
