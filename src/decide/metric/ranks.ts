/**
 * Probability that each area is among the `top` highest, from joint draws `[area][draw]`; ties count in the order given.
 * A rank is never published: it moves with noise, and the probability says by how much.
 */
export function probabilityInTop(areas: readonly Float64Array[], top = 5): number[] {
  const hits = areas.map(() => 0);
  const draws = areas[0]?.length ?? 0;
  const order = areas.map((_, i) => i);
  for (let d = 0; d < draws; d++) {
    const sorted = order.slice().sort((a, b) => areas[b][d] - areas[a][d] || a - b);
    for (const i of sorted.slice(0, top)) hits[i]++;
  }
  return hits.map((n) => n / draws);
}
