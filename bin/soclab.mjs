#!/usr/bin/env node
// Plain JavaScript on purpose: it must be able to say what is missing before anything is built.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = new URL("../dist/src/cli/main.js", import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  process.stderr.write(
    'soclab is not built yet. Run "npm start" first: it installs, builds and answers the default question.\n',
  );
  process.exit(1);
}
const { main: run } = await import(main.href);
process.exitCode = await run(process.argv.slice(2));
