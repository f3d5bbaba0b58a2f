// `npm test`: what browser tests need, then the suite, then skips with their reasons, and last `N passed, N failed`.
// `--long` runs the slow checks too; other words are passed on as file filters, for example `npm test -- src/store`.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = process.argv.slice(2);
if (words.includes("--long")) process.env.SOCLAB_LONG = "1";

installChromium();
const suite = await startVitest(
  "test",
  words.filter((word) => word !== "--long"),
  { root, watch: false, run: true },
);
const result = count(suite);
await suite?.close();

for (const line of result.skipped) process.stdout.write(`skipped: ${line}\n`);
for (const line of result.notLoaded) process.stdout.write(`did not load or broke outside a test: ${line}\n`);
if (result.passed + result.failed === 0) {
  process.stdout.write("No test ran at all, which counts as a failure.\n");
  result.failed = 1;
}
const skips = result.skipped.length > 0 ? `, ${result.skipped.length} skipped` : "";
process.stdout.write(`${result.passed} passed, ${result.failed} failed${skips}\n`);
process.exitCode = result.failed > 0 ? 1 : 0;

/** Counts by test; a file that could not load and an error outside any test are failures of their own. */
function count(vitest) {
  const modules = vitest?.state.getTestModules() ?? [];
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state) => tests.filter((test) => test.result().state === state);
  const suites = modules.flatMap((module) => [...module.children.allSuites()]);
  const notLoaded = [...modules, ...suites].flatMap((part) =>
    part
      .errors()
      .map((error) => `${part.type === "module" ? part.relativeModuleId : part.fullName}: ${firstLine(error.message)}`),
  );
  for (const error of vitest?.state.getUnhandledErrors() ?? [])
    notLoaded.push(firstLine(error?.message ?? String(error)));
  return {
    passed: inState("passed").length,
    failed: inState("failed").length + inState("pending").length + notLoaded.length,
    skipped: inState("skipped").map(withReason),
    notLoaded,
  };
}

/** The reason stands in `context.skip("why")`, or in the title itself as "(skipped: why)". */
function withReason(test) {
  const reason = test.result().note;
  if (reason) return `${test.fullName}: ${reason}`;
  return test.fullName.includes("skipped:") ? test.fullName : `${test.fullName}: no reason given`;
}

function firstLine(text) {
  return String(text).split("\n")[0];
}

/** On Debian as root: by apt. Elsewhere: say what to install; the tests that need it skip and say so. */
function installChromium() {
  if (existsSync("/usr/bin/chromium") || process.env.SOCLAB_CHROMIUM) return;
  const canInstall = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  if (canInstall) {
    process.stderr.write("Installing chromium for the browser tests (apt) ...\n");
    const apt = (...args) =>
      spawnSync("apt-get", args, {
        stdio: ["ignore", 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      }).status === 0;
    if (apt("update", "-qq") && apt("install", "-y", "-qq", "--no-install-recommends", "chromium")) return;
  }
  process.stderr.write(
    "Chromium is not installed, so the browser tests will be skipped. Install it (Debian: apt-get install chromium) or set SOCLAB_CHROMIUM to its path.\n",
  );
}
