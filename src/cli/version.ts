import { readFileSync } from "node:fs";
import { projectFile } from "../store/index.ts";

/** Version of the package, as package.json has it. */
export const VERSION: string = (JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as { version: string })
  .version;
