import type { Problem } from "../../model/problem.js";
import { createMassProfile } from "../../numerics/mass-profile.js";
import { poolAdjacentViolators } from "../../numerics/pool-violators.js";
import type { Stage } from "../stage.js";
import { createExchangeExtrapolation } from "./exchange.js";

/** Least part of its width to which the extrapolation compresses a cell. */
const LEAST_WIDTH = 0.2;
const MAX_ITERATIONS = 60;

/**
 * The extrapolation of a second-order step on one axis: exchange first, then transport of the particles,
 * x -> x - tau d(drift)/dx.
 *
 * The order is the reverse of that of a minimization, so that the two make up for each other. Faces sweep to z with
 * z + D(z) = x, D the displacement, a cubic between its values at the faces; where the map would compress cells to less than
 * a fifth, its values are replaced by the nearest ones that do not.
 */
export function createLineExtrapolation(
  problem: Problem,
  stage: Stage,
  tau: number,
  gamma: number,
): (density: Float64Array) => void {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const cells = mesh.size;
  const exchange = createExchangeExtrapolation(problem, stage, tau, gamma);
  const profile = createMassProfile(cells, layers);
  const toCells = tau / mesh.h ** 2;
  // Per face 0 ... cells: displacement in cells, its derivative.
  const displacement = new Float64Array(cells + 1);
  const slope = new Float64Array(cells + 1);
  const spaced = new Float64Array(cells);
  const poolMean = new Float64Array(cells);
  const poolStart = new Int32Array(cells);
  let position = 0;

  function displace(layer: number, drift: Float64Array): void {
    let compressed = false;
    displacement[0] = 0;
    displacement[cells] = 0;
    for (let face = 1, k = layer + layers; face < cells; face++, k += layers) {
      const d = -toCells * ((drift[k] as number) - (drift[k - layers] as number));
      displacement[face] = d;
      if (1 + d - (displacement[face - 1] as number) < LEAST_WIDTH) compressed = true;
    }
    if (compressed || 1 - (displacement[cells - 1] as number) < LEAST_WIDTH) spread();
    // Walls reflect.
    slope[0] = displacement[1] as number;
    slope[cells] = -(displacement[cells - 1] as number);
    for (let face = 1; face < cells; face++) {
      slope[face] = 0.5 * ((displacement[face + 1] as number) - (displacement[face - 1] as number));
    }
  }

  /** Pool adjacent violators: the nearest images of the faces that are LEAST_WIDTH apart, inside the walls. */
  function spread(): void {
    for (let face = 1; face < cells; face++) spaced[face] = face * (1 - LEAST_WIDTH) + (displacement[face] as number);
    const pools = poolAdjacentViolators(spaced, 1, cells, poolMean, poolStart);
    const most = cells * (1 - LEAST_WIDTH);
    for (let pool = 0; pool < pools; pool++) {
      const end = pool + 1 < pools ? (poolStart[pool + 1] as number) : cells;
      const mean = Math.min(most, Math.max(0, poolMean[pool] as number));
      for (let face = poolStart[pool] as number; face < end; face++) {
        displacement[face] = mean - face * (1 - LEAST_WIDTH);
      }
    }
  }

  /** t + D in the cell, relative to its left face. */
  function image(cell: number, t: number): number {
    const u = 1 - t;
    const [a, b] = [displacement[cell] as number, displacement[cell + 1] as number];
    const [p, q] = [slope[cell] as number, slope[cell + 1] as number];
    return t + u * u * (a * (1 + 2 * t) + p * t) + t * t * (b * (1 + 2 * u) - q * u);
  }

  function imageSlope(cell: number, t: number): number {
    const u = 1 - t;
    const [a, b] = [displacement[cell] as number, displacement[cell + 1] as number];
    const [p, q] = [slope[cell] as number, slope[cell + 1] as number];
    return 1 + 6 * t * u * (b - a) + u * (1 - 3 * t) * p + t * (1 - 3 * u) * q;
  }

  /** Fraction of the cell that is sent to the left of `target`: safeguarded Newton. */
  function fractionAt(cell: number, target: number): number {
    let low = 0;
    let high = 1;
    let t = Math.min(1, Math.max(0, (target - image(cell, 0)) / (image(cell, 1) - image(cell, 0))));
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      const excess = image(cell, t) - target;
      if (excess > 0) high = t;
      else low = t;
      let next = t - excess / imageSlope(cell, t);
      if (!(next >= low && next <= high)) next = 0.5 * (low + high);
      if (Math.abs(next - t) <= 1e-16) return next;
      t = next;
    }
    return t;
  }

  /** Transports one layer of the profile into `density`. */
  function transport(layer: number, density: Float64Array): void {
    let cellPrev = 0;
    let tPrev = 0;
    position = 0;
    for (let face = 1, k = layer; face <= cells; face++, k += layers) {
      while (position < cells - 1 && position + 1 + (displacement[position + 1] as number) <= face) position++;
      const t = face === cells ? 1 : fractionAt(position, face - position);
      const cell = face === cells ? cells - 1 : position;
      const forward = cell > cellPrev || t > tPrev;
      density[k] = forward ? profile.between(layer, cellPrev, tPrev, cell, t) / mesh.h : 0;
      if (!forward) continue;
      cellPrev = cell;
      tPrev = t;
    }
  }

  return (density) => {
    exchange.evaluate(density);
    for (let k = 0; k < density.length; k++) density[k] = (density[k] as number) * mesh.h;
    exchange.apply(density);
    profile.load(density, 1);
    for (let layer = 0; layer < layers; layer++) {
      displace(layer, exchange.drift);
      transport(layer, density);
    }
  };
}
