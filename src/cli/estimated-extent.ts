import { type ExtentOptions, extentIn, type FittedExtent } from "../estimate/index.ts";
import type { Snapshot } from "../store/index.ts";
import { untilInterrupted } from "./interrupt.ts";
import { progressBar } from "./progress.ts";

/**
 * The extent estimated from a snapshot. Where no fit of its figures is kept they are fitted now (about a minute), with progress on stderr;
 * SIGINT stops it with `Interrupted` and nothing kept.
 */
export async function estimatedExtent(
  snapshot: Snapshot,
  { isRegisteredOnly = false }: Partial<Pick<ExtentOptions, "isRegisteredOnly">> = {},
): Promise<FittedExtent> {
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    return await untilInterrupted((signal) =>
      extentIn(snapshot, {
        signal,
        isRegisteredOnly,
        onProgress: (done, all) => {
          bar ??= progressBar("Fitting the extent of each threat");
          bar.show(done, all);
        },
      }),
    );
  } finally {
    bar?.end();
  }
}
