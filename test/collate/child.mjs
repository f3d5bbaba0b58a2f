// A collation in a process of its own, on the built files, so that it can be killed, starved of disk or robbed of its rights.
// Argument: JSON { home, files, at?: { step, nth, act: "SIGKILL" | "SIGINT" | "wait" }, plant?: "mark outside the transaction" }.
// Prints "ready" before it begins, "recorded <file>" when a file is acknowledged, and last the report as JSON; or the sentence
// of a Problem on stderr with exit code 1 (130 when interrupted).

import { writeSync } from "node:fs";
import { Interrupted, untilInterrupted } from "../../dist/src/cli/interrupt.js";
import { collate, readSource } from "../../dist/src/collate/index.js";
import { Working } from "../../dist/src/store/index.js";

const { home, files, at, plant } = JSON.parse(process.argv[2]);
let seen = 0;

function reached(step) {
  if (step !== at?.step || ++seen !== at.nth) return;
  if (at.act === "wait") {
    process.stdout.write("waiting\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  } else process.kill(process.pid, at.act);
}

/** Points that lie inside one step of the program: within the transaction, and within the checkpoint. */
const { checkLaw, finish, load } = Working.prototype;
Working.prototype.checkLaw = function (...words) {
  reached("mid-load");
  return checkLaw.apply(this, words);
};
Working.prototype.finish = function () {
  setImmediate(() => reached("mid-checkpoint"));
  return finish.apply(this);
};

/** The fault that the harness must see: rows are committed first, and the mark that they are loaded afterwards. */
if (plant === "mark outside the transaction")
  Working.prototype.load = async function ({ release, ...rows }) {
    const { database } = this;
    const empty = { ...release, sha256: "0".repeat(64), rowsIn: 0, rowsLoaded: 0, rowsSetAside: 0 };
    this.checkLaw = async () => {};
    await load.call(this, { release: empty, ...rows });
    reached("between rows and mark");
    await load.call(this, { release, observations: [], findings: [] });
    await database.run("delete from release where rows_in = 0");
  };

try {
  const source = { ...(await readSource("embedded")), files };
  writeSync(1, "ready\n");
  const onProgress = ({ step, file }) => {
    if (step === "recorded") writeSync(1, `recorded ${file}\n`);
    reached(step);
  };
  const report = await untilInterrupted((signal) => collate(home, onProgress, { signal, sources: [source] }));
  process.stdout.write(`${JSON.stringify(report)}\n`);
} catch (error) {
  process.stderr.write(`${error.name === "Problem" || error instanceof Interrupted ? error.message : error.stack}\n`);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}
