import { spanningTree } from "../../src/model/graph.js";
import { createGraphFamily, type GraphFamilySpec } from "../../src/model/graph-family.js";
import type { LadderSystem, LadderTopology } from "../../src/numerics/ladder.js";
import { seededRandom } from "../../src/numerics/random.js";
import { solveDense } from "./dense.js";

/** A ladder of copies of a graph of equal weights. */
export function ladderOf(family: GraphFamilySpec["family"], nodes: number, cells: number): LadderTopology {
  const graph = createGraphFamily({ family, nodes, weight: 1 });
  return { cells, layers: nodes, tails: graph.tails, heads: graph.heads, ...spanningTree(graph) };
}

/**
 * A system as a step has it: ground is a density f, transport f tau/h², exchange f tau K, where f varies by three
 * orders of magnitude between layers and cells.
 */
export function stepLikeSystem(topology: LadderTopology, transport: number, exchange: number): LadderSystem {
  const { cells, layers, tails, heads } = topology;
  const random = seededRandom(5);
  const phases = Array.from({ length: layers }, random);
  const density = Float64Array.from({ length: cells * layers }, (_, k) => {
    const x = Math.floor(k / layers) / cells;
    return Math.exp(3.5 * Math.cos(2 * Math.PI * (x - phases[k % layers])));
  });
  const meanOf = (a: number, b: number): number => Math.sqrt(density[a] * density[b]);
  const edges = tails.length;
  const atEdge = (k: number): number => {
    const [base, e] = [Math.floor(k / edges) * layers, k % edges];
    return meanOf(base + tails[e], base + heads[e]);
  };
  return {
    ground: density,
    along: Float64Array.from({ length: (cells - 1) * layers }, (_, k) => transport * meanOf(k, k + layers)),
    across: Float64Array.from({ length: cells * edges }, (_, k) => exchange * atEdge(k)),
    source: density.map((f) => f * (random() - 0.5)),
    flow: Float64Array.from({ length: cells * edges }, (_, k) => 0.1 * exchange * atEdge(k) * (random() - 0.5)),
  };
}

/** The values of a system at all nodes, by elimination with row exchanges of the whole matrix. */
export function denseValues(topology: LadderTopology, system: LadderSystem): number[] {
  const { cells, layers, tails, heads } = topology;
  const nodes = cells * layers;
  const matrix = Array.from({ length: nodes }, (_, k) =>
    Array.from({ length: nodes }, (_, other) => (other === k ? system.ground[k] : 0)),
  );
  const right = Array.from(system.source);
  const join = (a: number, b: number, weight: number): void => {
    for (const [p, q] of [
      [a, b],
      [b, a],
    ]) {
      matrix[p][p] += weight;
      matrix[p][q] -= weight;
    }
  };
  for (let k = 0; k < nodes - layers; k++) join(k, k + layers, system.along[k]);
  for (let k = 0; k < cells * tails.length; k++) {
    const [base, e] = [Math.floor(k / tails.length) * layers, k % tails.length];
    join(base + tails[e], base + heads[e], system.across[k]);
    right[base + tails[e]] += system.flow[k];
    right[base + heads[e]] -= system.flow[k];
  }
  return solveDense(matrix, right);
}

/** Values at all nodes from those of the root and differences along the tree. */
export function valuesOfTree({ cells, layers, order, parent }: LadderTopology, tree: Float64Array): Float64Array {
  const values = new Float64Array(tree.length);
  for (let base = 0; base < cells * layers; base += layers) {
    for (const layer of order) {
      const above = parent[layer];
      values[base + layer] = tree[base + layer] + (above < 0 ? 0 : values[base + above]);
    }
  }
  return values;
}
