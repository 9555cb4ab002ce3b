import type { Problem } from "../../model/problem.js";
import type { ExactTransport } from "../transport/exact.js";

/** A potential while its tails are lowered, all layers of a cell alike. */
export interface TailPotential {
  readonly transport: ExactTransport;
  readonly temperatures: Float64Array;
  readonly coldest: number;
  readonly cells: number;
  readonly layers: number;
  /** Mass of all layers, with which those of tails are compared. */
  readonly total: number;
  readonly mu: Float64Array;
  /** Equilibrium masses of mu. */
  readonly masses: Float64Array;
  /** By cell, what it has been lowered by in all. */
  readonly lowered: Float64Array;
}

export function createTailPotential({ mesh, energy, mass }: Problem, transport: ExactTransport): TailPotential {
  const { temperatures } = energy;
  const cells = mesh.size;
  const layers = temperatures.length;
  return {
    transport,
    temperatures,
    coldest: temperatures.reduce((least, temperature) => Math.min(least, temperature)),
    cells,
    layers,
    total: mass,
    mu: new Float64Array(cells * layers),
    masses: new Float64Array(cells * layers),
    lowered: new Float64Array(cells),
  };
}

/** Takes a potential and its equilibrium masses. */
export function beginTails(potential: TailPotential, mu: Float64Array, equilibrium: Float64Array): void {
  potential.mu.set(mu);
  potential.masses.set(equilibrium);
  potential.lowered.fill(0);
}

/** Lowers all layers of a cell, so that no exchange changes. */
export function lower({ temperatures, layers, mu, masses, lowered }: TailPotential, cell: number, by: number): void {
  lowered[cell] = lowered[cell] + by;
  for (let k = cell * layers, layer = 0; layer < layers; layer++, k++) {
    mu[k] = mu[k] - by;
    masses[k] = masses[k] * Math.exp(-by / temperatures[layer]);
  }
}

/** q of a face, before faces are pooled (docs/method.md, eq. 4). */
export function displacementOf({ transport, layers, mu }: TailPotential, face: number, layer: number): number {
  return transport.toCells * (mu[face * layers + layer] - mu[(face - 1) * layers + layer]);
}
