import { InputError } from "../../errors.js";
import type { StateProblem, StateStepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { ParticleLayout } from "../../model/states/state.js";
import { refuseDensity } from "../checked-states.js";
import { createNodeEnergy } from "./energy.js";
import { createNetwork } from "./network.js";
import { createStepSolver, type StepSolution } from "./solve.js";
import { createStepLoss } from "./step-loss.js";

export interface InputConvexOptions extends StepperOptions {
  /** Neurons of the network; 0 leaves the quadratic and the linear part, which is exact between Gaussians. */
  readonly width: number;
  /** Factor of Σ |w_j|², energy units; w_j belong to points of spread 1. */
  readonly penalty: number;
  /** Of the neurons at the start of the first step. */
  readonly seed: number;
}

/** Slack of the energy inequality for round-off, relative to the largest |F| so far and the factor of the entropy. */
const energySlack = 1e-13;

/**
 * Minimizing movements by gradients of input-convex networks: every step minimizes Σ w_i |∇u(x_i) - x_i|²/(2τ) + F(∇u #
 * ρ) + penalty Σ |w_j|² over the network u, and then moves x_i to ∇u(x_i) and its log density to log ρ_i - log det
 * ∇²u(x_i).
 *
 * The nodes are those of a quadrature: their weights enter every sum. Between them nothing is known, and log det of a
 * network that is too wide for its nodes overfits there. Of a step, `residual` is the slope of the functional without
 * the penalty, projected in L²(ρ) to the maps that the network can reach, and `distance` is τ times that: they hold
 * what the solver and the penalty leave, not what the family cannot represent. Relative to the spread of the state, the
 * slope of the penalized functional, times τ and the number of steps, is at most √tolerance where a step counts as
 * converged.
 *
 * @throws {InputError} on a state that is no particles, an entropy of particles without density, or bad options
 * @see Alvarez-Melis, Schiff & Mroueh, Optimizing functionals on the space of probabilities with input convex neural
 * networks, arXiv 2106.00774, eq. (13) to (16)
 */
export function createInputConvex(problem: StateProblem, options: InputConvexOptions): StateStepper {
  const layout = checkedLayout(problem);
  checkOptions(options);
  const { functional } = problem;
  const { tau } = options;
  const energy = createNodeEnergy(functional, layout);
  const network = createNetwork(layout.dimension, options.width, layout.count);
  const loss = createStepLoss(functional, layout, network, options);
  const solver = createStepSolver(network, loss, layout.weights, options);
  const next = new Float64Array(problem.initial.values.length);
  let largest = functional.entropy;

  return {
    energy,
    step(values) {
      const before = energy(values);
      largest = Math.max(largest, Math.abs(before));
      loss.begin(values);
      const solution = solver.solve();
      if (solution.status !== "converged") return toReport(solution, tau);
      if (!loss.move(solver.params, next)) {
        return { ...toReport(solution, tau), status: "nonFinite", reason: "the map is not increasing" };
      }
      const gained = before - energy(next) - solution.cost;
      if (!(gained >= -energySlack * largest)) {
        const reason = `the network's minimum costs ${(-gained).toExponential(1)} more than standing still`;
        return { ...toReport(solution, tau), status: "stalled", reason };
      }
      values.set(next);
      return toReport(solution, tau);
    },
  };
}

function toReport(solution: StepSolution, tau: number): StepReport {
  const { value: _, ...report } = solution;
  return { ...report, gap: Number.NaN, distance: tau * solution.residual };
}

/** What helps against a functional of the density that points do not carry. */
export const densityRemedy =
  "Use a gaussian or a barenblatt state, whose nodes carry their density, or leave it (or kl) out.";

function checkedLayout({ functional, initial }: StateProblem): ParticleLayout {
  const { layout } = initial;
  if (layout.kind !== "particles") {
    const remedy = "Use particles, or nodes of a gaussian or barenblatt state.";
    throw new InputError("input-convex maps move points", { path: "model.state.kind", value: layout.kind, remedy });
  }
  if (!layout.tracksDensity) refuseDensity(functional, densityRemedy);
  return layout;
}

function checkOptions({ width, penalty, seed, tau }: InputConvexOptions): void {
  if (!(Number.isInteger(width) && width >= 0 && width <= 512)) {
    const remedy = "Give an integer in that range: 4 is a start, 0 exact between Gaussians.";
    throw new InputError("the width is an integer from 0 to 512", { path: "scheme.width", value: width, remedy });
  }
  if (!(penalty >= 0 && penalty < Number.POSITIVE_INFINITY)) {
    const remedy = "Give 0, or a small factor such as 1e-7.";
    throw new InputError("the penalty is at least 0", { path: "scheme.penalty", value: penalty, remedy });
  }
  if (!Number.isInteger(seed)) {
    const remedy = "Give an integer.";
    throw new InputError("the seed is an integer", { path: "scheme.seed", value: seed, remedy });
  }
  if (!(tau > 0 && tau < Number.POSITIVE_INFINITY)) {
    const remedy = "Give a positive number of steps.";
    throw new InputError("the step must be positive", { path: "sweep.steps", value: tau, remedy });
  }
}
