import { chemicalPotential } from "../../model/energy.js";
import type { Problem } from "../../model/problem.js";
import { createConservativeSolver } from "../../numerics/conservative-blocks.js";
import { createEdgeFlux } from "./exchange.js";
import { linearTransport } from "./linear-step.js";

/** Fluxes of a step at a density, and the linear system of derivatives that are kept. */
export interface KeptRates {
  /** f - densityPrev - tau G(f) of the last evaluation. */
  readonly residual: Float64Array;
  /** Evaluates at `density`; returns the L1 norm of the residual. */
  evaluate(density: Float64Array, densityPrev: Float64Array): number;
  /** Takes derivatives at the density that was evaluated last. */
  factor(density: Float64Array): void;
  /** Solves for the next density, from the one that was evaluated last, in place. */
  advance(densityPrev: Float64Array, density: Float64Array): void;
  /** Dissipation -dE/dt at the density that was evaluated last. */
  dissipation(): number;
}

/** On an interval, with Scharfetter-Gummel fluxes. */
export function createKeptRates(problem: Problem, tau: number): KeptRates {
  const { mesh, graph } = problem;
  const { tails, heads } = graph;
  const size = problem.initial.length;
  const layers = graph.layers.length;
  const edges = graph.weights.length;
  const exchange = createEdgeFlux(problem, tau, "own");
  const matrix = linearTransport(problem, tau);
  const { forward, backward, within } = matrix;
  const solver = createConservativeSolver(matrix);
  const mu = new Float64Array(size);
  const residual = new Float64Array(size);
  const transported = new Float64Array(forward.length);
  const exchanged = new Float64Array(edges * mesh.size);
  // Kept derivatives of what is exchanged in a step, `edge + edges * cell`.
  const byTail = new Float64Array(edges * mesh.size);
  const byHead = new Float64Array(edges * mesh.size);
  return {
    residual,
    evaluate(density, densityPrev) {
      chemicalPotential(problem, density, mu);
      for (let k = 0; k < size; k++) residual[k] = density[k] - densityPrev[k];
      for (let k = 0; k < forward.length; k++) {
        const flux = forward[k] * density[k] - backward[k] * density[k + layers];
        transported[k] = flux;
        residual[k] = residual[k] + flux;
        residual[k + layers] = residual[k + layers] - flux;
      }
      for (let first = 0, k = 0; first < size; first += layers) {
        for (let e = 0; e < edges; e++, k++) {
          const tail = first + tails[e];
          const head = first + heads[e];
          const flux = tau * exchange.flux(e, tail, head, density, mu);
          exchanged[k] = flux;
          residual[tail] = residual[tail] - flux;
          residual[head] = residual[head] + flux;
        }
      }
      let norm = 0;
      for (let k = 0; k < size; k++) norm += Math.abs(residual[k]);
      return norm;
    },
    factor(density) {
      within.fill(0);
      for (let cell = 0, k = 0; cell < mesh.size; cell++) {
        for (let e = 0; e < edges; e++, k++) {
          const tail = cell * layers + tails[e];
          const head = cell * layers + heads[e];
          exchange.edge(e, tail, head, density, mu);
          byTail[k] = tau * Math.min(exchange.byTail, 0);
          byHead[k] = tau * Math.max(exchange.byHead, 0);
          const toTail = tail * layers + heads[e];
          const toHead = head * layers + tails[e];
          within[toTail] = within[toTail] + byHead[k];
          within[toHead] = within[toHead] - byTail[k];
        }
      }
      solver.factor();
    },
    advance(densityPrev, density) {
      // What the kept derivatives leave of exchange, in `residual`, which is not needed any more.
      residual.set(densityPrev);
      for (let first = 0, k = 0; first < size; first += layers) {
        for (let e = 0; e < edges; e++, k++) {
          const tail = first + tails[e];
          const head = first + heads[e];
          const rest = exchanged[k] - byTail[k] * density[tail] - byHead[k] * density[head];
          residual[tail] = residual[tail] + rest;
          residual[head] = residual[head] - rest;
        }
      }
      solver.solve(residual);
      density.set(residual);
    },
    dissipation() {
      let sum = 0;
      for (let k = 0; k < forward.length; k++) sum += transported[k] * (mu[k] - mu[k + layers]);
      for (let first = 0, k = 0; first < size; first += layers) {
        for (let e = 0; e < edges; e++, k++) sum += exchanged[k] * (mu[first + heads[e]] - mu[first + tails[e]]);
      }
      return (sum * mesh.cellVolume) / tau;
    },
  };
}
