import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../src/store/index.ts";

const tool = (path: string): string => join(projectRoot, "node_modules", ...path.split("/"));

/** Runs a tool with our Node in the project's folder; empty when it is content, else its whole output. */
function complaints(path: string, ...args: string[]): string {
  const done = spawnSync(process.execPath, [tool(path), ...args], {
    cwd: projectRoot,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return done.status === 0 ? "" : `${done.stdout}${done.stderr}` || `exit ${done.status}`;
}

describe("the house is tidy", () => {
  // What tsc and knip found in files that have not changed since is kept beside the packages.
  const cached = tool(".cache/tsc.tsbuildinfo");
  test("types agree (tsc)", () =>
    expect(complaints("typescript/bin/tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", cached)).toBe(""));
  test("style and lint (biome)", () => expect(complaints("@biomejs/biome/bin/biome", "check", ".")).toBe(""));
  test("nothing unused: files, exports, dependencies (knip)", () =>
    expect(complaints("knip/bin/knip.js", "--cache")).toBe(""));
});

describe("the lock file", () => {
  const lock = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

  test("names no host, so that any mirror serves it", () => {
    expect(packages.filter(([, p]) => p.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  test("pins the bytes of each package", () => {
    expect(packages.filter(([, p]) => !p.integrity).map(([path]) => path)).toEqual([]);
  });

  test("and package.json pin exact versions", () => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as Record<
      "dependencies" | "devDependencies",
      Record<string, string>
    >;
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((v) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(v))).toEqual([]);
  });
});

test("ARCHITECTURE.md gives the reason for each direct dependency", () => {
  const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  const page = readFileSync(join(projectRoot, "ARCHITECTURE.md"), "utf8");
  const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("every file that the front pages point to is there", () => {
  const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md", "data/LICENCES.md"];
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(projectRoot, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map((match) => join(page, "..", match[1]!))
      .filter((target) => !existsSync(join(projectRoot, target)))
      .map((target) => `${page} points to ${target}`),
  );
  expect(broken).toEqual([]);
});
