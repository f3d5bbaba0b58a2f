import { Command } from "commander";
import { COMMANDS } from "./commands.ts";
import { endingOf } from "./faults.ts";
import { VERSION } from "./version.ts";

/**
 * The command line. Takes the words after `soclab`, returns the exit code: 0 done, 1 bad input (said in a sentence on
 * stderr), 130 stopped by the user, 70 a fault of ours. Never throws; a closed pipe (`| head`) is not a fault.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const program = assemble();
  const output = watchOutput();
  process.exitCode = undefined;
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    await output.flushed();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const ending = endingOf(error, program, argv);
    if (ending.say) process.stderr.write(`${ending.say}\n`);
    return ending.code;
  } finally {
    output.stop();
  }
}

/** The program with every command of the table, errors left to `main`. */
export function assemble(): Command {
  const program = new Command("soclab")
    .description("An open database and computational twin of serious and organised crime in the United Kingdom.")
    .version(VERSION)
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .addHelpText("after", "\nExample:\n  $ soclab compare baseline parity-prevention --runs 200 --seed 1");
  for (const command of COMMANDS) command.addTo(program);
  return program;
}

/**
 * Faults of stdout arrive as events after the write. A reader that went away (EPIPE) is no fault; a full disk is, and is
 * thrown by `flushed`. SIGXFSZ must not kill us: the write then fails with EFBIG and becomes a sentence.
 */
function watchOutput(): { flushed: () => Promise<void>; stop: () => void } {
  let fault: NodeJS.ErrnoException | undefined;
  const note = (error: NodeJS.ErrnoException) => {
    fault ??= error;
  };
  const ignore = () => {};
  process.stdout.on("error", note);
  process.stderr.on("error", ignore);
  process.on("SIGXFSZ", ignore);
  return {
    async flushed() {
      // A file or device reports its fault on the next turn of the event loop, after the stream has called itself closed.
      await new Promise<void>((done) => setImmediate(done));
      if (!fault && process.stdout.writable) await new Promise<void>((done) => process.stdout.write("", () => done()));
      if (fault && fault.code !== "EPIPE") throw Object.assign(fault, { path: "The output" });
    },
    stop() {
      process.off("SIGXFSZ", ignore);
      // The listeners of the streams stay when a fault came: an event that nobody hears would end the process with a stack.
      if (fault) return;
      process.stdout.off("error", note);
      process.stderr.off("error", ignore);
    },
  };
}
