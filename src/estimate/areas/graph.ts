import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { cholesky, inverseFromCholesky, logDeterminant, type Matrix } from "../matrix/dense.ts";

/** Which areas border which: nodes 0 to n - 1, every edge once with the smaller node first, connected components in the order of their first node. */
export interface Graph {
  n: number;
  edges: [number, number][];
  components: number[][];
}

/**
 * Graph of `n` nodes from pairs of node numbers in any order; a pair given twice counts once.
 * Throws a RangeError on a node outside 0 to n - 1 and on a node that borders itself.
 */
export function graphOf(n: number, pairs: readonly (readonly [number, number])[]): Graph {
  const edges = new Map<number, [number, number]>();
  for (const [a, b] of pairs) {
    const [i, j] = a < b ? [a, b] : [b, a];
    if (!(Number.isInteger(i) && Number.isInteger(j) && i >= 0 && j < n && i !== j))
      throw new RangeError(`No edge ${a} to ${b} in a graph of ${n} nodes`);
    edges.set(i * n + j, [i, j]);
  }
  const list = [...edges.values()].sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  return { n, edges: list, components: componentsOf(n, list) };
}

/** Graph of named nodes (ONS codes) from pairs of names. Throws a RangeError on a pair whose name is not a node. */
export function graphOfNames(names: readonly string[], pairs: readonly (readonly [string, string])[]): Graph {
  const at = new Map(names.map((name, i) => [name, i]));
  const node = (name: string): number => {
    const i = at.get(name);
    if (i === undefined) throw new RangeError(`"${name}" borders an area and is no area itself`);
    return i;
  };
  return graphOf(
    names.length,
    pairs.map(([a, b]) => [node(a), node(b)]),
  );
}

function componentsOf(n: number, edges: readonly [number, number][]): number[][] {
  const root = Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) at = root[at];
    return at;
  };
  for (const [i, j] of edges) {
    const [a, b] = [find(i), find(j)];
    root[Math.max(a, b)] = Math.min(a, b);
  }
  const byRoot = new Map<number, number[]>();
  for (let i = 0; i < n; i++) byRoot.set(find(i), [...(byRoot.get(find(i)) ?? []), i]);
  return [...byRoot.values()];
}

/** Precision of an intrinsic conditional autoregression: n x n, number of neighbours on the diagonal, -1 for an edge (Besag, York and Mollie 1991). */
export function icarPrecision({ n, edges }: Graph): Matrix {
  const values = new Float64Array(n * n);
  for (const [i, j] of edges) {
    values[i * n + i] += 1;
    values[j * n + j] += 1;
    values[i * n + j] -= 1;
    values[j * n + i] -= 1;
  }
  return { rows: n, columns: n, values };
}

/** One connected component: what the scaling of Riebler et al. (2016) and Freni-Sterrantino et al. (2018) needs. */
export interface ComponentShape {
  nodes: number[];
  /** Geometric mean of the diagonal of the generalised inverse; 1 for a singleton, whose effect is independent. */
  scalingFactor: number;
  /** Log of the product of the precision's eigenvalues above 0; 0 for a singleton. */
  logPseudoDeterminant: number;
  /** Log of the number of spanning trees (Kirchhoff: the pseudo-determinant over the number of nodes). */
  logSpanningTrees: number;
  /** Generalised inverse (Moore-Penrose, so each row sums to 0), nodes in the order of `nodes`; 1 x 1 zero for a singleton. */
  inverse: Matrix;
}

/** Shape of every component, in the graph's order. */
export function componentShapes(graph: Graph): ComponentShape[] {
  const precision = icarPrecision(graph);
  return graph.components.map((nodes) => (nodes.length === 1 ? singleton(nodes) : shapeOf(nodes, precision)));
}

const singleton = (nodes: number[]): ComponentShape => ({
  nodes,
  scalingFactor: 1,
  logPseudoDeterminant: 0,
  logSpanningTrees: 0,
  inverse: { rows: 1, columns: 1, values: new Float64Array(1) },
});

/** The constant vector is the one null direction: adding J/m makes its eigenvalue 1, taking J/m from the inverse removes it again. */
function shapeOf(nodes: number[], precision: Matrix): ComponentShape {
  const m = nodes.length;
  const values = new Float64Array(m * m);
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++) values[a * m + b] = precision.values[nodes[a] * precision.columns + nodes[b]] + 1 / m;
  const factor = cholesky({ rows: m, columns: m, values });
  const inverse = inverseFromCholesky(factor);
  for (let k = 0; k < m * m; k++) inverse.values[k] -= 1 / m;
  let logSum = 0;
  for (let a = 0; a < m; a++) logSum += ln(inverse.values[a * m + a]);
  const logPseudoDeterminant = logDeterminant(factor);
  return {
    nodes,
    scalingFactor: exp(logSum / m),
    logPseudoDeterminant,
    logSpanningTrees: logPseudoDeterminant - ln(m),
    inverse,
  };
}

/**
 * Covariance of the scaled structured effect, n x n: the generalised inverse of each component over its scaling factor,
 * so that the geometric mean of the variances is 1; a singleton has variance 1 and no covariance.
 */
export function scaledCovariance(graph: Graph): Matrix {
  const { n } = graph;
  const values = new Float64Array(n * n);
  for (const { nodes, scalingFactor, inverse } of componentShapes(graph)) {
    if (nodes.length === 1) values[nodes[0] * n + nodes[0]] = 1;
    else
      nodes.forEach((i, a) => {
        nodes.forEach((j, b) => {
          values[i * n + j] = inverse.values[a * nodes.length + b] / scalingFactor;
        });
      });
  }
  return { rows: n, columns: n, values };
}

/** Covariance of a BYM2 effect of unit size, n x n: phi G/s + (1 - phi) I, a singleton with variance 1 (Riebler et al. 2016). `phi` from 0 to 1. */
export function bym2Covariance(structured: Matrix, phi: number): Matrix {
  const { rows: n } = structured;
  const values = structured.values.map((v) => phi * v);
  for (let i = 0; i < n; i++) values[i * n + i] += 1 - phi;
  return { rows: n, columns: n, values };
}
