// A collation in a process of its own, on the built files, so that it can be killed, starved of disk or robbed of its rights.
// Argument: JSON { home, files, at?: { step, nth, act: "SIGKILL" | "SIGINT" | "wait" }, says?: "ready" before it begins }.
// Prints the report as JSON, or the sentence of a Problem on stderr with exit code 1 (130 when interrupted).

import { Interrupted, untilInterrupted } from "../../dist/src/cli/interrupt.js";
import { collate, readSource } from "../../dist/src/collate/index.js";

const { home, files, at, says } = JSON.parse(process.argv[2]);
let seen = 0;

function onProgress({ step }) {
  if (step !== at?.step || ++seen !== at.nth) return;
  if (at.act === "wait") {
    process.stdout.write("waiting\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  } else process.kill(process.pid, at.act);
}

try {
  const source = { ...(await readSource("embedded")), files };
  if (says !== undefined) process.stdout.write(`${says}\n`);
  const report = await untilInterrupted((signal) => collate(home, onProgress, { signal, sources: [source] }));
  process.stdout.write(`${JSON.stringify(report)}\n`);
} catch (error) {
  process.stderr.write(`${error.name === "Problem" || error instanceof Interrupted ? error.message : error.stack}\n`);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}
