/** The distribution function of a count forecast: P(Y <= k). */
export type CountCdf = (k: number) => number;

/** Where a count falls in its forecast: [F(y-1), F(y)]; the two are equal for a continuous forecast. */
export const pitBounds = (cdf: CountCdf, observed: number): [number, number] => [
  observed > 0 ? cdf(observed - 1) : 0,
  cdf(observed),
];

/**
 * Non-randomised PIT histogram of count forecasts (Czado, Gneiting and Held 2009, Biometrics 65, eq. 2): heights of `bins`
 * equal bins, all near 1 when the forecasts are calibrated, U-shaped when they are too narrow.
 */
export function pitHistogram(bounds: readonly (readonly [number, number])[], bins: number): number[] {
  const edges = pitAtEdges(bounds, bins);
  return edges.slice(1).map((edge, j) => (edge - edges[j]) * bins);
}

/** The mean conditional distribution function at the bins' edges, 0 to 1: bins + 1 values. */
export const pitAtEdges = (bounds: readonly (readonly [number, number])[], bins: number): number[] =>
  Array.from({ length: bins + 1 }, (_, j) => {
    const u = j / bins;
    return bounds.reduce((sum, [low, high]) => sum + conditional(u, low, high), 0) / bounds.length;
  });

function conditional(u: number, low: number, high: number): number {
  if (u <= low) return 0;
  return u >= high ? 1 : (u - low) / (high - low);
}
