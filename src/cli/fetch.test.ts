/** What the command line says before any server is asked. What it does with one is tested beside src/collate/fetch and police-api. */
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../test/collate/figures.ts";
import { main } from "./main.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const home = ["--home", join(folder.path, "home")];
const api = ["fetch", "police-uk-api", "--months", "2024-01", "--out", join(folder.path, "out")];

test.each([
  [["collate", "http://data.police.uk/data/archive/2024-01.zip", ...home], "begins with http://, and only https://"],
  [
    ["collate", "https://evil.example/2024-01.zip", ...home],
    'source "police-uk" does not declare the host evil.example',
  ],
  [
    ["collate", "https://data.police.uk/data/nothing.exe", ...home],
    "nothing.exe: no source declares files of this name",
  ],
  [api, "give either --force or --poly"],
  [[...api, "--force", "essex", "--poly", "a.geojson"], "give either --force or --poly"],
  [[...api, "--poly", join(folder.path, "absent.geojson")], "absent.geojson"],
  [["fetch", "police-uk", ...api.slice(2), "--force", "essex"], "Did you mean police-uk-api?"],
])("%s: %s", async (words, sentence) => {
  expect(await main(words)).toBe(1);
  expect(said.join("")).toContain(sentence);
});
