import { expect, test } from "vitest";
import type { Progress } from "../collate/index.ts";
import { shareLine, shareText } from "./share-line.ts";

const at = (done: number, part = ""): Progress => ({
  step: "loaded",
  file: "2025-12.zip",
  part,
  share: { done, total: 200_000_000 },
});

test("a bar says its share, the bytes and what is being done", () => {
  expect(shareText(at(50_000_000, "2025-12/2025-12-kent-street.csv"))).toBe(
    "[######------------------]  25%  50.0 of 200.0 MB  loading 2025-12.zip 2025-12/2025-12-kent-street.csv",
  );
  expect(shareText(at(200_000_000))).toContain("[########################] 100%  200.0 of 200.0 MB");
  expect(shareText({ step: "recorded", file: "a.csv" })).toBe("keeping a.csv");
});

/** Ten seconds of progress, an event every 50 ms. */
function written(isTTY: boolean): string[] {
  const lines: string[] = [];
  let now = 0;
  const line = shareLine({ isTTY, columns: 60, write: (text) => lines.push(text) }, () => now);
  for (; now <= 10_000; now += 50) line.show(at(now * 20_000, "2025-12/2025-12-kent-street.csv"));
  line.end();
  return lines;
}

test("a terminal redraws one line, never wider than it, at most ten times a second, and clears it", () => {
  const lines = written(true);
  expect(lines.length).toBeLessThanOrEqual(102);
  expect(lines.every((text) => text.startsWith("\r\u001b[K") && !text.includes("\n") && text.length <= 4 + 59)).toBe(
    true,
  );
  expect(lines.at(-1)).toBe("\r\u001b[K");
});

test("a pipe gets whole lines, one in five seconds, and none of a short run", () => {
  const lines = written(false);
  expect(lines.map((text) => /(\d+)%/.exec(text)?.[1])).toEqual(["50", "100"]);
  expect(lines.every((text) => text.endsWith("\n") && !text.includes("\u001b"))).toBe(true);
});
