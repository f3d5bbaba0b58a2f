// Makes one file of each package that the built program imports, in dist/node_modules, where Node looks first. Loading the
// packages as they are (typebox alone is 700 small modules) took half of the start of every command. Names are kept.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const packed = join(dist, "node_modules");
/** It starts a file of its own in a thread. */
const AS_IT_IS = ["piscina"];

/** Packs what dist/ imports, unless it is there already for these imports, this script and this lock file (`lock`: its bytes). */
export async function pack(lock) {
  const names = importedNames();
  const wanted = JSON.stringify([names, String(lock), readFileSync(fileURLToPath(import.meta.url), "utf8")]);
  if (readOr(join(packed, ".packed"), "") === wanted) return;
  const half = join(dist, `.packing-${process.pid}`);
  await bundle(names, half);
  for (const name of new Set(names.map(packageOf))) describe(name, names, half);
  writeFileSync(join(half, ".packed"), wanted);
  rmSync(packed, { recursive: true, force: true });
  renameSync(half, packed);
}

/** Packages, with their sub-paths, that the built files import by name; Node's own left out. */
function importedNames() {
  const files = readdirSync(dist, { recursive: true }).filter((path) => /^(src|sources|bench)\b.*\.js$/.test(path));
  const found = files.flatMap((path) =>
    [...readFileSync(join(dist, path), "utf8").matchAll(/^import .*from "([^"]+)";$|\bimport\("([^"]+)"\)/gm)].map(
      ([, always, later]) => always ?? later,
    ),
  );
  return [...new Set(found)].filter((name) => !/^(\.|node:)/.test(name) && !AS_IT_IS.includes(name)).sort();
}

async function bundle(names, outDir) {
  const { build } = await import("vite");
  const entries = new Map();
  for (const name of names) entries.set(`\0packed:${name}`, await exportsOf(name));
  const ofEntries = {
    name: "packed",
    resolveId: (id) => (entries.has(`\0${id}`) ? `\0${id}` : null),
    load: (id) => entries.get(id) ?? null,
  };
  const input = Object.fromEntries(names.map((name) => [fileOf(name), `packed:${name}`]));
  const output = { format: "es", entryFileNames: "[name]", chunkFileNames: ".shared/[name].mjs" };
  // As Node itself chooses between the forms of a package.
  const resolve = { mainFields: ["main"], conditions: ["node", "import"] };
  await build({
    ...{ root, configFile: false, logLevel: "error", publicDir: false, plugins: [ofEntries], resolve },
    ssr: { resolve, noExternal: true, external: ["@duckdb/node-bindings"] },
    build: { ssr: true, outDir, minify: false, target: "node20", rollupOptions: { input, output } },
  });
}

/** What a package exports, spelt out: of a CommonJS package it is known only when it has run. */
async function exportsOf(name) {
  const keys = Object.keys(await import(name)).filter((key) => key !== "module.exports");
  return `export { ${keys.join(", ")} } from ${JSON.stringify(name)};\n`;
}

/** Writes the package.json by which Node finds the packed files of a package. */
function describe(name, names, folder) {
  const exports = names
    .filter((each) => packageOf(each) === name)
    .map((each) => [`.${each.slice(name.length)}`, `.${fileOf(each).slice(name.length)}`]);
  const about = { name, type: "module", exports: Object.fromEntries(exports) };
  writeFileSync(join(folder, name, "package.json"), JSON.stringify(about, undefined, 2));
}

const packageOf = (name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/");

/** "typebox/value" lies in typebox/value.mjs, "typebox" in typebox/index.mjs. */
const fileOf = (name) => `${packageOf(name)}${name.slice(packageOf(name).length) || "/index"}.mjs`;

function readOr(path, otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}
