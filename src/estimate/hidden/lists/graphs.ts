/** A decomposable graph over the lists: no edge says independent given the others. */
export interface Graph {
  /** Masks of two bits. */
  edges: number[];
  /** Masks of the largest sets of lists that are all joined, in descending order. */
  cliques: number[];
  /**
   * Sets of lists and how often each counts: the likelihood of the graph is the product over them of the likelihood of their table,
   * to this power (cliques over separators; Lauritzen 1996, Graphical Models).
   */
  factors: [set: number, power: number][];
}

/** The graph over `n` lists with some edges, or undefined when it is not decomposable. */
export function graphOf(n: number, edges: readonly number[]): Graph | undefined {
  const left = new Set(Array.from({ length: n }, (_, j) => j));
  const powers = new Map<number, number>();
  const joined: number[] = [];
  const count = (set: number, by: number) => powers.set(set, (powers.get(set) ?? 0) + by);
  // Lists whose neighbours are all joined to one another are taken out one by one (Rose 1970): it works if the graph is decomposable.
  while (left.size > 0) {
    const found = [...left].find((j) => isJoined(neighbours(j, left, edges), edges));
    if (found === undefined) return undefined;
    const around = neighbours(found, left, edges);
    joined.push(around | (1 << found));
    count(around | (1 << found), 1);
    count(around, -1);
    left.delete(found);
  }
  const cliques = joined.filter((set) => !joined.some((other) => other !== set && (other & set) === set));
  return {
    edges: [...edges],
    cliques: cliques.sort((a, b) => b - a),
    factors: [...powers].filter(([, power]) => power !== 0),
  };
}

const neighbours = (j: number, left: ReadonlySet<number>, edges: readonly number[]): number => {
  let set = 0;
  for (const l of left) if (edges.includes((1 << j) | (1 << l)) && l !== j) set |= 1 << l;
  return set;
};

/** Whether every two lists of a set are joined. */
function isJoined(set: number, edges: readonly number[]): boolean {
  for (let a = set; a !== 0; a &= a - 1)
    for (let b = a & (a - 1); b !== 0; b &= b - 1) if (!edges.includes((a & -a) | (b & -b))) return false;
  return true;
}

/** Every decomposable graph over `n` lists but the complete one, which says nothing about the hidden part: 821 for five lists. */
export function decomposableGraphs(n: number): Graph[] {
  const pairs: number[] = [];
  for (let j = 0; j < n; j++) for (let l = j + 1; l < n; l++) pairs.push((1 << j) | (1 << l));
  const graphs: Graph[] = [];
  for (let subset = 0; subset < (1 << pairs.length) - 1; subset++) {
    const graph = graphOf(
      n,
      pairs.filter((_, i) => (subset >> i) & 1),
    );
    if (graph !== undefined) graphs.push(graph);
  }
  return graphs;
}
