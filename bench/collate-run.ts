import { createHash } from "node:crypto";
import { openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { countedReadings, loadBulk, planOf } from "../src/collate/index.ts";
import { Database } from "../src/store/index.ts";
import { STREET } from "./street-source.ts";

// Run as a process of its own by bench/collate.ts, so that its memory is its own: one way of taking in a street file, timed
// from opening the database to closing it after the checkpoint.
const [way = "", path = ""] = process.argv.slice(2);
const home = dirname(path);

const WAYS: Record<string, () => Promise<number>> = { hash, ours, reference };

/** SHA-256 of the file, in pieces of 1 MiB: what naming kept bytes by their hash costs. */
async function hash(): Promise<number> {
  const [file, piece, sum] = [openSync(path, "r"), Buffer.allocUnsafe(1 << 20), createHash("sha256")];
  for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) sum.update(piece.subarray(0, n));
  sum.digest("hex");
  return 0;
}

/** Scan, count, convert, check and load the needed columns in one transaction, count figures out of them, checkpoint. */
async function ours(): Promise<number> {
  const database = await Database.write(join(home, "ours.duckdb"), home);
  const plan = planOf("bench/street-source.ts", STREET);
  const sha256 = "0".repeat(64);
  const file = { part: "", file: "street.csv", name: "street.csv", path, scratch: join(home, "tidied.csv") };
  await database.run("begin transaction");
  const [{ rowsLoaded, rowsSetAside } = { rowsLoaded: 0, rowsSetAside: 0 }] = await loadBulk(database, plan, sha256, [
    file,
  ]);
  await countedReadings(database, plan, { sha256, parts: [""] });
  await database.run("commit");
  await database.run("checkpoint");
  database.close();
  if (rowsSetAside > 0) throw new Error(`${rowsSetAside} rows were set aside of a file without a fault`);
  return rowsLoaded;
}

/** DuckDB's own: every column as text, its own guess of the dialect, into a file, checkpoint. */
async function reference(): Promise<number> {
  const database = await Database.write(join(home, "reference.duckdb"), home);
  await database.run(`create table street as select * from read_csv('${path}', all_varchar = true)`);
  await database.run("checkpoint");
  const [row] = await database.rows("select count(*)::integer as n from street");
  database.close();
  return Number(row?.n);
}

const start = performance.now();
const rows = await WAYS[way]!();
const milliseconds = performance.now() - start;
const { user, system } = process.cpuUsage();
const run = { rows, milliseconds, processor: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(`${JSON.stringify(run)}\n`);
