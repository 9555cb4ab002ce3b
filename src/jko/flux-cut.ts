import type { Problem } from "../model/problem.js";

/**
 * Outflows are cut to what a cell can give, again and again since inflows fall as well; after so many times inflows
 * stop counting.
 */
const MAX_CUTS = 50;
/** Share of its previous mass that a cell gives away at most once inflows do not count. */
const DRAIN_LIMIT = 0.9;
/** Mass that every cell keeps, relative to the whole. */
const LEAST = 1e-290;
/** Round-off of a balance, relative to the sum of its terms. */
const ROUND_OFF = 8 * Number.EPSILON;

/** Masses that flow between the cells and layers of a mesh, cut so that every cell keeps some. */
export interface FluxCut {
  /** Part of its outflow that every node gives. */
  readonly share: Float64Array;
  /** Calls `visit` with giver, taker and mass of every flux, faces first, and its index there or among the edges. */
  forFluxes(
    swept: Float64Array,
    flow: Float64Array,
    visit: (giver: number, taker: number, mass: number, face: number, edge: number) => void,
  ): void;
  /**
   * Writes what nodes keep of `mass`, and fills `share`. A node that would keep nothing is left with its equilibrium
   * mass, or a tenth of what it had.
   *
   * Where the equilibrium mass and the difference to it are below the round-off of the balance, the node gets the
   * equilibrium mass. The heaviest node of the layer makes up for it, so that mass stays exact.
   *
   * @param swept mass into node k through the face to its upper neighbour, at axis * nodes + k
   * @param flow mass into the tail, per cell and edge
   */
  apply(
    mass: Float64Array,
    swept: Float64Array,
    flow: Float64Array,
    equilibrium: Float64Array,
    kept: Float64Array,
  ): void;
}

export function createFluxCut({ mesh, graph, mass: total }: Problem): FluxCut {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const nodes = mesh.size * layers;
  const strides = mesh.cells.map((_, axis) => layers * mesh.cells.slice(0, axis).reduce((p, count) => p * count, 1));
  const [outflow, inflow, share] = [new Float64Array(nodes), new Float64Array(nodes), new Float64Array(nodes)];

  function forFluxes(
    swept: Float64Array,
    flow: Float64Array,
    visit: (giver: number, taker: number, mass: number, face: number, edge: number) => void,
  ): void {
    for (const [axis, stride] of strides.entries()) {
      for (let k = 0; k < nodes; k++) {
        const m = swept[axis * nodes + k];
        if (m > 0) visit(k + stride, k, m, axis * nodes + k, -1);
        else if (m < 0) visit(k, k + stride, -m, axis * nodes + k, -1);
      }
    }
    for (let k = 0; k < flow.length; k++) {
      const base = Math.floor(k / edges) * layers;
      const [tail, head] = [base + tails[k % edges], base + heads[k % edges]];
      const m = flow[k];
      if (m > 0) visit(head, tail, m, -1, k);
      else if (m < 0) visit(tail, head, -m, -1, k);
    }
  }

  /** Whether round-off of the balance hides the difference of kept and equilibrium mass. */
  function isUnresolved(equilibrium: number, kept: number, terms: number): boolean {
    const resolution = ROUND_OFF * terms;
    return equilibrium < resolution && Math.abs(kept - equilibrium) <= resolution;
  }

  /** Fills `inflow` and `kept` for the current shares. */
  function balance(mass: Float64Array, swept: Float64Array, flow: Float64Array, kept: Float64Array): void {
    inflow.fill(0);
    forFluxes(swept, flow, (giver, taker, moved) => {
      inflow[taker] = inflow[taker] + share[giver] * moved;
    });
    for (let k = 0; k < nodes; k++) {
      const given = share[k] * outflow[k];
      kept[k] = mass[k] - given + inflow[k];
    }
  }

  /** Cuts the outflow of cells that would keep nothing; false where there are none. */
  function cut(mass: Float64Array, equilibrium: Float64Array, kept: Float64Array, last: boolean): boolean {
    let drained = false;
    for (let k = 0; k < nodes; k++) {
      const had = mass[k];
      const out = outflow[k];
      const target = equilibrium[k];
      if (kept[k] > 0 || !(out > 0) || isUnresolved(target, kept[k], had + out)) continue;
      const keeps = Math.min(target, (1 - DRAIN_LIMIT) * had);
      const gives = last ? DRAIN_LIMIT * had : had + inflow[k] - keeps;
      const part = Math.min(share[k], Math.max(0, gives / out));
      // A part that is no number cuts nothing: the step shows it.
      if (!(part < share[k])) continue;
      share[k] = part;
      drained = true;
    }
    return drained;
  }

  /** Gives unresolved cells their equilibrium mass, or some, at the expense of the heaviest cell of their layer. */
  function settle(mass: Float64Array, equilibrium: Float64Array, kept: Float64Array): void {
    for (let layer = 0; layer < layers; layer++) {
      let heaviest = layer;
      let missing = 0;
      for (let k = layer; k < nodes; k += layers) {
        const wanted = equilibrium[k];
        const found = kept[k];
        const terms = mass[k] + outflow[k];
        if (!(found > 0) || isUnresolved(wanted, found, terms)) {
          kept[k] = Math.max(Math.min(wanted, ROUND_OFF * terms), LEAST * total);
          missing += found - kept[k];
        }
        if (kept[k] > kept[heaviest]) heaviest = k;
      }
      kept[heaviest] = kept[heaviest] + missing;
    }
  }

  return {
    share,
    forFluxes,
    apply(mass, swept, flow, equilibrium, kept) {
      outflow.fill(0);
      forFluxes(swept, flow, (giver, _taker, moved) => {
        outflow[giver] = outflow[giver] + moved;
      });
      share.fill(1);
      for (let cuts = 0; ; cuts++) {
        balance(mass, swept, flow, kept);
        if (!cut(mass, equilibrium, kept, cuts >= MAX_CUTS)) break;
      }
      settle(mass, equilibrium, kept);
    },
  };
}
