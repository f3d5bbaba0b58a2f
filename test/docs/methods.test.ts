import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { projectFile } from "../../src/store/index.ts";
import { soclab } from "../command-line.ts";

// A page of a method shows a command and lines of what it prints: they must be what it prints today.
const folder = projectFile("docs", "explanation", "methods");
const examples = readdirSync(folder).flatMap((page) =>
  readFileSync(`${folder}/${page}`, "utf8")
    .split("```")
    .filter((block, i) => i % 2 === 1 && block.trimStart().startsWith("$ soclab hidden "))
    .map((block): [string, string, string[]] => {
      const [command, ...lines] = block.trim().split("\n");
      return [page, command.replace("$ soclab ", ""), lines.map(squeezed)];
    }),
);

test.each(examples)("%s: soclab %s", async (_, command, lines) => {
  const words = command.split(" ").map((word) => (word.endsWith(".csv") ? projectFile(word) : word));
  const { code, out } = await soclab(...words);
  expect(code).toBe(0);
  expect(lines.length).toBeGreaterThan(0);
  const printed = out.split("\n").map(squeezed);
  for (const line of lines) expect(printed.filter((p) => p.startsWith(line))).toHaveLength(1);
});

test("every page of a hidden number has an example", () => {
  const pages = new Set(examples.map(([page]) => page));
  for (const page of ["multipliers", "network-scale-up", "repeat-counts", "reporting-rate", "two-lists"])
    expect(pages).toContain(`${page}.md`);
});

function squeezed(line: string): string {
  return line.trim().replace(/ +/g, " ");
}
