import test from "ava";
import fc from "fast-check";
import { InputError } from "../../../src/errors.js";
import { createGraph, type EdgeSpec, spanningTree } from "../../../src/model/graph.js";
import { createGraphFamily, type GraphFamilySpec } from "../../../src/model/graph-family.js";
import { below } from "../../support/matchers.js";

function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "no error";
}

const graphMessage = (nodes: (string | number)[], edges: EdgeSpec[]) => message(() => createGraph(nodes, edges));

/** Degrees of the layers, sorted. */
function degrees(spec: GraphFamilySpec): number[] {
  const graph = createGraphFamily(spec);
  const count = new Array<number>(graph.layers.length).fill(0);
  for (const layer of [...graph.tails, ...graph.heads]) count[layer] = count[layer] + 1;
  return count.sort((a, b) => a - b);
}

test("edges join the named layers with their weights", (t) => {
  const graph = createGraph(
    ["a", "b", 3],
    [
      ["a", "b", 2],
      [3, "b", 0.5],
    ],
  );
  t.deepEqual(graph.layers, ["a", "b", "3"]);
  t.deepEqual([...graph.tails], [0, 2]);
  t.deepEqual([...graph.heads], [1, 1]);
  t.deepEqual([...graph.weights], [2, 0.5]);
});

test("a single layer needs no edge", (t) => {
  t.is(createGraph(["only"], []).tails.length, 0);
});

test("what is no graph of layers is an error that names its place", (t) => {
  t.regex(graphMessage([], []), /^model\.graph\.nodes: a graph needs at least one layer/);
  t.regex(graphMessage(["a", " "], [["a", " ", 1]]), /^model\.graph\.nodes\[1\]: a layer needs a name/);
  t.regex(graphMessage(["1", 1], [["1", "1", 1]]), /^model\.graph\.nodes\[1\]: a layer is named twice/);
  t.regex(
    graphMessage(["a", "b"], [["a", "c", 1]]),
    /^model\.graph\.edges\[0\]: an edge ends at an unknown layer \(got "c"\)\. The layers are "a", "b"$/,
  );
  t.regex(graphMessage(["a"], [["a", "a", 1]]), /^model\.graph\.edges\[0\]: an edge joins a layer with itself/);
  t.regex(graphMessage(["a"], [["constructor", "a", 1]]), /unknown layer \(got "constructor"\)/);
  const repeated: EdgeSpec[] = [
    ["a", "b", 1],
    ["b", "a", 2],
  ];
  t.regex(graphMessage(["a", "b"], repeated), /^model\.graph\.edges\[1\]: .*repeats model\.graph\.edges\[0\]/);
  for (const weight of [0, -1, NaN, Infinity]) {
    const expected = /^model\.graph\.edges\[0\]: the weight of an edge must be positive and finite/;
    t.regex(graphMessage(["a", "b"], [["a", "b", weight]]), expected);
  }
});

test("a graph in pieces is an error that names two layers without a path", (t) => {
  const edges: EdgeSpec[] = [
    ["a", "b", 1],
    ["c", "d", 1],
  ];
  t.regex(graphMessage(["a", "b", "c", "d"], edges), /not connected: no path from "a" to "c"/);
  t.regex(graphMessage(["a", "b"], []), /not connected: no path from "a" to "b"/);
});

test("families have the degrees that define them", (t) => {
  t.deepEqual(degrees({ family: "path", nodes: 5 }), [1, 1, 2, 2, 2]);
  t.deepEqual(degrees({ family: "cycle", nodes: 5 }), [2, 2, 2, 2, 2]);
  t.deepEqual(degrees({ family: "complete", nodes: 5 }), [4, 4, 4, 4, 4]);
  t.deepEqual(degrees({ family: "star", nodes: 5 }), [1, 1, 1, 1, 4]);
  t.deepEqual(degrees({ family: "grid", nodes: 9 }), [2, 2, 2, 2, 3, 3, 3, 3, 4]);
  t.deepEqual(degrees({ family: "hypercube", nodes: 8 }), [3, 3, 3, 3, 3, 3, 3, 3]);
});

