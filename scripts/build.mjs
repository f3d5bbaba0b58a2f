// Builds dist/ when it is missing or stale: the SHA-256 of every file that goes in differs from the mark in dist/.
// A type error fails the build (exit 1), although the JavaScript is written.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "./pack.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const mark = join(root, "dist", ".built");
const wanted = fingerprint(
  ["src", "sources", "bench"],
  ["package-lock.json", "tsconfig.json", "tsconfig.build.json", "scripts/pack.mjs"],
);

if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
  try {
    await build();
  } catch (error) {
    stop(
      `The program cannot be built into ${join(root, "dist")} (${error.message}). If the folder belongs to another user, clone a copy of your own.`,
    );
  }
}

async function build() {
  process.stderr.write("Building ...\n");
  rmSync(mark, { force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const done = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: ["ignore", 2, 2] });
  mkdirSync(join(root, "dist"), { recursive: true });
  await pack(readFileSync(join(root, "package-lock.json")));
  if (done.status !== 0) stop("The build failed: the lines above say where.");
  writeFileSync(mark, wanted);
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** One hash over names and bytes, so that a changed, new or deleted file each make the build stale. */
function fingerprint(folders, files) {
  const hash = createHash("sha256");
  const inside = folders
    .flatMap((folder) => listed(folder))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));
  for (const path of [...inside, ...files].sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex");
}

function listed(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listed(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
