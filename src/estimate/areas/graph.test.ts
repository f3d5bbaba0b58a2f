import { existsSync, readFileSync } from "node:fs";
import exp from "@stdlib/math-base-special-exp";
import ln from "@stdlib/math-base-special-ln";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile, readNeighbours, readPlaces } from "../../store/index.ts";
import { bym2Covariance, componentShapes, graphOf, graphOfNames, icarPrecision, scaledCovariance } from "./graph.ts";

const star = graphOf(5, [
  [0, 1],
  [0, 2],
  [0, 3],
  [4, 0],
  [0, 4],
]);

describe("a graph of neighbours", () => {
  it("keeps each border once and finds the components", () => {
    const graph = graphOfNames(
      ["a", "b", "c", "d"],
      [
        ["c", "a"],
        ["a", "c"],
      ],
    );
    expect(graph).toEqual({ n: 4, edges: [[0, 2]], components: [[0, 2], [1], [3]] });
  });

  it("refuses a border with an area that is none, and one with itself", () => {
    expect(() => graphOf(3, [[0, 3]])).toThrow(RangeError);
    expect(() => graphOf(3, [[1, 1]])).toThrow(RangeError);
    expect(() => graphOfNames(["a"], [["a", "z"]])).toThrow('"z" borders an area and is no area itself');
  });

  it("star of 5: inverse by hand (centre 4/25, leaf 19/25), scaling (4 x 19^4)^(1/5)/25, one spanning tree", () => {
    const [{ inverse, scalingFactor, logSpanningTrees, logPseudoDeterminant }] = componentShapes(star);
    expect(inverse.values[0]).toBeCloseTo(4 / 25, 14);
    expect(inverse.values[6]).toBeCloseTo(19 / 25, 14);
    expect(scalingFactor).toBeCloseTo(exp(ln(4 * 19 ** 4) / 5) / 25, 14);
    expect(logSpanningTrees).toBeCloseTo(0, 14);
    // Eigenvalues of a star of n: 0, 1 (n - 2 times), n.
    expect(logPseudoDeterminant).toBeCloseTo(ln(5), 14);
  });

  it("triangle and an island: 3 spanning trees, variance 2/9, the island independent of unit variance", () => {
    const graph = graphOf(4, [
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
    const [triangle, island] = componentShapes(graph);
    expect(exp(triangle.logSpanningTrees)).toBeCloseTo(3, 12);
    expect(triangle.scalingFactor).toBeCloseTo(2 / 9, 14);
    expect(island).toMatchObject({ nodes: [3], scalingFactor: 1, logPseudoDeterminant: 0 });
    const covariance = scaledCovariance(graph);
    expect([...covariance.values.slice(12)]).toEqual([0, 0, 0, 1]);
    expect(covariance.values[0]).toBeCloseTo(1, 14);
    expect(covariance.values[1]).toBeCloseTo(-0.5, 14);
    expect(bym2Covariance(covariance, 0.5).values[1]).toBeCloseTo(-0.25, 14);
    expect(bym2Covariance(covariance, 0.5).values[15]).toBe(1);
  });

  it("the 45 areas of the project: rows of the precision sum to 0 and the geometric mean of variances is 1", () => {
    const places = readPlaces();
    const graph = graphOfNames(
      places.map((p) => p.code),
      readNeighbours(),
    );
    const precision = icarPrecision(graph);
    for (let i = 0; i < graph.n; i++)
      expect(precision.values.slice(i * graph.n, (i + 1) * graph.n).reduce((a, b) => a + b)).toBe(0);
    const covariance = scaledCovariance(graph);
    for (const nodes of graph.components) {
      const logMean = nodes.reduce((sum, i) => sum + ln(covariance.values[i * graph.n + i]), 0) / nodes.length;
      expect(logMean).toBeCloseTo(0, 12);
    }
  });
});

interface Shape {
  n: number;
  degree: number[];
  components: Expected[];
}
interface Expected {
  size: number;
  nodes: "all" | number[];
  scaling_factor: number | null;
  log_pseudo_det: number | null;
  log_spanning_trees?: number;
  marginal_var_first5?: number[];
}

const folder = projectFile("..", "shared", "reference", "sae");

describe("reference graphs (needs ../shared)", () => {
  beforeEach((context) => context.skip(!existsSync(folder), "the shared reference answers are not beside the project"));
  const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));

  function check(n: number, edges: [number, number][], expected: Shape) {
    const graph = graphOf(n, edges);
    const precision = icarPrecision(graph);
    expect(expected.degree).toEqual(Array.from({ length: n }, (_, i) => precision.values[i * n + i]));
    const shapes = componentShapes(graph);
    expect(shapes.length).toBe(expected.components.length);
    shapes.forEach((shape, c) => {
      checkComponent(shape, expected.components[c]);
    });
  }

  function checkComponent(shape: ReturnType<typeof componentShapes>[number], expected: Expected) {
    expect(shape.nodes.length).toBe(expected.size);
    if (expected.nodes !== "all") expect(shape.nodes).toEqual(expected.nodes);
    if (expected.scaling_factor === null) return;
    expect(Math.abs(shape.scalingFactor - expected.scaling_factor)).toBeLessThan(1e-12);
    expect(Math.abs(shape.logPseudoDeterminant - expected.log_pseudo_det!)).toBeLessThan(1e-10);
    expect(Math.abs(shape.logSpanningTrees - expected.log_spanning_trees!)).toBeLessThan(1e-10);
    expected.marginal_var_first5!.forEach((v, i) => {
      expect(Math.abs(shape.inverse.values[i * expected.size + i] - v)).toBeLessThan(1e-12);
    });
  }

  it("graphs.json: 43 forces, and 45 nodes with an island", () => {
    const all = read("graphs");
    check(43, all.edges_43, all.graph_43);
    check(45, all.edges_45, all.graph_45);
  });

  it("pfa_adjacency_43.csv: the same 99 borders by name", () => {
    const all = read("graphs");
    const rows = readFileSync(`${folder}/pfa_adjacency_43.csv`, "utf8").trim().split("\n").slice(1);
    const pairs = rows.map((row) => row.trim().split(",") as [string, string]);
    expect(graphOfNames(all.nodes_43, pairs)).toEqual(graphOf(43, all.edges_43));
  });

  it("small_graphs.json: path, cycle, grid, star", () => {
    const all = read("small_graphs");
    const chain = (n: number) => Array.from({ length: n - 1 }, (_, i): [number, number] => [i, i + 1]);
    const across = Array.from({ length: 9 }, (_, i) => i).filter((i) => i % 3 < 2);
    const grid = [
      ...across.map((i): [number, number] => [i, i + 1]),
      ...[0, 1, 2, 3, 4, 5].map((i): [number, number] => [i, i + 3]),
    ];
    check(5, chain(5), all.path5);
    check(6, [...chain(6), [0, 5]], all.cycle6);
    check(9, grid, all.grid3x3);
    check(5, star.edges, all.star5);
  });
});
