import type { Command } from "commander";
import * as pool from "./pool.ts";

/** `soclab evidence <what>`: what has been tried, how well it worked and how sure we are. One file a command of the group. */
export function addTo(program: Command): void {
  const group = program
    .command("evidence")
    .description("What works: studies, how they are pooled, and how sure we are.");
  for (const command of [pool]) command.addTo(group);
}
