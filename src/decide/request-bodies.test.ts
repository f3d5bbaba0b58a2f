import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCatalogue } from "../evidence/index.ts";
import { projectFile } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { readScenario } from "./scenarios.ts";

/** Every hostile body of the corpus, as a scenario file: refused for its own reason, in words. */
const folder = projectFile("test", "fixtures", "bad-inputs", "request-bodies");
const SAYS: Record<string, RegExp> = {
  "array-for-object.json": /is \[\], which is not an object/,
  "draws-huge.json": /\/draws is 1000000000000, which is not a field that may stand here/,
  "duplicate-keys.json": /line 1: \/levers\/0\/dose: the key stands twice/,
  "lever-out-of-range.json": /"dose" of L17 is -3, outside/,
  "lever-unknown.json": /There is no lever called "L99"/,
  "null-body.json": /is null, which is not an object/,
  "period-reversed.json": /"until" of L17 is 2024-01, outside 2030-01/,
  "proto-pollution.json": /is .*, which is not a field that may stand here/,
  "seed-past-2-53.json": /\/seed: the number 9007199254740993 is past what a number can hold exactly/,
  "text-100kb-name.json": /\/title is "n{79}, which is not allowed: it must not have more than 200 characters/,
  "trailing-text.json": /"e" stands after the end of the JSON/,
};
const expected = JSON.parse(readFileSync(`${folder}/expect.json`, "utf8")) as Record<string, { outcome: string }>;

test("the table below has each file of the corpus", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "expect.json");
  expect([Object.keys(SAYS), Object.keys(expected).sort()]).toEqual([files.sort(), files]);
});

test.each(Object.entries(SAYS))("%s is refused", (name, sentence) => {
  expect(expected[name]?.outcome).toBe("reject");
  let said: unknown;
  try {
    readScenario(`${folder}/${name}`, readCatalogue());
  } catch (error) {
    said = error;
  }
  expect(said).toBeInstanceOf(Problem);
  expect((said as Problem).message).toMatch(sentence);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});
