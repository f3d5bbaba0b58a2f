/** The child process: one task from its command line, its answers as JSON lines on standard output. It ends when its parent does. */

import type { Answer, RowBatch, Task } from "./order.ts";
import { Refusal } from "./refusal.ts";

/** What Node itself takes, above the limit of the task. */
const OWN_MEMORY_MB = 100;
const task = JSON.parse(process.argv[2] ?? "") as Task;

// The parent writes one byte when it has done with an entry; the end of its writing means that it is gone.
process.stdin.once("end", () => process.exit(1)).resume();
const nextAsked = (): Promise<unknown> => new Promise((resolve) => process.stdin.once("data", resolve));

refuseMemory();
try {
  await work();
  await answer({ done: true });
} catch (error) {
  await answer(refusal(error));
}
process.exit(0);

/** Faults of the disk go to the parent as they are; anything unforeseen ends this process and is reported as a crash. */
function refusal(error: unknown): Answer {
  if (error instanceof Refusal) return { problem: error.data };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code && /^E[A-Z0-9]+$/.test(code)) return { fault: { code, message } };
  throw error;
}

async function work(): Promise<void> {
  if (task.does === "rows") for await (const batch of await batches(task)) await answer(batch);
  else if (task.does === "sheets") await answer({ sheets: await (await import("./workbook.ts")).sheetsIn(task) });
  else if (task.does === "entries") await answer({ entries: await (await import("./unpack-entries.ts")).listed(task) });
  else
    for await (const unpacked of (await import("./unpack-entries.ts")).unpacked(task)) {
      const asked = nextAsked();
      await answer({ unpacked });
      await asked;
    }
}

async function batches(rows: Extract<Task, { does: "rows" }>): Promise<AsyncIterable<RowBatch>> {
  return rows.kind === "parquet"
    ? (await import("./parquet-rows.ts")).parquetRows(rows)
    : (await import("./workbook.ts")).workbookRows(rows);
}

/** Done when the line has left this process, so that it is never further ahead than one line. */
function answer(line: Answer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${JSON.stringify(line)}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** The heap has its own limit; this one is for what lies outside it. */
function refuseMemory(): void {
  const most = task.limits.memoryMb;
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() < (most + OWN_MEMORY_MB) * 1_000_000) return;
    clearInterval(watch);
    void answer({ problem: { code: "too-large", file: task.shown, limit: "memory", most } }).then(() =>
      process.exit(0),
    );
  }, 50);
  watch.unref();
}
