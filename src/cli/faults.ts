import { type Command, CommanderError } from "commander";
import { diskProblem } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { Interrupted } from "./interrupt.ts";

/** What the command line says and with which code it ends. */
export interface Ending {
  code: number;
  /** Empty when there is nothing to say. */
  say: string;
}

/** Code of an unexpected error: ours, not the input's (EX_SOFTWARE of sysexits.h). */
export const OUR_FAULT = 70;

/** Any error to the sentence and the code that the command line ends with. The stack only with SOCLAB_DEBUG=1. */
export function endingOf(error: unknown, program: Command, argv: readonly string[]): Ending {
  if (error instanceof CommanderError) return ofCommander(error, program, argv);
  if (error instanceof Interrupted) return { code: 130, say: error.message };
  if (error instanceof Problem) return { code: 1, say: error.message };
  const fault = error as NodeJS.ErrnoException;
  const ofDisk = diskProblem(fault?.path ?? "The output", error);
  if (ofDisk) return { code: 1, say: ofDisk.message };
  if (process.env.SOCLAB_DEBUG === "1") return { code: OUR_FAULT, say: fault?.stack ?? String(error) };
  const what = String(fault?.message ?? error).split("\n")[0];
  return {
    code: OUR_FAULT,
    say: `Something failed inside soclab: ${what}. This is a fault of ours, not of your input; SOCLAB_DEBUG=1 shows where it happened.`,
  };
}

function ofCommander(error: CommanderError, program: Command, argv: readonly string[]): Ending {
  if (error.exitCode === 0) return { code: 0, say: "" };
  const path = commandPath(program, argv);
  const command = path[path.length - 1];
  const name = path.map((c) => c.name()).join(" ");
  // A group of commands without a word of which: its help, as for soclab alone.
  if (error.code === "commander.help") return { code: 0, say: command.helpInformation() };
  const found = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  if (error.code === "commander.unknownCommand") {
    const known = command.commands.map((c) => c.name());
    return problem({
      code: "unknown-name",
      what: "command",
      name: found,
      known,
      next: `"${name} --help" lists them all.`,
    });
  }
  if (error.code === "commander.unknownOption") {
    const known = ["--help", ...command.options.flatMap((o) => (o.long ? [o.long] : []))];
    return problem({
      code: "unknown-name",
      what: "option",
      name: found,
      known,
      next: `"${name} --help" lists them all.`,
    });
  }
  const fault = error.message
    .replace(/^error: /, "")
    .split("\n")[0]
    .replace(/\.$/, "");
  return problem({ code: "usage", command: name, fault });
}

/** The program, the command that the words name, and the one of its group, as far as they go. */
function commandPath(program: Command, argv: readonly string[]): [Command, ...Command[]] {
  const next = program.commands.find((c) => argv.includes(c.name()));
  return next ? [program, ...commandPath(next, argv.slice(argv.indexOf(next.name()) + 1))] : [program];
}

const problem = (data: ConstructorParameters<typeof Problem>[0]): Ending => ({
  code: 1,
  say: new Problem(data).message,
});
