import { plainWorkspace, type Workspace } from "../numerics/compiled/workspace.js";
import type { LadderTopology } from "../numerics/ladder.js";

/**
 * A potential in tree coordinates and what follows from it.
 *
 * Where exchange is stiff, the difference of two layers' potentials is far below the round-off of the potentials. So it
 * is an unknown of its own.
 */
export interface DualPoint {
  /** Per cell: mu at the root layer, elsewhere mu minus its parent's, at the layer's own index. */
  readonly tree: Float64Array;
  /** mu per cell and layer. */
  readonly mu: Float64Array;
  /** mu at the head minus mu at the tail, per cell and edge. */
  readonly xi: Float64Array;
}

/** With a single layer `mu` and `tree` are the same array. */
export function createDualPoint(
  { cells, layers, tails }: LadderTopology,
  { float64 }: Pick<Workspace, "float64"> = plainWorkspace,
): DualPoint {
  const tree = float64(cells * layers);
  return {
    tree,
    mu: layers === 1 ? tree : float64(cells * layers),
    xi: float64(cells * tails.length),
  };
}

/** Fills `mu` and `xi` from `tree`. */
export type Expand = (point: DualPoint) => void;

export function createExpand(topology: LadderTopology): Expand {
  if (topology.layers === 1) return () => undefined;
  return topology.layers === 2 ? createPairExpand(topology) : createGeneralExpand(topology);
}

function createPairExpand({ cells, tails, order }: LadderTopology): Expand {
  const root = order[0];
  const leaf = order[1];
  const sign = tails[0] === root ? 1 : -1;
  return ({ tree, mu, xi }) => {
    for (let i = 0, k = 0; i < cells; i++, k += 2) {
      const level = tree[k + root];
      const difference = tree[k + leaf];
      mu[k + root] = level;
      mu[k + leaf] = level + difference;
      xi[i] = sign * difference;
    }
  };
}

/** Edges of the spanning tree take their difference as it is; the others add up the differences around the cycle. */
function createGeneralExpand({ cells, layers, tails, heads, order, parent }: LadderTopology): Expand {
  const edges = tails.length;
  const offset = new Float64Array(layers);
  // For a tree edge, the child layer and the sign of its difference; -1 for edges that close a cycle.
  const child = new Int32Array(edges).fill(-1);
  const sign = new Float64Array(edges);
  const claimed = new Uint8Array(layers);
  for (let e = 0; e < edges; e++) {
    const tail = tails[e];
    const head = heads[e];
    const own = parent[head] === tail ? head : parent[tail] === head ? tail : -1;
    if (own < 0 || claimed[own] === 1) continue;
    claimed[own] = 1;
    child[e] = own;
    sign[e] = own === head ? 1 : -1;
  }
  return ({ tree, mu, xi }) => {
    const root = order[0];
    for (let i = 0, base = 0; i < cells; i++, base += layers) {
      const level = tree[base + root];
      mu[base + root] = level;
      offset[root] = 0;
      for (let p = 1; p < layers; p++) {
        const layer = order[p];
        const up = offset[parent[layer]] + tree[base + layer];
        offset[layer] = up;
        mu[base + layer] = level + up;
      }
      for (let e = 0, k = i * edges; e < edges; e++, k++) {
        const own = child[e];
        xi[k] = own >= 0 ? sign[e] * tree[base + own] : offset[heads[e]] - offset[tails[e]];
      }
    }
  };
}

/** Tree coordinates of node values; differences are as good as the values allow. */
export function toTree({ cells, layers, parent }: LadderTopology, mu: Float64Array, tree: Float64Array): void {
  for (let i = 0, base = 0; i < cells; i++, base += layers) {
    for (let layer = 0; layer < layers; layer++) {
      const above = parent[layer];
      tree[base + layer] = mu[base + layer] - (above < 0 ? 0 : mu[base + above]);
    }
  }
}
