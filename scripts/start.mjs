// `npm start`: build, collate the embedded figures, answer the default question, say where the page is.
// `npm start -- --no-serve` ends after the answer; other options go to the answer, for example `npm start -- --runs 50`.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = process.argv.slice(2);
const soclab = join("bin", "soclab.mjs");

step(join("scripts", "build.mjs"));
step(soclab, "collate");
step(soclab, "answer", ...options.filter((option) => option !== "--no-serve"));
if (!options.includes("--no-serve"))
  process.stderr.write(
    `There is no web app yet. The answer as a page: ${join(root, "answer", "index.html")} (open it in a browser).\n`,
  );

/** Runs one step in the project's folder; when it fails, this command ends with the step's exit code. */
function step(script, ...args) {
  const done = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
