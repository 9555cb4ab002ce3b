import type { Problem } from "../../model/problem.js";
import { createLayerCoupling } from "../inertial/layer-coupling.js";
import type { WeightOptions } from "./weight-options.js";

/** Momenta of nodes, phi' = -½ ∑ K ∂₁theta (phi - phi')² - gamma phi - (T log f + V). */
export interface Momentum {
  readonly phi: Float64Array;
  /** phi - tau₁/2 ∑ K ∂₁theta(f) (phi - phi')², tau₁ = tau/(1 + gamma tau), after `predict`. */
  readonly predicted: Float64Array;
  /**
   * Fills `predicted`.
   *
   * @returns the edge on which tau₁/2 K |∂₁theta - ∂₂theta| |phi - phi'| reaches 1, beyond which differences of momenta
   *   would change their sign; -1 where there is none
   */
  predict(weights: Float64Array): number;
  /** phi = (predicted - tau mu) / (1 + gamma tau). */
  correct(mu: Float64Array): void;
  /** ½ ∑ K theta (phi - phi')². */
  kinetic(weights: Float64Array): number;
}

/**
 * The momenta of order 2, which are those of layers without x; the donor of `upwind` is the node with the smaller
 * momentum.
 *
 * @param problem the graph on one cell; its potential is V
 */
export function createMomentum(problem: Problem, { damping, tau }: Pick<WeightOptions, "damping" | "tau">): Momentum {
  const drag = 1 + damping * tau;
  const coupling = createLayerCoupling(problem, tau / drag);
  const phi = new Float64Array(problem.graph.layers.length);
  const predicted = new Float64Array(phi.length);
  return {
    phi,
    predicted,
    predict(weights) {
      predicted.set(phi);
      return coupling.advance(weights, predicted)?.edge ?? -1;
    },
    correct(mu) {
      for (let g = 0; g < phi.length; g++) phi[g] = (predicted[g] - tau * mu[g]) / drag;
    },
    kinetic: (weights) => coupling.kinetic(weights, phi),
  };
}
