import test from "ava";
import { createGraphFamily } from "../../../../src/model/graph-family.js";
import { aggregatesOf, type LayerGraph } from "../../../../src/numerics/layers/aggregates.js";
import { atMost } from "../../../support/matchers.js";

const graphOf = (family: "path" | "star" | "complete" | "hypercube" | "random", nodes: number): LayerGraph => ({
  ...createGraphFamily({ family, nodes }),
  layers: nodes,
});

test("groups of layers: a star and a complete graph are one group without edges", (t) => {
  for (const family of ["star", "complete"] as const) {
    const { graph, groupOf, edgeOf } = aggregatesOf(graphOf(family, 9));
    t.is(graph.layers, 1);
    t.deepEqual([...new Set(groupOf)], [0]);
    t.deepEqual([...new Set(edgeOf)], [-1]);
  }
});

test("groups of layers: every layer is in one, with a neighbour; edges between groups are those of their layers", (t) => {
  for (const family of ["path", "hypercube", "random"] as const) {
    const fine = graphOf(family, 64);
    const { graph, groupOf, edgeOf } = aggregatesOf(fine);
    t.is(new Set(groupOf).size, graph.layers, family);
    t.is(Math.max(...groupOf), graph.layers - 1, family);
    atMost(t, graph.layers, 32, family);
    fine.tails.forEach((tail, e) => {
      const ends = [groupOf[tail], groupOf[fine.heads[e]]];
      if (edgeOf[e] < 0) t.is(ends[0], ends[1]);
      else t.deepEqual(ends.sort(), [graph.tails[edgeOf[e]], graph.heads[edgeOf[e]]].sort());
    });
    const pairs = Array.from(graph.tails, (tail, e) => `${tail} ${graph.heads[e]}`);
    t.is(new Set(pairs).size, pairs.length, family);
  }
});
