import type { Problem } from "../model/problem.js";
import { poolAdjacentViolators } from "../numerics/pool-violators.js";
import type { DualPoint } from "./dual-point.js";
import type { DualState } from "./dual-state.js";
import { DEEPEST } from "./euler-start.js";
import type { ExactTransport } from "./transport/exact.js";

/** Part of all mass that arrives beyond a face of a tail, at most. */
const THIN = 1e-10;
/** Logarithm of arriving over equilibrium mass beyond a face at which the tail counts as balanced. */
const BALANCED = 0.05;
/** First change of the potential that is tried, in units of T, and how often it is doubled. */
const FIRST_CHANGE = 1e-3;
const MAX_DOUBLINGS = 60;
/** A cell that carries no mass may grow to this part of the least mass that counts as carried. */
const SHORT_OF = 0.5;
/** Round-off of the envelope, relative to the potential. */
const ROUND_OFF = 1e-9;

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
    const [least, most] = values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)] as const, [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ] as const);
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
  const { mesh, energy, mass, potential } = problem;
  const { temperatures } = energy;
  const { profile, toCells } = transport;
  const layers = temperatures.length;
  const cells = mesh.size;
  const coldest = temperatures.reduce((least, temperature) => Math.min(least, temperature));
  const mu = new Float64Array(cells * layers);
  const masses = new Float64Array(cells * layers);
  const beyond = new Float64Array(cells * layers);
  const lowered = new Float64Array(cells);
  const above = new Float64Array(cells);
  const positions = new Float64Array(cells);
  const [means, totals, starts] = [new Float64Array(cells), new Float64Array(cells), new Int32Array(cells)];

  function lower(cell: number, by: number): void {
    lowered[cell] = lowered[cell] + by;
    for (let k = cell * layers, layer = 0; layer < layers; layer++, k++) {
      mu[k] = mu[k] - by;
      masses[k] = masses[k] * Math.exp(-by / temperatures[layer]);
    }
  }

  /** Lowers `above` to the height of a layer's potential over its envelope, cell by cell. */
  function measureAbove(layer: number): void {
    for (let face = 1; face < cells; face++) positions[face] = face + displacementOf(face, layer);
    const pools = poolAdjacentViolators(positions, 1, cells, means, starts, totals);
    above[0] = 0;
    for (let pool = 0, excess = 0; pool < pools; pool++) {
      const end = pool + 1 < pools ? starts[pool + 1] : cells;
      for (let face = starts[pool]; face < end; face++) {
        excess += (positions[face] - means[pool]) / toCells;
        const noise = ROUND_OFF * (coldest + Math.abs(mu[face * layers + layer]));
        above[face] = Math.min(above[face], excess > noise && face < end - 1 ? excess : 0);
      }
    }
  }

  function lowerToEnvelope(): void {
    above.fill(Number.POSITIVE_INFINITY);
    for (let layer = 0; layer < layers; layer++) measureAbove(layer);
    for (let cell = 0; cell < cells; cell++) if (above[cell] > 0) lower(cell, above[cell]);
  }

  function displacementOf(face: number, layer: number): number {
    return toCells * (mu[face * layers + layer] - mu[(face - 1) * layers + layer]);
  }

  /** Mass of all layers that arrives beyond a face if everything there is lowered by `lowering`. */
  function arrivingBeyond(face: number, outwards: 1 | -1, lowering: number): number {
    let sum = 0;
    for (let layer = 0; layer < layers; layer++) {
      const y = face + (displacementOf(face, layer) - outwards * toCells * lowering);
      if (outwards > 0) {
        if (y >= cells) continue;
        const cell = Math.max(0, Math.floor(y));
        sum += profile.between(layer, cell, Math.max(0, y - cell), cells - 1, 1);
      } else if (y > 0) {
        const cell = Math.min(cells - 1, Math.floor(y));
        sum += profile.between(layer, 0, 0, cell, Math.min(1, y - cell));
      }
    }
    return sum;
  }

  /** Logarithm of arriving over equilibrium mass beyond a face, whose outer cell is `cell`. */
  function imbalance(face: number, cell: number, outwards: 1 | -1, before: number, lowering: number): number {
    const arriving = arrivingBeyond(face, outwards, lowering);
    if (arriving === 0) return Number.NEGATIVE_INFINITY;
    let wanted = 0;
    for (let layer = 0; layer < layers; layer++) {
      const factor = Math.exp(-(before + lowering) / temperatures[layer]);
      wanted += beyond[cell * layers + layer] * factor;
    }
    return Math.log(arriving / wanted);
  }

  /** The lowering that balances; where round-off decides, the one with which less arrives. */
  function balance(off: (lowering: number) => number): number {
    const first = off(0);
    if (Math.abs(first) < BALANCED) return 0;
    const isShort = first < 0;
    let near = 0;
    let far = (isShort ? 1 : -1) * FIRST_CHANGE * coldest;
    for (let doublings = 0; off(far) < 0 === isShort; doublings++) {
      if (doublings === MAX_DOUBLINGS) return 0;
      near = far;
      far *= 2;
    }
    for (;;) {
      const middle = 0.5 * (near + far);
      const rest = off(middle);
      if (Math.abs(rest) < BALANCED) return middle;
      if (middle === near || middle === far) return isShort ? near : far;
      if (rest < 0 === isShort) near = middle;
      else far = middle;
    }
  }

  /** Balances one tail, from its inner end to the wall. */
  function balanceTail(outwards: 1 | -1): void {
    const wall = outwards > 0 ? cells - 1 : 0;
    for (let cell = wall; cell >= 0 && cell < cells; cell -= outwards) {
      for (let k = cell * layers; k < (cell + 1) * layers; k++) {
        beyond[k] = masses[k] + (cell === wall ? 0 : beyond[k + outwards * layers]);
      }
    }
    let total = 0;
    for (let face = outwards > 0 ? 1 : cells - 1; face > 0 && face < cells; face += outwards) {
      const cell = outwards > 0 ? face : face - 1;
      if (total !== 0) lower(cell, total);
      if (!(arrivingBeyond(face, outwards, 0) < THIN * mass)) continue;
      const before = total;
      const more = balance((lowering) => imbalance(face, cell, outwards, before, lowering));
      if (more !== 0) lower(cell, more);
      total += more;
    }
  }

  /** Lowers all layers of a cell of a point or direction by `by`. */
  function shift(point: DualPoint, cell: number, by: number): void {
    const k = cell * layers;
    point.tree[k + root] = point.tree[k + root] - by;
    if (point.mu === point.tree) return;
    for (let layer = 0; layer < layers; layer++) point.mu[k + layer] = point.mu[k + layer] - by;
  }

  return {
    relax({ point, equilibrium }) {
      mu.set(point.mu);
      masses.set(equilibrium);
      lowered.fill(0);
      lowerToEnvelope();
      balanceTail(1);
      balanceTail(-1);
      for (let cell = 0; cell < cells; cell++) shift(point, cell, lowered[cell]);
      return lowered.some((by) => by !== 0);
    },
    restrain(direction, at, carrying) {
      const logarithm = Math.log((SHORT_OF * carrying) / mesh.h);
      for (let cell = 0; cell < cells; cell++) {
        let excess = 0;
        for (let layer = 0, k = cell * layers; layer < layers; layer++, k++) {
          const limit = temperatures[layer] * logarithm + potential[k] - at.mu[k];
          if (limit > 0) excess = Math.max(excess, direction.mu[k] - limit);
        }
        shift(direction, cell, excess);
      }
    },
  };
}
