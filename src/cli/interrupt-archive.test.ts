import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeStreetArchive } from "../../bench/street-archive.ts";
import { homePaths, projectFile } from "../store/index.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-interrupt-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Ctrl-C reaches every process of the terminal's group: the one that unpacks must not die of it, as that would look like a crash
// of the reader and refuse the archive for good.
test("Ctrl-C while an archive is unpacked stops cleanly, and does not refuse it", async () => {
  const path = join(folder, "2025-12.zip");
  writeStreetArchive(path, 6_000);
  const home = join(folder, "home");
  const child = spawn(process.execPath, [projectFile("bin", "soclab.mjs"), "collate", path, "--home", home], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const ended = once(child, "close");
  while (child.exitCode === null && !isUnpacking(home)) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(-(child.pid ?? 0), "SIGINT");
  const [code] = await ended;
  expect(said).toMatch(/Stopping/);
  expect(code).toBe(130);
  expect(readFileSync(homePaths(home).ledger, "utf8")).not.toContain('"refused"');
});

function isUnpacking(home: string): boolean {
  try {
    return readdirSync(join(home, "unpacked"), { recursive: true }).some((name) => String(name).endsWith(".csv"));
  } catch {
    return false;
  }
}
