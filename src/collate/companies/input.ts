import { createReadStream, existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { diskProblem } from "../../store/index.ts";
import { isRealDay, Problem } from "../../terms/index.ts";
import { Archive } from "../foreign/archive.ts";
import { limitsWith } from "../foreign/limits.ts";
import { Refusal } from "../foreign/refusal.ts";

/** The two registers that Companies House gives away whole. */
export type Register = "companies" | "persons";

/** A file of a register, by its name. */
export interface RegisterFile {
  path: string;
  name: string;
  register: Register;
  /** Day of the snapshot, ISO. */
  snapshot: string;
  bytes: number;
}

/** Names as published. One file holds the whole register; parts of it ("-part1_7", "_1of31") would miss what repeats across parts. */
const NAMES: Readonly<Record<Register, RegExp>> = {
  companies: /^BasicCompanyDataAsOneFile-(\d{4}-\d{2}-\d{2})\.(csv|zip)$/i,
  persons: /^persons-with-significant-control-snapshot-(\d{4}-\d{2}-\d{2})\.(txt|json|jsonl|zip)$/i,
};

/** Which register a file holds and of which day, from its name. Throws a Problem when the name does not say it. */
export function registerFile(path: string): RegisterFile {
  const name = basename(path);
  if (!existsSync(path)) throw new Problem({ code: "missing-file", file: path, next: "Check the path." });
  for (const register of ["companies", "persons"] as const) {
    const snapshot = NAMES[register].exec(name)?.[1];
    if (snapshot !== undefined && isRealDay(snapshot))
      return { path, name, register, snapshot, bytes: statSync(path).size };
  }
  throw new Problem({
    code: "register-fault",
    file: name,
    why:
      "its name is not one under which Companies House publishes a whole register (BasicCompanyDataAsOneFile-2026-03-01, " +
      "persons-with-significant-control-snapshot-2026-03-01, with .csv, .txt or .zip)",
  });
}

/** The persons register unpacks to about 12 GB. */
const LIMITS = limitsWith({ entriesMax: 1, bytesMax: 64_000_000_000 });
const PIECE_BYTES = 1 << 20;

/**
 * The bytes of a register, piece by piece; out of a ZIP they come straight from the archive, checked and counted, and are
 * never written. `onBytes` hears how many have come. Throws a Problem.
 */
export async function* piecesOf(
  { path, name }: RegisterFile,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    const pieces = /\.zip$/i.test(name)
      ? fromArchive(path, name)
      : createReadStream(path, { highWaterMark: PIECE_BYTES });
    for await (const piece of pieces) {
      bytes += piece.length;
      onBytes(bytes);
      yield piece as Uint8Array;
    }
  } catch (error) {
    if (error instanceof Refusal) throw new Problem(error.data);
    throw diskProblem(path, error) ?? error;
  }
}

async function* fromArchive(path: string, shown: string): AsyncGenerator<Uint8Array> {
  const archive = await Archive.open(path, shown, LIMITS);
  try {
    for (const entry of archive.entries) yield* archive.bytes(entry);
  } finally {
    archive.close();
  }
}
