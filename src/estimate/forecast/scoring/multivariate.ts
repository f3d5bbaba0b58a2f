/** Scores of a joint forecast: `members[m][i]` is member m's value of quantity i, `observed[i]` the truth. Smaller is better. */
type Members = readonly (readonly number[])[];

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0));

/** Energy score: the CRPS in several dimensions, mean ||x-y|| - half the mean ||x-x'||. Gneiting and Raftery 2007, eq. 39. */
export function energyScore(members: Members, observed: readonly number[]): number {
  const m = members.length;
  const far = members.reduce((sum, x) => sum + distance(x, observed), 0) / m;
  const apart = members.reduce((sum, x) => sum + members.reduce((s, z) => s + distance(x, z), 0), 0) / (m * m);
  return far - apart / 2;
}

/** Variogram score of order 0.5, all ordered pairs, unit weights: sees wrong correlations. Scheuerer and Hamill 2015, MWR 143. */
export function variogramScore(members: Members, observed: readonly number[]): number {
  const root = (a: number, b: number) => Math.sqrt(Math.abs(a - b));
  let score = 0;
  for (let i = 0; i < observed.length; i++)
    for (let j = 0; j < observed.length; j++) {
      const mean = members.reduce((sum, x) => sum + root(x[i], x[j]), 0) / members.length;
      score += (root(observed[i], observed[j]) - mean) ** 2;
    }
  return score;
}
