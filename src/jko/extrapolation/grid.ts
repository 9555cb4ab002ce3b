import type { Problem } from "../../model/problem.js";
import { createFluxCut } from "../flux-cut.js";
import type { Stage } from "../stage.js";
import { createExchangeExtrapolation } from "./exchange.js";

/** Part of its mass that every cell keeps. */
const KEPT = 0.05;

/**
 * The extrapolation of a second-order step on two axes (docs/method.md, eq. 8). Through every face and along every edge
 * goes tau times the flux of the limit system at the minimizer, less twice what the minimization has moved there.
 * Outflows are cut where a cell would be left with less than nothing.
 */
export function createGridExtrapolation(
  problem: Problem,
  stage: Stage,
  tau: number,
  gamma: number,
): (density: Float64Array) => void {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const nodes = mesh.size * layers;
  const strides = [layers, layers * mesh.cells[0]];
  const exchange = createExchangeExtrapolation(problem, stage, tau, gamma);
  const { swept: transport } = stage.parts;
  if (transport === undefined) throw new Error("a step on two axes has swept transport");
  const limit = createFluxCut(problem);
  const moved = new Float64Array(transport.faceCount);
  const slope = new Float64Array(transport.faceCount);
  const least = new Float64Array(nodes);
  const still = new Float64Array(nodes);
  const off = new Uint8Array(0);

  /** Masses through the faces, in the place of those of the minimization. */
  function fillFluxes(): void {
    for (const [axis, stride] of strides.entries()) {
      const scale = tau / mesh.widths[axis] ** 2;
      for (let k = 0; k < nodes - stride; k++) {
        const face = axis * nodes + k;
        const mobility = scale * slope[face];
        if (mobility > 0) moved[face] = mobility * rise(k, k + stride) - 2 * moved[face];
        else moved[face] = 0;
      }
    }
  }

  /** Difference of the chemical potential. */
  function rise(k: number, next: number): number {
    const { drift, potential } = exchange;
    const driven = drift[next] - drift[k];
    return driven + 2 * gamma * (potential[next] - potential[k]);
  }

  return (density) => {
    exchange.evaluate(density);
    // slope is scratch here: the costs of the faces are not asked for.
    transport.faces(exchange.potential, moved, slope);
    transport.load(density);
    slope.fill(0);
    transport.sweep(still, least, slope, off);
    fillFluxes();
    for (let k = 0; k < nodes; k++) least[k] = KEPT * transport.mass[k];
    limit.apply(transport.mass, moved, exchange.flow, least, density);
    for (let k = 0; k < nodes; k++) density[k] = density[k] / mesh.cellVolume;
  };
}
