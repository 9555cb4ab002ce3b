import { createInternalEnergies, type InternalEnergy } from "../../model/energy.js";
import type { Problem } from "../../model/problem.js";
import type { DualEnergy } from "../energy.js";
import { type ExchangeCost, exchangeCostOf } from "../exchange/cost.js";
import type { ImplicitCells } from "../exchange/implicit-cells.js";
import type { ExactTransport } from "../transport/exact.js";
import type { PrimalStart } from "./start.js";
import { createSweptFaces, type SweptFaces } from "./swept-faces.js";

/** The primal problem of a step on one axis: what stays the same while points move. */
export interface PrimalSpace {
  readonly problem: Problem;
  readonly energy: DualEnergy;
  /** By layer. */
  readonly internal: readonly InternalEnergy[];
  readonly transport: ExactTransport;
  readonly cost: ExchangeCost;
  /** c = tau h K theta at the density before the step, index `cell * edges + edge`. */
  readonly conductance: Float64Array;
  /** The exchange of a cell where its mobility is taken at the kept masses. */
  readonly implicit: ImplicitCells | undefined;
  readonly cells: number;
  readonly layers: number;
  readonly edges: number;
  /** cells * layers */
  readonly nodes: number;
  /** (cells - 1) * layers; face k lies between the nodes k and k + layers. */
  readonly faces: number;
}

export function createPrimalSpace(
  problem: Problem,
  energy: DualEnergy,
  transport: ExactTransport,
  conductance: Float64Array,
  implicit: ImplicitCells | undefined,
): PrimalSpace {
  const cells = problem.mesh.size;
  const layers = problem.graph.layers.length;
  const nodes = cells * layers;
  return {
    problem,
    energy,
    internal: createInternalEnergies(problem),
    transport,
    cost: exchangeCostOf(problem),
    conductance,
    implicit,
    cells,
    layers,
    edges: problem.graph.tails.length,
    nodes,
    faces: nodes - layers,
  };
}

/** A point of the primal problem. */
export interface PrimalPoint {
  /** m, kept masses per cell and layer. */
  readonly mass: Float64Array;
  /** a, masses that arrive by transport. */
  readonly arriving: Float64Array;
  /** H, masses exchanged along the edges of every cell, from head to tail. */
  readonly exchanged: Float64Array;
  readonly faces: SweptFaces;
  /** mu = U'(m/h) + V; less the sum of psi(xi) dc/dm where conductances depend on the masses. */
  readonly mu: Float64Array;
  /** c by cell and edge. */
  readonly conductance: Float64Array;
  /** xi = e'(H/c), the differences of potential that the exchanged masses ask for. */
  readonly drive: Float64Array;
  /** lambda, multipliers of a >= 0. */
  readonly lambda: Float64Array;
}

export function createPrimalPoint(space: PrimalSpace): PrimalPoint {
  const { transport, conductance, implicit, cells, layers, nodes } = space;
  return {
    conductance: implicit === undefined ? conductance : new Float64Array(conductance.length),
    drive: new Float64Array(conductance.length),
    mass: new Float64Array(nodes),
    arriving: new Float64Array(nodes),
    exchanged: new Float64Array(conductance.length),
    faces: createSweptFaces(transport, cells, layers),
    mu: new Float64Array(nodes),
    lambda: new Float64Array(nodes),
  };
}

/** Puts a point at a start, with multipliers on the central path of the barrier `epsilon`. */
export function startAt(space: PrimalSpace, point: PrimalPoint, start: PrimalStart, epsilon: number): void {
  point.mass.set(start.mass);
  point.arriving.set(start.arriving);
  point.exchanged.set(start.exchanged);
  for (let k = 0; k < point.lambda.length; k++) point.lambda[k] = epsilon * (start.mass[k] / start.arriving[k]);
  point.faces.place(start.arriving);
  fillPotentials(space, point);
}

/** Fills what follows from the masses: `mu`, `drive`, and conductances that depend on them. */
export function fillPotentials(space: PrimalSpace, point: PrimalPoint): void {
  const { problem, internal, layers, implicit, cost } = space;
  const { mass, mu, conductance, drive, exchanged } = point;
  const { mesh, potential } = problem;
  for (let k = 0; k < mu.length; k++) {
    const { slope } = internal[k % layers];
    mu[k] = slope(mass[k] / mesh.h) + potential[k];
  }
  if (implicit !== undefined) addMobility(space, implicit, point);
  else {
    for (let k = 0; k < drive.length; k++) {
      drive[k] = conductance[k] > 0 ? cost.drive(exchanged[k] / conductance[k]) : 0;
    }
  }
}

/** Conductances of the kept masses, and what they make of mu: minus the sum of psi dc/dm. */
function addMobility(
  { problem, layers, edges, cells }: PrimalSpace,
  { cost, scales, cell, readCell }: ImplicitCells,
  { mass, mu, conductance, drive, exchanged }: PrimalPoint,
): void {
  const { tails, heads } = problem.graph;
  for (let i = 0, k = 0, base = 0; i < cells; i++, base += layers) {
    readCell(mass, base);
    for (let e = 0; e < edges; e++, k++) {
      const [tail, head] = [base + tails[e], base + heads[e]];
      const { theta, byTail, byHead } = cell.edge(e, exchanged[k]);
      conductance[k] = scales[e] * theta;
      drive[k] = conductance[k] > 0 ? cost.drive(exchanged[k] / conductance[k]) : 0;
      const psi = scales[e] * cost.dual(drive[k]);
      mu[tail] = mu[tail] - psi * (byTail / mass[tail]);
      mu[head] = mu[head] - psi * (byHead / mass[head]);
    }
  }
}

/** xi, the difference of the potentials of head and tail. */
export function differenceAlong({ problem, layers }: PrimalSpace, mu: Float64Array, cell: number, e: number): number {
  const { tails, heads } = problem.graph;
  return mu[cell * layers + heads[e]] - mu[cell * layers + tails[e]];
}

/**
 * Fills `pull`, per face the difference of mu - lambda less what the displacement q balances, q h²/tau: minus the
 * derivative of the objective in the mass that the face sweeps.
 */
export function fillPull(
  { transport, layers, faces: faceCount }: PrimalSpace,
  { mu, faces }: PrimalPoint,
  lambda: Float64Array,
  pull: Float64Array,
): void {
  for (let k = 0; k < faceCount; k++) {
    const rise = mu[k + layers] - mu[k];
    const eases = lambda[k + layers] - lambda[k];
    pull[k] = rise - eases - faces.displacement(k) / transport.toCells;
  }
}
