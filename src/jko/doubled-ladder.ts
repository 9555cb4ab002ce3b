import type { LadderTopology } from "../numerics/ladder.js";

/**
 * The ladder with every node split in two: layer g < layers holds the ground and the exchange, layer layers + g the
 * chain of faces. The edges that join the two follow those of the graph, from the former to the latter.
 */
export function doubleTopology({ cells, layers, tails, heads, order, parent }: LadderTopology): LadderTopology {
  const own = Int32Array.from({ length: layers }, (_, layer) => layer);
  const chain = own.map((layer) => layers + layer);
  return {
    cells,
    layers: 2 * layers,
    tails: Int32Array.of(...tails, ...own),
    heads: Int32Array.of(...heads, ...chain),
    order: Int32Array.of(...order, ...order.map((layer) => layers + layer)),
    parent: Int32Array.of(...parent, ...own),
  };
}
