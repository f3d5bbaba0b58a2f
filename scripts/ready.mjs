// Installs the dependencies when they are missing or stale, and does nothing otherwise. Plain Node, no dependency, no git.
// It is chained before each command in package.json, because pre-scripts are skipped silently under `ignore-scripts=true`.
// Stale: SHA-256 of (lock file, Node version, architecture) differs from the mark, which is written last into node_modules.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mark = `${root}node_modules/.soclab-ready`;
const wanted = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .update(process.version)
  .update(process.arch)
  .digest("hex");

if (readOr(mark, "") !== wanted) install();

function install() {
  if (!canWrite(root))
    stop(
      `Dependencies are missing, and you may not write in ${root}. Clone a copy of your own and run the command there.`,
    );
  process.stderr.write("Installing dependencies (once; a minute or so) ...\n");
  const [command, ...first] = npmCommand();
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm's own output goes to our stderr, so that stdout holds nothing but the answer.
  const done = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (done.error) stop(`npm could not be started (${done.error.message}). Install Node.js 20.19 or later with npm.`);
  if (done.status !== 0)
    stop("npm could not install the dependencies: the lines above say why. Mend that and run the command again.");
  try {
    writeFileSync(mark, wanted);
  } catch (error) {
    stop(`The dependencies are installed, but ${mark} cannot be written (${error.message}). Clone a copy of your own.`);
  }
}

/** The npm that runs us, or the one on the path: run directly by node, or under npx or another package manager. */
function npmCommand() {
  const path = process.env.npm_execpath ?? "";
  return path.endsWith("npm-cli.js") ? [process.execPath, path] : ["npm"];
}

function canWrite(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
