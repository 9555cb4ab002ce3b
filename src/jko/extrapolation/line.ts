import type { Problem } from "../../model/problem.js";
import { createLineMap } from "../../numerics/line-map.js";
import { createMassProfile, type Position } from "../../numerics/mass-profile.js";
import type { Stage } from "../stage.js";
import { createExchangeExtrapolation } from "./exchange.js";

/** Least part of its width to which the extrapolation compresses a cell. */
const LEAST_WIDTH = 0.2;

/**
 * The extrapolation of a second-order step on one axis (docs/method.md, eq. 8): exchange first, then transport of the
 * particles, x -> x - tau d(drift)/dx.
 *
 * The order is the reverse of that of a minimization, so that the two make up for each other. Faces sweep to z with z +
 * D(z) = x, D the displacement, a cubic between its values at the faces; where the map would compress cells to less
 * than a fifth, its values are replaced by the nearest ones that do not.
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
  const map = createLineMap(cells, false);
  const { displacement } = map;
  const at: Position = { cell: 0, t: 0 };

  function displace(layer: number, drift: Float64Array): void {
    let compressed = false;
    displacement[0] = 0;
    displacement[cells] = 0;
    for (let face = 1, k = layer + layers; face < cells; face++, k += layers) {
      const d = -toCells * (drift[k] - drift[k - layers]);
      displacement[face] = d;
      if (1 + d - displacement[face - 1] < LEAST_WIDTH) compressed = true;
    }
    if (compressed || 1 - displacement[cells - 1] < LEAST_WIDTH) map.separate(LEAST_WIDTH);
    map.load();
  }

  /** Transports one layer of the profile into `density`. */
  function transport(layer: number, density: Float64Array): void {
    let cellPrev = 0;
    let tPrev = 0;
    for (let face = 1, k = layer; face <= cells; face++, k += layers) {
      map.preimage(face, at);
      const { cell, t } = at;
      const forward = cell > cellPrev || t > tPrev;
      density[k] = forward ? profile.between(layer, cellPrev, tPrev, cell, t) / mesh.h : 0;
      if (!forward) continue;
      cellPrev = cell;
      tPrev = t;
    }
  }

  return (density) => {
    exchange.evaluate(density);
    for (let k = 0; k < density.length; k++) density[k] = density[k] * mesh.h;
    exchange.apply(density);
    profile.load(density, 1);
    for (let layer = 0; layer < layers; layer++) {
      displace(layer, exchange.drift);
      transport(layer, density);
    }
  };
}
