import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import Type from "typebox";
import { Check } from "typebox/value";
import { Problem } from "../terms/index.ts";
import { guarded, piecesOf } from "./door.ts";
import { homePaths, snapshotPath } from "./home.ts";

const CurrentSchema = Type.Object(
  {
    /** Of the logical rows; also the snapshot's file name. */
    fingerprint: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    /** Of the file's bytes, so that damage shows before the database engine meets it. */
    sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    bytes: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);

/** Which snapshot readers open, and what its file must look like. */
export type Current = Type.Static<typeof CurrentSchema>;

export const describeCurrent = (current: Current): string => `${JSON.stringify(current, null, 2)}\n`;

/**
 * The current snapshot of a home folder, its bytes checked against their hash.
 * Throws a Problem: "not-collated" when there is none, "snapshot-damaged" when file or pointer are not whole.
 */
export function readCurrent(home: string): Current & { path: string } {
  const { current: pointer } = homePaths(home);
  if (!existsSync(pointer)) throw new Problem({ code: "not-collated", home });
  const current = parseCurrent(
    pointer,
    guarded(pointer, () => readFileSync(pointer, "utf8")),
  );
  const path = snapshotPath(home, current.fingerprint);
  if (!existsSync(path)) throw new Problem({ code: "snapshot-damaged", path, why: "the file is not there" });
  const found = hashFile(path);
  if (found.bytes !== current.bytes)
    throw new Problem({
      code: "snapshot-damaged",
      path,
      why: `it has ${found.bytes} bytes instead of ${current.bytes}`,
    });
  if (found.sha256 !== current.sha256)
    throw new Problem({ code: "snapshot-damaged", path, why: "its bytes have changed" });
  return { ...current, path };
}

function parseCurrent(pointer: string, text: string): Current {
  try {
    const value: unknown = JSON.parse(text);
    if (Check(CurrentSchema, value)) return value;
  } catch {
    // Falls through to the one sentence below.
  }
  throw new Problem({ code: "snapshot-damaged", path: pointer, why: "it does not name a snapshot" });
}

/** SHA-256 (hex) and size of a file, read in pieces of 1 MiB. */
export function hashFile(path: string): { sha256: string; bytes: number } {
  return guarded(path, () => {
    const hash = createHash("sha256");
    let bytes = 0;
    for (const piece of piecesOf(path)) {
      hash.update(piece);
      bytes += piece.length;
    }
    return { sha256: hash.digest("hex"), bytes };
  });
}
