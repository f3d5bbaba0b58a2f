/** How much and how long a fetch may take. */
export interface FetchLimits {
  bytesMax: number;
  /** Until the server begins to answer. */
  answerMs: number;
  /** In every span of so many milliseconds... */
  paceMs: number;
  /** ...so many bytes must come. */
  paceBytes: number;
  /** The whole of it. */
  totalMs: number;
  redirectsMax: number;
}

/** A three-year police archive is about 2 GB; on a slow line (100 kB/s) that takes six hours. */
export const FETCH_LIMITS: FetchLimits = {
  bytesMax: 8_000_000_000,
  answerMs: 60_000,
  paceMs: 60_000,
  paceBytes: 60_000,
  totalMs: 8 * 3_600_000,
  redirectsMax: 5,
};
