import type { Problem } from "../../model/problem.js";
import type { Vacuum } from "./layer-coupling.js";

/** Finds layers that are emptied by exchange that goes on by itself. */
export interface Drain {
  /** Takes the density before exchange, and the differences of potential that carry it, index cell * edges + edge. */
  load(density: Float64Array, carried: Float64Array | undefined): void;
  /**
   * A layer of which momentum alone would take all there is, and the edge that takes most; to be called after the step,
   * whose conductances it reads.
   *
   * @param after the density after a step that was solved: only layers count that have been emptied (elsewhere forces
   *   have turned the exchange over in time), and where that matters
   */
  find(after?: Float64Array): Vacuum | undefined;
}

/** Part of a density that is left of it where it counts as emptied. */
const EMPTIED = 1e-3;
/** Part of a layer's largest density below which it does not matter what becomes of it. */
const NEGLIGIBLE = 1e-12;

/**
 * Near a vacuum exchange cannot follow: what a layer gives in a step by its momentum is more than it has. The
 * minimization still returns a positive density, however small, and that would go unnoticed with mobilities that do not
 * tell a vacuum by their slope (`unit`, `arithmetic`, `upwind`).
 *
 * @param term of the minimization: its conductances are tau h K theta
 */
export function createDrain({ mesh, graph }: Problem, term: { readonly conductance: Float64Array }): Drain {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const before = new Float64Array(mesh.size * layers);
  let carried: Float64Array | undefined;

  /** The mass that a layer gives, less what it gets, and the edge by which it gives most. */
  function lossOf(cell: number, layer: number, differences: Float64Array): { loss: number; edge: number } {
    let [loss, most, edge] = [0, 0, -1];
    for (let e = 0; e < edges; e++) {
      if (tails[e] !== layer && heads[e] !== layer) continue;
      const k = cell * edges + e;
      const gain = -term.conductance[k] * differences[k];
      const given = tails[e] === layer ? -gain : gain;
      loss += given;
      if (given > most) [most, edge] = [given, e];
    }
    return { loss, edge };
  }

  function largestOf(layer: number): number {
    let largest = 0;
    for (let k = layer; k < before.length; k += layers) largest = Math.max(largest, before[k]);
    return largest;
  }

  return {
    load(density, differences) {
      carried = differences;
      before.set(density);
    },
    find(after) {
      if (carried === undefined) return undefined;
      for (let k = 0; k < before.length; k++) {
        const own = before[k];
        const [cell, layer] = [Math.floor(k / layers), k % layers];
        if (after !== undefined && !(after[k] < EMPTIED * own && own > NEGLIGIBLE * largestOf(layer))) continue;
        const { loss, edge } = lossOf(cell, layer, carried);
        if (edge >= 0 && loss >= own * mesh.cellVolume) return { cell, edge };
      }
      return undefined;
    },
  };
}
