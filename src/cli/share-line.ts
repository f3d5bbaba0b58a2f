import type { Progress } from "../collate/index.ts";

/** Where progress goes: a terminal redraws one line, anything else gets a line now and then. */
export interface ProgressOut {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two redrawings, and between two lines in a log. */
const [REDRAW_MS, LOG_MS] = [100, 5_000];
const BAR_CELLS = 24;

/**
 * Progress of a collation on stderr: a bar with its share of the bytes that are to be loaded. On a terminal one line, redrawn; in a
 * pipe or a log a line at most every five seconds, so that a short collation says nothing.
 */
export function shareLine(
  out: ProgressOut = process.stderr,
  clock: () => number = () => performance.now(),
): { show: (progress: Progress) => void; end: () => void } {
  let last = out.isTTY === true ? Number.NEGATIVE_INFINITY : clock();
  let isDrawn = false;
  const end = (): void => {
    if (isDrawn) out.write("\r\u001b[K");
    isDrawn = false;
  };
  const show = (progress: Progress): void => {
    if (progress.step === "switched") {
      end();
      return;
    }
    const now = clock();
    if (now - last < (out.isTTY === true ? REDRAW_MS : LOG_MS)) return;
    last = now;
    if (out.isTTY === true) out.write(`\r\u001b[K${shareText(progress).slice(0, (out.columns ?? 80) - 1)}`);
    else out.write(`${shareText(progress)}\n`);
    isDrawn = out.isTTY === true;
  };
  return { show, end };
}

/** Words of the steps, as they look from outside. */
const WORDS: Record<Progress["step"], string> = {
  landed: "keeping",
  recorded: "keeping",
  unloaded: "taking out",
  reading: "loading",
  loaded: "loading",
  finished: "publishing",
  published: "publishing",
  switched: "published",
};

/** One line: the bar, the share, the bytes, and what is being done. Pure. */
export function shareText({ step, file, part, share }: Progress): string {
  const what = [WORDS[step], file, part].filter((word) => word !== undefined && word !== "").join(" ");
  if (share === undefined) return what;
  const of = Math.min(1, share.done / share.total);
  const full = Math.floor(of * BAR_CELLS);
  const bar = `[${"#".repeat(full)}${"-".repeat(BAR_CELLS - full)}]`;
  const percent = `${Math.floor(100 * of)}%`.padStart(4);
  return `${bar} ${percent}  ${megabytes(share.done)} of ${megabytes(share.total)} MB  ${what}`;
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
