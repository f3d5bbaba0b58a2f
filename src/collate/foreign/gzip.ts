import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { isDiskFault } from "./archive.ts";
import { type Limits, RATIO_FROM_BYTES } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** The bytes that come out of a gzip file of one or more members, under the limits. Runs in the child process. Throws a Refusal. */
export async function* gunzipped(path: string, shown: string, limits: Limits): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(path);
  const plain = createGunzip();
  packed.on("error", (error) => plain.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of packed.pipe(plain)) {
      bytes += chunk.length;
      if (bytes > RATIO_FROM_BYTES && bytes > limits.ratioMax * packed.bytesRead)
        throw new Refusal({ code: "expands-too-far", file: shown, entry: gzipEntry(shown), ratio: limits.ratioMax });
      if (bytes > limits.bytesMax)
        throw new Refusal({ code: "too-large", file: shown, limit: "bytes", most: limits.bytesMax });
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (error instanceof Refusal || isDiskFault(error)) throw error;
    throw new Refusal({ code: "damaged-archive", file: shown, why: (error as Error).message });
  } finally {
    packed.destroy();
  }
}

/** The one file in a gzip is called as the gzip is, without its ending. */
export const gzipEntry = (shown: string): string => shown.replace(/^.*[\\/]/, "").replace(/\.gz$/i, "");
