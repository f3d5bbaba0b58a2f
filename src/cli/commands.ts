import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { projectFile } from "../store/index.ts";
import * as collate from "./collate.ts";
import * as doctor from "./doctor.ts";
import * as explain from "./explain.ts";
import * as extent from "./extent.ts";
import * as levers from "./levers.ts";
import * as scenarios from "./scenarios.ts";

/** One file a command; the order here is the order of `soclab --help`. */
export const COMMANDS: readonly { addTo: (program: Command) => void }[] = [
  collate,
  extent,
  levers,
  scenarios,
  explain,
  doctor,
];

/** Version of the package, as package.json has it. */
export const VERSION: string = (JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as { version: string })
  .version;
