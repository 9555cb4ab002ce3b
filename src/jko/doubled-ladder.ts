import type { LadderSystem, LadderTopology } from "../numerics/ladder.js";

/** Joins the two nodes of a cell. The elimination only adds positive numbers, so that it may be huge. */
export const JOINED = 1e100;

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

/** A system of the doubled ladder of `topology`. */
export function createDoubledSystem({ cells, layers, tails }: LadderTopology): LadderSystem {
  const links = tails.length + layers;
  return {
    ground: new Float64Array(2 * cells * layers),
    along: new Float64Array(2 * (cells - 1) * layers),
    across: new Float64Array(cells * links),
    source: new Float64Array(2 * cells * layers),
    flow: new Float64Array(cells * links),
  };
}
