/** Reading a Parquet file, in the child process. */
import type { openForeignParquet } from "../../store/index.ts";
import { isDiskFault } from "./archive.ts";
import { plainDecimal } from "./cell-text.ts";
import { containerOf } from "./first-bytes.ts";
import type { RowBatch, Task } from "./order.ts";
import { Refusal } from "./refusal.ts";
import { longRow, type Overflow, RowBatches } from "./row-batches.ts";

/** The column names as line 0, then every record, in batches. Throws a Refusal. */
export async function* parquetRows(task: Extract<Task, { kind: "parquet" }>): AsyncGenerator<RowBatch> {
  try {
    if (containerOf(task.path) !== "parquet") throw damaged(task, "it does not begin as a Parquet file does");
    const store = (await import(task.parquetModule)) as { openForeignParquet: typeof openForeignParquet };
    const parquet = await store.openForeignParquet(task.path, task.limits.memoryMb / 2);
    const asText = parquet.types.map(textFor);
    yield { part: "", rows: [[0, parquet.names]] };
    const batches = new RowBatches(task.limits.bytesMax, (overflow) => overflowOf(task, overflow));
    let line = 0;
    for await (const records of parquet.batches)
      yield* batches.of(
        "",
        records.map((record) => [++line, record.map((value, at) => (value === null ? "" : asText[at](value)))]),
      );
    parquet.close();
  } catch (error) {
    throw parquetProblem(task, error);
  }
}

/** Numbers as in a sheet; moments with the T of ISO 8601; booleans in capitals; all else as DuckDB writes it. */
function textFor(type: string): (value: string) => string {
  if (/^(?:DOUBLE|FLOAT|DECIMAL)/.test(type)) return plainDecimal;
  if (/^TIMESTAMP/.test(type)) return (value) => value.replace(" ", "T");
  if (type === "BOOLEAN") return (value) => value.toUpperCase();
  return (value) => value;
}

const overflowOf = (task: Task, overflow: Overflow): Refusal =>
  overflow === "bytes"
    ? new Refusal({ code: "too-large", file: task.shown, limit: "bytes", most: task.limits.bytesMax })
    : damaged(task, longRow(overflow));

function parquetProblem(task: Task, error: unknown): unknown {
  if (error instanceof Refusal || isDiskFault(error)) return error;
  const why = (error as Error).message.split("\n")[0] ?? "";
  return /out of memory/i.test(why)
    ? new Refusal({ code: "too-large", file: task.shown, limit: "memory", most: task.limits.memoryMb })
    : damaged(task, why);
}

const damaged = (task: Task, why: string): Refusal =>
  new Refusal({ code: "damaged-parquet", file: task.shown, why: why.replaceAll(task.path, task.shown) });
