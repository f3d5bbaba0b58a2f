/**
 * What one run leaves behind. Plain data; the same bits in Node and in a browser.
 * `series[outcomeIndex * months + month]`, month 0 = April 2021, all outcomes of OUTCOMES.
 * `map[((financialYear - 2021) * 45 + place) * 11 + threat]`: harm events of a place (the victim's) in a financial year.
 * `moves[(from * 45 + to)]` and `switches[(from * 11 + to)]`: groups that moved between places and threats from the first lever on.
 */
export interface RunResult {
  run: number;
  months: number;
  series: Float64Array;
  map: Float64Array;
  moves: Float64Array;
  switches: Float64Array;
  /** Factors fitted to April 2021, in the order of FITTED. */
  fitted: Float64Array;
  /** SHA-256, hex, over the final state and everything above. */
  hash: string;
}
