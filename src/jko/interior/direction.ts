import { createLadderSolver, type LadderTopology } from "../../numerics/ladder.js";
import { createDoubledSystem, doubleTopology, JOINED } from "../doubled-ladder.js";
import { createDualPoint, createExpand } from "../dual-point.js";
import { differenceAlong, type PrimalPoint, type PrimalSpace } from "./primal-point.js";

/** Smallest normal number: a mass below it would have no logarithm. */
export const SMALLEST = 2 ** -1022;

/** The Newton direction at a primal point, in masses. */
export interface PrimalDirection {
  /** Change of the mass swept by every face. */
  readonly moved: Float64Array;
  /** Change of the mass exchanged along every edge. */
  readonly exchanged: Float64Array;
  /** Change of the arriving masses. */
  readonly arriving: Float64Array;
  /**
   * Solves for the direction at a point; `pull` is that of its barrier.
   *
   * @param stiffest exchange more than this times as stiff as the masses of its layers is taken to be that stiff
   */
  find(at: PrimalPoint, pull: Float64Array, stiffest: number): void;
  /** Relative change of the kept mass of node k from the point that the direction is found at. */
  growth(at: PrimalPoint, k: number): number;
  /** Derivative of the objective along the direction, at any point with its pull. */
  slopeAt(point: PrimalPoint, pull: Float64Array): number;
}

/**
 * The Newton system is the doubled ladder: faces see phi = mu - epsilon w / a, entropy and exchange see mu. The two are
 * joined by a / lambda.
 */
export function createPrimalDirection(space: PrimalSpace, topology: LadderTopology): PrimalDirection {
  const { energy, transport, cost, cells, layers, edges, nodes, faces } = space;
  const { toCells } = transport;
  const { tails, heads } = topology;
  const split = doubleTopology(topology);
  const solve = createLadderSolver(split);
  const expand = createExpand(split);
  const change = createDualPoint(split);
  const system = createDoubledSystem(topology);
  const moved = new Float64Array(faces);
  const exchanged = new Float64Array(cells * edges);
  const arriving = new Float64Array(nodes);

  /** Index of node k's chain node in the doubled ladder. */
  function chainOf(k: number): number {
    return k + layers * (Math.floor(k / layers) + 1);
  }

  function massStiffness({ mass }: PrimalPoint, cell: number, e: number): number {
    const [tail, head] = [tails[e], heads[e]];
    const base = cell * layers;
    return Math.min(energy.stiffness(tail, mass[base + tail]), energy.stiffness(head, mass[base + head]));
  }

  function fillCells(at: PrimalPoint, stiffest: number): void {
    const { ground, across, flow } = system;
    for (let i = 0, k = 0; i < cells; i++) {
      for (let layer = 0; layer < layers; layer++, k++) {
        ground[2 * i * layers + layer] = energy.stiffness(layer, at.mass[k]);
        const lambda = at.lambda[k];
        across[i * (edges + layers) + edges + layer] = lambda > 0 ? at.arriving[k] / lambda : JOINED;
      }
      for (let e = 0; e < edges; e++) {
        const c = at.conductance[i * edges + e];
        const eta = at.drive[i * edges + e];
        const stiffness = Math.min(c * cost.stiffness(eta), stiffest * massStiffness(at, i, e));
        across[i * (edges + layers) + e] = stiffness;
        flow[i * (edges + layers) + e] = c > 0 ? stiffness * (differenceAlong(space, at.mu, i, e) - eta) : 0;
      }
    }
  }

  function fillFaces(at: PrimalPoint, pull: Float64Array): void {
    const { along, source } = system;
    source.fill(0);
    for (let k = 0; k < faces; k++) {
      const chain = chainOf(k);
      const stiffness = Math.max(toCells * at.faces.density(k), SMALLEST);
      const push = stiffness * pull[k];
      along[chain] = stiffness;
      source[chain] = source[chain] + push;
      source[chain + 2 * layers] = source[chain + 2 * layers] - push;
    }
  }

  /** Masses from the change of the potentials. */
  function readMasses(pull: Float64Array): void {
    for (let k = 0; k < faces; k++) {
      const chain = chainOf(k);
      const rise = change.mu[chain + 2 * layers] - change.mu[chain];
      moved[k] = system.along[chain] * (pull[k] + rise);
    }
    for (let i = 0; i < cells; i++) {
      const first = i * (edges + layers);
      for (let e = 0; e < edges; e++) {
        const c = system.across[first + e];
        exchanged[i * edges + e] = system.flow[first + e] + c * change.xi[first + e];
      }
      for (let layer = 0; layer < layers; layer++) {
        const link = first + edges + layer;
        arriving[i * layers + layer] = system.across[link] * change.xi[link];
      }
    }
  }

  return {
    moved,
    exchanged,
    arriving,
    find(at, pull, stiffest) {
      fillCells(at, stiffest);
      fillFaces(at, pull);
      solve(system, change.tree);
      expand(change);
      readMasses(pull);
    },
    growth(at, k) {
      const mass = at.mass[k];
      return change.mu[k + layers * Math.floor(k / layers)] * (energy.stiffness(k % layers, mass) / mass);
    },
    slopeAt: (point, pull) => slopeOf(space, point, pull, moved, exchanged),
  };
}

/** Derivative of the objective at a point, with its pull, along a change of the masses that move. */
export function slopeOf(
  space: PrimalSpace,
  point: PrimalPoint,
  pull: Float64Array,
  moved: Float64Array,
  exchanged: Float64Array,
): number {
  const { cells, edges, faces } = space;
  let slope = 0;
  for (let k = 0; k < faces; k++) slope -= pull[k] * moved[k];
  for (let i = 0, k = 0; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      if (!(point.conductance[k] > 0)) continue;
      slope -= (differenceAlong(space, point.mu, i, e) - point.drive[k]) * exchanged[k];
    }
  }
  return slope;
}
