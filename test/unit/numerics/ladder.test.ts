import test from "ava";
import { createLadderSolver, type LadderTopology } from "../../../src/numerics/ladder.js";
import { below, near } from "../../support/matchers.js";

/** Deterministic numbers in (0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const graphs: Record<string, Omit<LadderTopology, "cells">> = {
  single: topology(1, [], [0], [-1]),
  pair: topology(2, [[0, 1]], [0, 1], [-1, 0]),
  "pair with the edge reversed": topology(2, [[1, 0]], [0, 1], [-1, 0]),
  "pair rooted at the second layer": topology(2, [[0, 1]], [1, 0], [1, -1]),
  cycle: topology(
    4,
    [
      [0, 1],
      [2, 1],
      [2, 3],
      [3, 0],
    ],
    [0, 1, 3, 2],
    [-1, 0, 1, 0],
  ),
  complete: topology(
    4,
    [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [3, 1],
      [2, 3],
    ],
    [0, 1, 2, 3],
    [-1, 0, 0, 0],
  ),
};

function topology(layers: number, edges: number[][], order: number[], parent: number[]): Omit<LadderTopology, "cells"> {
  return {
    layers,
    tails: Int32Array.from(edges, (edge) => edge[0]),
    heads: Int32Array.from(edges, (edge) => edge[1]),
    order: Int32Array.from(order),
    parent: Int32Array.from(parent),
  };
}

function randomSystem(t: LadderTopology, random: () => number) {
  const draw = (length: number, scale: () => number) => Float64Array.from({ length }, scale);
  const edges = t.tails.length;
  return {
    ground: draw(t.cells * t.layers, () => 0.1 + random()),
    along: draw((t.cells - 1) * t.layers, random),
    across: draw(t.cells * edges, () => 3 * random()),
    source: draw(t.cells * t.layers, () => random() - 0.5),
    flow: draw(t.cells * edges, () => random() - 0.5),
  };
}

/** Values at all nodes from root values and differences along the tree. */
function nodeValues(t: LadderTopology, tree: Float64Array): Float64Array {
  const values = new Float64Array(tree.length);
  for (let i = 0; i < t.cells; i++) {
    for (const layer of t.order) {
      const parent = t.parent[layer];
      const above = parent < 0 ? 0 : values[i * t.layers + parent];
      values[i * t.layers + layer] = above + tree[i * t.layers + layer];
    }
  }
  return values;
}

function residual(t: LadderTopology, system: ReturnType<typeof randomSystem>, x: Float64Array): number {
  const m = t.layers;
  const rest = Float64Array.from(system.source, (s, k) => s - system.ground[k] * x[k]);
  const join = (p: number, q: number, w: number, f: number) => {
    const current = w * (x[q] - x[p]) + f;
    rest[p] = rest[p] + current;
    rest[q] = rest[q] - current;
  };
  for (let i = 0; i < t.cells; i++) {
    for (let k = 0; k < m && i < t.cells - 1; k++) join(i * m + k, (i + 1) * m + k, system.along[i * m + k], 0);
    t.tails.forEach((tail, e) => {
      const edge = i * t.tails.length + e;
      join(i * m + tail, i * m + t.heads[e], system.across[edge], system.flow[edge]);
    });
  }
  return Math.max(...rest.map(Math.abs));
}

for (const [name, graph] of Object.entries(graphs)) {
  for (const cells of [1, 2, 7]) {
    test(`ladder solver: ${name}, ${cells} cells: the residual is round-off`, (t) => {
      const ladder = { ...graph, cells };
      const system = randomSystem(ladder, sequence(7 + cells));
      const tree = new Float64Array(cells * graph.layers);
      createLadderSolver(ladder)(system, tree);
      below(t, residual(ladder, system, nodeValues(ladder, tree)), 1e-13);
    });
  }
}

test("ladder solver: differences across an edge 1e40 times stiffer than the ground keep all digits", (t) => {
  // One cell, two layers: x0 - x1 carries the flow, the sum sees the sources only.
  for (const graph of ["pair", "pair rooted at the second layer"]) {
    const ladder = { ...graphs[graph], cells: 1 };
    const tree = new Float64Array(2);
    const system = {
      ground: Float64Array.of(1e-40, 2e-40),
      along: new Float64Array(0),
      across: Float64Array.of(1),
      source: Float64Array.of(3e-40, 0),
      flow: Float64Array.of(-5),
    };
    createLadderSolver(ladder)(system, tree);
    // The flow alone: x1 - x0 = 5, then x0 + 2 x1 = 3 up to 1e-40.
    const root = ladder.order[0];
    const x0 = root === 0 ? tree[0] : tree[1] + tree[0];
    const x1 = root === 1 ? tree[1] : tree[0] + tree[1];
    near(t, x1 - x0, 5, 1e-14);
    near(t, x0 + 2 * x1, 3, 1e-13);
  }
});
