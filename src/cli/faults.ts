import { type Command, CommanderError } from "commander";
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

const WRITE_FAULTS: Record<string, { reason: string; next: string }> = {
  ENOSPC: { reason: "the disk is full", next: "Free some space, or choose another folder, and run the command again." },
  EDQUOT: {
    reason: "the quota of the disk is used up",
    next: "Free some space, or choose another folder, and run the command again.",
  },
  EFBIG: {
    reason: "the file would be larger than allowed (see ulimit -f)",
    next: "Raise the limit and run the command again.",
  },
  EACCES: { reason: "this user may not", next: "Choose a folder that you may write (--home, --out or SOCLAB_HOME)." },
  EPERM: { reason: "this user may not", next: "Choose a folder that you may write (--home, --out or SOCLAB_HOME)." },
  EROFS: { reason: "the file system is read-only", next: "Choose another folder (--home, --out or SOCLAB_HOME)." },
  ENOTDIR: {
    reason: "part of the path is a file, not a folder",
    next: "Choose another folder (--home, --out or SOCLAB_HOME).",
  },
  EISDIR: { reason: "there is a folder of that name", next: "Choose another name." },
  EIO: { reason: "the disk answered with a fault", next: "Check the disk, then run the command again." },
};

/** Any error to the sentence and the code that the command line ends with. The stack only with SOCLAB_DEBUG=1. */
export function endingOf(error: unknown, program: Command, argv: readonly string[]): Ending {
  if (error instanceof CommanderError) return ofCommander(error, program, argv);
  if (error instanceof Interrupted) return { code: 130, say: error.message };
  if (error instanceof Problem) return { code: 1, say: error.message };
  const fault = error as NodeJS.ErrnoException;
  const known = WRITE_FAULTS[fault?.code ?? ""];
  if (known)
    return { code: 1, say: new Problem({ code: "cannot-write", path: fault.path ?? "The output", ...known }).message };
  if (process.env.SOCLAB_DEBUG === "1") return { code: OUR_FAULT, say: fault?.stack ?? String(error) };
  const what = String(fault?.message ?? error).split("\n")[0];
  return {
    code: OUR_FAULT,
    say: `Something failed inside soclab: ${what}. This is a fault of ours, not of your input; SOCLAB_DEBUG=1 shows where it happened.`,
  };
}

function ofCommander(error: CommanderError, program: Command, argv: readonly string[]): Ending {
  if (error.exitCode === 0 || error.code === "commander.help") return { code: 0, say: "" };
  const command = program.commands.find((c) => argv.includes(c.name()));
  const name = ["soclab", ...(command ? [command.name()] : [])].join(" ");
  const found = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  if (error.code === "commander.unknownCommand") {
    const known = program.commands.map((c) => c.name());
    return problem({
      code: "unknown-name",
      what: "command",
      name: found,
      known,
      next: '"soclab --help" lists them all.',
    });
  }
  if (error.code === "commander.unknownOption") {
    const known = ["--help", ...(command ?? program).options.flatMap((o) => (o.long ? [o.long] : []))];
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

const problem = (data: ConstructorParameters<typeof Problem>[0]): Ending => ({
  code: 1,
  say: new Problem(data).message,
});