test("one layer is a path, a star, a grid, a hypercube, complete and random", (t) => {
  for (const family of ["path", "star", "grid", "hypercube", "complete", "random"] as const) {
    t.is(createGraphFamily({ family, nodes: 1 }).tails.length, 0, family);
  }
});

test("hypercube edges differ in one binary digit", (t) => {
  const { tails, heads } = createGraphFamily({ family: "hypercube", nodes: 16 });
  t.is(tails.length, 32);
  tails.forEach((tail, e) => {
    t.is(Math.log2(tail ^ heads[e]) % 1, 0);
  });
});

test("all edges of a family carry its weight, and layers are numbered", (t) => {
  const graph = createGraphFamily({ family: "cycle", nodes: 4, weight: 2.5 });
  t.deepEqual(graph.layers, ["0", "1", "2", "3"]);
  t.deepEqual([...graph.weights], [2.5, 2.5, 2.5, 2.5]);
});

test("random graphs are connected, simple, and set by the seed", (t) => {
  const property = fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), (nodes, seed) => {
    const graph = createGraphFamily({ family: "random", nodes, seed });
    const again = createGraphFamily({ family: "random", nodes, seed });
    const expected = Math.min(2 * nodes - 1, (nodes * (nodes - 1)) / 2);
    return graph.tails.length === expected && String(graph.tails) === String(again.tails);
  });
  t.notThrows(() => fc.assert(property, { seed: 5, numRuns: 100 }));
  const [one, two] = [1, 2].map((seed) => createGraphFamily({ family: "random", nodes: 12, seed }));
  t.notDeepEqual(one?.tails, two?.tails);
});

test("families refuse numbers of layers they do not have", (t) => {
  const family = (spec: unknown) => message(() => createGraphFamily(spec as GraphFamilySpec));
  t.regex(
    family({ family: "grid", nodes: 8 }),
    /^model\.graph\.nodes: .*square number of layers \(got 8\)\. Use 9 or 16/,
  );
  t.regex(family({ family: "hypercube", nodes: 6 }), /power of two .*\(got 6\)/);
  t.regex(family({ family: "cycle", nodes: 2 }), /at least 3 layers \(got 2\)/);
  for (const nodes of [0, -1, 2.5, NaN, 1e9]) {
    t.regex(family({ family: "path", nodes }), /^model\.graph\.nodes: the number of layers must be an integer/);
  }
  t.regex(family({ family: "complete", nodes: 4000 }), /at most 1000000 edges/);
  t.regex(family({ family: "path", nodes: 3, weight: -1 }), /^model\.graph\.weight: .*\(got -1\)/);
  t.regex(family({ family: "random", nodes: 3, seed: 0.5 }), /^model\.graph\.seed: a seed must be an integer/);
  t.regex(family({ family: "wheel", nodes: 3 }), /^model\.graph\.family: unknown family .*Families are path/);
});

test("a spanning tree reaches every layer once, parents first, over edges that exist", (t) => {
  const families = ["path", "cycle", "complete", "star", "grid", "hypercube", "random"] as const;
  for (const family of families) {
    const graph = createGraphFamily({ family, nodes: 16 });
    const { order, parent, parentEdge } = spanningTree(graph);
    t.deepEqual(
      [...order].sort((a, b) => a - b),
      [...graph.layers.keys()],
      family,
    );
    t.is(order[0], 0);
    t.is(parent[0], -1);
    t.is(parentEdge[0], -1);
    const place = new Map([...order].map((layer, k) => [layer, k]));
    for (const layer of order.slice(1)) {
      const edge = parentEdge[layer];
      const ends = [graph.tails[edge], graph.heads[edge]].sort();
      t.deepEqual(ends, [layer, parent[layer]].sort(), family);
      below(t, place.get(parent[layer]), place.get(layer), family);
    }
  }
});

test("the spanning tree is breadth-first: depths are graph distances", (t) => {
  const { parent } = spanningTree(createGraphFamily({ family: "cycle", nodes: 8 }));
  const depth = (layer: number): number => (layer === 0 ? 0 : 1 + depth(parent[layer]));
  t.deepEqual(
    [...parent.keys()].map((layer) => depth(layer)),
    [0, 1, 2, 3, 4, 3, 2, 1],
  );
});
