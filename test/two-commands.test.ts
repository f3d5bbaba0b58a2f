import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { projectFile } from "../src/store/index.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A small project of its own in a temporary folder, with one of our scripts and the given files. */
function project(script: string, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "soclab-two-commands-"));
  folders.push(root);
  for (const folder of ["scripts", "test"]) mkdirSync(join(root, folder));
  copyFileSync(projectFile("scripts", script), join(root, "scripts", script));
  for (const [name, content] of Object.entries({ "package.json": '{ "type": "module" }', ...files }))
    writeFileSync(join(root, name), content);
  return root;
}

/** Runs a script as a fresh command, not as a child of this suite. Each has a project of its own, so the tests run side by side. */
async function run(root: string, script: string, env: Record<string, string> = {}, ...args: string[]) {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(VITEST|NODE_ENV|TEST$|npm_|SOCLAB_)/.test(key)),
  );
  const child = spawn(process.execPath, [join(root, "scripts", script), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...clean, NO_COLOR: "1", ...env },
  });
  const ended = new Promise<number | null>((end) => child.on("close", end));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, status, lastLine: stdout.trimEnd().split("\n").at(-1) };
}

describe.concurrent("ready installs what is missing, and only then", () => {
  // Stands in for npm, which would need the network: writes down how it was called, and makes node_modules as npm does.
  const npm = `
    import { appendFileSync, mkdirSync, rmSync } from "node:fs";
    appendFileSync("calls.txt", process.argv.slice(2).join(" ") + "\\n");
    if (process.env.NPM_FAILS) process.exit(7);
    rmSync("node_modules", { recursive: true, force: true });
    mkdirSync("node_modules");
    console.log("npm talks");`;
  const start = (root: string, env: Record<string, string> = {}) =>
    run(root, "ready.mjs", { npm_execpath: join(root, "npm-cli.js"), ...env });
  const calls = (root: string) =>
    existsSync(join(root, "calls.txt")) ? readFileSync(join(root, "calls.txt"), "utf8").trim().split("\n") : [];

  test("a first time by npm ci, development tools included, and says nothing on stdout; a second time not", async () => {
    const root = project("ready.mjs", { "package-lock.json": "{}", "npm-cli.js": npm });
    const first = await start(root);
    expect([first.status, first.stdout]).toEqual([0, ""]);
    expect(calls(root)).toEqual(["ci --include=dev --no-audit --no-fund --loglevel=error"]);
    expect((await start(root)).stderr).toBe("");
    expect(calls(root)).toHaveLength(1);
  });

  test("again when the lock file changes, and when the mark is gone because an installation was cut short", async () => {
    const root = project("ready.mjs", { "package-lock.json": "{}", "npm-cli.js": npm });
    await start(root);
    writeFileSync(join(root, "package-lock.json"), "{ }");
    await start(root);
    expect(calls(root)).toHaveLength(2);
    rmSync(join(root, "node_modules"), { recursive: true });
    await start(root);
    expect(calls(root)).toHaveLength(3);
  });

  test("fails with a sentence and leaves no mark when npm fails", async () => {
    const root = project("ready.mjs", { "package-lock.json": "{}", "npm-cli.js": npm });
    const failed = await start(root, { NPM_FAILS: "1" });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(/npm could not install the dependencies.*run the command again/s);
    expect((await start(root)).status).toBe(0);
    expect(calls(root)).toHaveLength(2);
  });
});

describe.concurrent("start goes step by step", () => {
  // Stand-ins that write down how they are called; the real chain is what `npm start` itself shows.
  const note =
    'import { appendFileSync } from "node:fs";\nappendFileSync("calls.txt", process.argv.slice(1).map((a) => a.split(/[\\\\/]/).pop()).join(" ") + "\\n");\n';
  const start = async (soclab: string, ...args: string[]) => {
    const root = project("start.mjs", { "scripts/build.mjs": note });
    mkdirSync(join(root, "bin"));
    writeFileSync(join(root, "bin", "soclab.mjs"), note + soclab);
    const done = await run(root, "start.mjs", {}, ...args);
    return { ...done, calls: readFileSync(join(root, "calls.txt"), "utf8").trim().split("\n") };
  };

  test("build, collate, answer; other options go to the answer; then where the page is", async () => {
    const done = await start("", "--runs", "50");
    expect(done.calls).toEqual(["build.mjs", "soclab.mjs collate", "soclab.mjs answer --runs 50"]);
    expect(done.status).toBe(0);
    expect(done.stderr).toMatch(/no web app yet.*answer.index\.html/);
  });

  test("and ends after the answer when told not to serve", async () => {
    const done = await start("", "--no-serve");
    expect(done.calls.at(-1)).toBe("soclab.mjs answer");
    expect([done.status, done.stderr]).toEqual([0, ""]);
  });

  test("stops at the first step that fails, with its exit code", async () => {
    const done = await start('process.exit(process.argv[2] === "collate" ? 3 : 0);');
    expect(done.calls).toEqual(["build.mjs", "soclab.mjs collate"]);
    expect(done.status).toBe(3);
  });
});

describe.concurrent("the last line of a test run", () => {
  const tests = (files: Record<string, string>): string => {
    const root = project(
      "test.mjs",
      Object.fromEntries(Object.entries(files).map(([name, body]) => [`test/${name}.test.js`, body])),
    );
    symlinkSync(projectFile("node_modules"), join(root, "node_modules"));
    return root;
  };
  const runTests = (root: string, ...args: string[]) => run(root, "test.mjs", { SOCLAB_CHROMIUM: "none" }, ...args);
  const head = 'import { expect, test } from "vitest";\n';

  test("counts passes, failures, files that do not load, and skips with their reasons", async () => {
    const done = await runTests(
      tests({
        good: `${head}test("a", () => {}); test("b", () => {}); test("c", (context) => context.skip("no browser here"));`,
        bad: `${head}test("wrong", () => expect(1).toBe(2));`,
        broken: `import "./not-there.js";\n${head}test("never", () => {});`,
      }),
    );
    expect(done.lastLine).toBe("2 passed, 2 failed, 1 skipped");
    expect(done.stdout).toContain("skipped: c: no browser here");
    expect(done.stdout).toMatch(/did not load[^\n]*broken\.test\.js/);
    expect(done.status).toBe(1);
  });

  test("is clean and exits 0 when all pass", async () => {
    const done = await runTests(tests({ good: `${head}test("a", () => {});` }));
    expect([done.lastLine, done.status]).toEqual(["1 passed, 0 failed", 0]);
  });

  test("is a failure when there is no test at all, or when something breaks outside a test", async () => {
    const none = await runTests(tests({ good: `${head}test("a", () => {});` }), "no-such-file");
    expect([none.lastLine, none.status]).toEqual(["0 passed, 1 failed", 1]);
    const outside = await runTests(
      tests({
        good: `${head}test("a", () => { setTimeout(() => { throw new Error("late"); }, 0); return new Promise((r) => setTimeout(r, 50)); });`,
      }),
    );
    expect([outside.lastLine, outside.status]).toEqual(["1 passed, 1 failed", 1]);
  });
});
