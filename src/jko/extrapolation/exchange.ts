import { chemicalPotential } from "../../model/energy.js";
import type { Problem } from "../../model/problem.js";
import { addFlows, createDualState } from "../dual-state.js";
import { exchangeCostOf } from "../exchange/cost.js";
import { createConductances } from "../exchange/frozen.js";
import { isFrozen } from "../exchange/term.js";
import type { Stage } from "../stage.js";

/** Largest share of its mass that a layer gives to the others in a cell. */
const DRAIN_LIMIT = 0.95;

/**
 * What a second-order step does between its minimizations (docs/method.md, eq. 8): tau G(f1), less twice what the first
 * minimization has done. Here are the masses exchanged, and the potential whose gradient transports the others.
 */
export interface ExchangeExtrapolation {
  /**
   * mu - 2 gamma mu1: mu the chemical potential of the minimizer, mu1 the potential of the dual problem, index
   * cell * layers + layer. The two differ only where the mobility is taken at the new density.
   */
  readonly drift: Float64Array;
  /** mu1. */
  readonly potential: Float64Array;
  /** Masses into the tails, per cell and edge. */
  readonly flow: Float64Array;
  /** Fills both for the stage's last minimizer. */
  evaluate(density: Float64Array): void;
  /** Adds the flow to masses per cell and layer, cut to what a layer can give. */
  apply(masses: Float64Array): void;
}

export function createExchangeExtrapolation(
  problem: Problem,
  stage: Stage,
  tau: number,
  gamma: number,
): ExchangeExtrapolation {
  const { mesh, graph } = problem;
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const { energy, exchange, expand, newPoint } = stage.parts.newtonParts;
  const state = createDualState(newPoint(), mesh.size * layers, 0, mesh.size * edges);
  const cost = exchangeCostOf(problem);
  const fillConductances = createConductances(problem, tau);
  const frozen = isFrozen(problem);
  const drift = new Float64Array(mesh.size * layers);
  const flow = new Float64Array(mesh.size * edges);
  const share = new Float64Array(layers);

  function fillDrift(density: Float64Array): void {
    const { mu } = state.point;
    if (frozen) for (let k = 0; k < drift.length; k++) drift[k] = (1 - 2 * gamma) * mu[k];
    else {
      chemicalPotential(problem, density, drift);
      for (let k = 0; k < drift.length; k++) drift[k] = drift[k] - 2 * gamma * mu[k];
    }
  }

  /** Difference of the chemical potential along an edge. */
  function xiOf(cell: number, e: number): number {
    const k = cell * edges + e;
    const xi = state.point.xi[k];
    if (frozen) return xi;
    const base = cell * layers;
    return drift[base + heads[e]] - drift[base + tails[e]] + 2 * gamma * xi;
  }

  function limit(cell: number, masses: Float64Array): void {
    share.fill(0);
    for (let e = 0; e < edges; e++) {
      const f = flow[cell * edges + e];
      const donor = f > 0 ? heads[e] : tails[e];
      share[donor] = share[donor] + Math.abs(f);
    }
    for (let layer = 0; layer < layers; layer++) {
      const given = share[layer];
      const most = DRAIN_LIMIT * masses[cell * layers + layer];
      share[layer] = given > most ? most / given : 1;
    }
    for (let e = 0, k = cell * edges; e < edges; e++, k++) {
      const f = flow[k];
      flow[k] = f * share[f > 0 ? heads[e] : tails[e]];
    }
  }

  return {
    drift,
    potential: state.point.mu,
    flow,
    evaluate(density) {
      state.point.tree.set(stage.tree);
      expand(state.point);
      fillDrift(density);
      if (edges === 0) return;
      energy.ask(state.point.mu, state.equilibrium);
      exchange.react(state);
      fillConductances(density, flow);
      for (let cell = 0, k = 0; cell < mesh.size; cell++) {
        for (let e = 0; e < edges; e++, k++) {
          const c = flow[k];
          flow[k] = (c > 0 ? c * cost.flux(xiOf(cell, e)) : 0) - 2 * state.flow[k];
        }
      }
    },
    apply(masses) {
      if (edges === 0) return;
      for (let cell = 0; cell < mesh.size; cell++) limit(cell, masses);
      addFlows(problem, flow, masses);
    },
  };
}
