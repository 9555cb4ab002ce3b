import type { Problem } from "../../model/problem.js";
import type { DualPoint } from "../dual-point.js";
import type { DualState } from "../dual-state.js";
import { DEEPEST } from "../euler-start.js";
import type { ExactTransport } from "../transport/exact.js";
import { balanceTail } from "./balance.js";
import { createEnvelopeHeights } from "./envelope-heights.js";
import { beginTails, createTailPotential, lower } from "./tail-potential.js";

/** A cell that carries no mass may grow to this part of the least mass that counts as carried. */
const SHORT_OF = 0.5;

/** What is done about the tails of a potential besides Newton's method. */
export interface Tails {
  /**
   * Sets the potential of an evaluated state, in tree coordinates, where it is known; false where it stays as it is.
   */
  relax(state: DualState): boolean;
  /** Limits the growth of cells whose equilibrium mass is below `carrying`, to where it is that much. */
  restrain(direction: DualPoint, at: DualPoint, carrying: number): void;
}

/** Whether e^{-V/T} underflows beside the bottom of some layer's well. */
export function isDeep({ potential, energy }: Problem): boolean {
  if (energy.exponent !== undefined) return false;
  const { temperatures } = energy;
  const layers = temperatures.length;
  return temperatures.some((temperature, layer) => {
    const values = potential.filter((_, k) => k % layers === layer);
    const least = values.reduce((low, v) => Math.min(low, v));
    const most = values.reduce((high, v) => Math.max(high, v));
    return most - least > DEEPEST * temperature;
  });
}

/**
 * The tails of a potential in a deep well.
 *
 * Beyond the last face that brings mass a cell receives next to nothing, whatever its potential. Its equilibrium mass
 * may be off by factors like e^{1000}. Newton's method lowers that by a factor of 100 at best, and takes hundreds of
 * iterations.
 *
 * What the potential tends to is known. The dual objective (docs/method.md, eq. 3) falls, and Q_tau mu stays what it
 * is, where
 *
 * - cells above the envelope of mu + x²/(2 tau) are lowered to it;
 * - all that lies beyond a face is lowered (or raised), in all layers at once so that no exchange changes, until the
 *   mass that arrives there is the equilibrium mass. The face then is where the transported density has that much
 *   beyond it, at a wall at the latest.
 *
 * The second is an equation for the logarithm of the ratio of the two masses. It is solved face by face, outwards.
 */
export function createTails(problem: Problem, transport: ExactTransport, root: number): Tails {
  const { mesh, potential } = problem;
  const at = createTailPotential(problem, transport);
  const { temperatures, cells, layers, lowered } = at;
  const fillHeights = createEnvelopeHeights(at);
  const above = new Float64Array(cells);
  const beyond = new Float64Array(cells * layers);

  /** Lowers all layers of a cell of a point or direction by `by`. */
  function shift(point: DualPoint, cell: number, by: number): void {
    const k = cell * layers;
    point.tree[k + root] = point.tree[k + root] - by;
    if (point.mu === point.tree) return;
    for (let layer = 0; layer < layers; layer++) point.mu[k + layer] = point.mu[k + layer] - by;
  }

  return {
    relax({ point, equilibrium }) {
      beginTails(at, point.mu, equilibrium);
      fillHeights(above);
      for (let cell = 0; cell < cells; cell++) if (above[cell] > 0) lower(at, cell, above[cell]);
      balanceTail(at, 1, beyond);
      balanceTail(at, -1, beyond);
      for (let cell = 0; cell < cells; cell++) shift(point, cell, lowered[cell]);
      return lowered.some((by) => by !== 0);
    },
    restrain(direction, { mu }, carrying) {
      const logarithm = Math.log((SHORT_OF * carrying) / mesh.h);
      for (let cell = 0; cell < cells; cell++) {
        let excess = 0;
        for (let layer = 0, k = cell * layers; layer < layers; layer++, k++) {
          const limit = temperatures[layer] * logarithm + potential[k] - mu[k];
          if (limit > 0) excess = Math.max(excess, direction.mu[k] - limit);
        }
        shift(direction, cell, excess);
      }
    },
  };
}
