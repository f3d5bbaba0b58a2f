import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Builds `dist/` once before the suite: worker threads and the command line run the built JavaScript. A type error does not
 * stop the suite (the JavaScript is written all the same): test/tidy.test.ts is the one that fails for it.
 */
export default function buildOnce(): void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
}
