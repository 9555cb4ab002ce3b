import { createStage, stageTolerances } from "../../jko/index.js";
import { chemicalPotential } from "../../model/energy.js";
import type { StepReport } from "../../model/evolution.js";
import { fillCarried } from "../inertial/layer-coupling.js";
import { createGraphProblem } from "./graph-problem.js";
import { vacuumAt } from "./linear-weights.js";
import { createMomentum } from "./momentum.js";
import type { WeightMover, WeightOptions } from "./weight-options.js";

/**
 * Weights with an entropy T ∑ f (log f - 1): minimizing movements on the graph alone, a mesh of one cell, with the
 * mobility at the previous weights.
 *
 * Order 1 is one such step of size tau. Of order 2, with tau₁ = tau/(1 + gamma tau) and the predicted momenta, f_n
 * moves by tau tau₁ ∑ K theta [mu' - mu - (phi' - phi)/tau]: the same step, of size tau tau₁, with differences of
 * momenta that are carried along. The new momenta follow from the new mu = T log f + V.
 */
export function createEntropicWeights(options: WeightOptions): WeightMover {
  const { graph, order, tau, damping, steps, tolerance, entropy } = options;
  const problem = createGraphProblem(options);
  const size = order === 1 ? tau : (tau * tau) / (1 + damping * tau);
  const stage = createStage(problem, { tau: size, ...stageTolerances(problem, { steps, tolerance }) });
  const momentum = createMomentum(problem, options);
  const carried = new Float64Array(graph.tails.length);
  const mu = new Float64Array(graph.layers.length);

  const judged = (report: StepReport, cost: number): StepReport => {
    // The gap is T times a relative entropy, at least: Pinsker.
    const found = { ...report, cost, distance: Math.sqrt((2 * Math.max(report.gap, 0)) / entropy) };
    return found.status === "converged"
      ? found
      : { ...found, reason: `the minimization over the weights has failed: ${found.reason}` };
  };

  function advance(weights: Float64Array, values: Float64Array): StepReport {
    problem.potential.set(values);
    if (order === 1) {
      const report = stage.advance(weights, 1);
      return judged(report, report.cost);
    }
    const edge = momentum.predict(weights);
    if (edge >= 0) return vacuumAt(graph, edge);
    fillCarried(problem, momentum.predicted, tau, carried);
    const report = stage.advance(weights, 1, carried);
    if (report.status !== "converged") return judged(report, Number.NaN);
    momentum.correct(chemicalPotential(problem, weights, mu));
    return judged(report, tau * damping * momentum.kinetic(weights));
  }

  function kinetic(weights: Float64Array, values: Float64Array): number {
    if (order === 1) return 0;
    problem.potential.set(values);
    return momentum.kinetic(weights);
  }

  return { phi: momentum.phi, advance, kinetic };
}
