import type { StepperOptions, StepStatus } from "../../model/evolution.js";
import { type LbfgsReport, minimizeLbfgs } from "../../numerics/lbfgs.js";
import { createMapMetric } from "./map-metric.js";
import { type Network, neuronOffsets } from "./network.js";
import { startParameters } from "./start.js";
import type { StepLoss } from "./step-loss.js";

/** What the minimization of one step came to. */
export interface StepSolution {
  readonly status: StepStatus;
  readonly reason?: string;
  readonly iterations: number;
  readonly backtracks: number;
  /** Norm of the slope without the penalty, projected to the maps of the network; length per time. */
  readonly residual: number;
  /** Movement cost of the map found. */
  readonly cost: number;
}

export interface StepSolver {
  /** The map found last, where the next step begins to search. */
  readonly params: Float64Array;
  /** Minimizes the loss, whose state has been set. */
  solve(): StepSolution;
}

export interface StepSolverOptions extends StepperOptions {
  readonly penalty: number;
  readonly seed: number;
}

/** Times the metric is renewed: it belongs to parameters that change on the way. */
const mostRounds = 12;
const iterationsPerRound = 400;
/** Of the metric's diagonal: less, and neurons that bend the map little would be thrown about. */
const damping = 1e-4;

/**
 * Minimizes τ times the loss by L-BFGS, in coordinates in which the metric of maps at the start is the identity: there the
 * movement has the Hessian I, and a step of length 1 along the slope nearly solves the problem.
 */
export function createStepSolver(
  network: Network,
  loss: StepLoss,
  weights: Float64Array,
  { tau, steps, tolerance, penalty, seed }: StepSolverOptions,
): StepSolver {
  const { size, dimension, width } = network;
  const metric = createMapMetric(network, weights, { unit: () => loss.spread, damping });
  let params: Float64Array | undefined;
  const [origin, trial] = [new Float64Array(size), new Float64Array(size)];
  const [gradient, natural, coordinates] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const { first, stride } = neuronOffsets(dimension);

  const objective = (q: Float64Array, out: Float64Array): number => {
    trial.set(q);
    metric.fromNatural(trial);
    for (let k = 0; k < size; k++) trial[k] = (trial[k] as number) + (origin[k] as number);
    const value = tau * loss.value(trial, out);
    for (let k = 0; k < size; k++) out[k] = tau * (out[k] as number);
    metric.toNatural(out);
    return value;
  };

  /** Norms of the slope in L²(ρ), with and without the penalty; the metric is renewed. */
  const slopes = (at: Float64Array): { penalized: number; pure: number } | undefined => {
    const value = loss.value(at, gradient);
    if (!Number.isFinite(value) || !metric.build()) return undefined;
    natural.set(gradient);
    metric.toNatural(natural);
    const penalized = norm(natural);
    for (let j = 0; j < width; j++) {
      for (let k = first + j * stride + 2; k < first + (j + 1) * stride; k++) {
        gradient[k] = (gradient[k] as number) - 2 * penalty * (at[k] as number);
      }
    }
    metric.toNatural(gradient);
    return { penalized, pure: norm(gradient) };
  };

  return {
    get params() {
      return params ?? origin;
    },
    solve() {
      params ??= startParameters(width, loss.points, weights, seed);
      const enough = (Math.sqrt(tolerance) * loss.spread) / (tau * steps);
      let [iterations, evaluations] = [0, 0];
      let last: LbfgsReport["status"] = "converged";
      for (let round = 0; ; round++) {
        const found = slopes(params);
        const common = { iterations, backtracks: Math.max(0, evaluations - iterations - round), cost: loss.cost };
        if (found === undefined) {
          return { ...common, status: "nonFinite", reason: "the loss is not finite", residual: Number.NaN };
        }
        if (found.penalized <= enough) return { ...common, status: "converged", residual: found.pure };
        if (last === "stalled" || round === mostRounds) {
          const reason = `the slope is ${found.penalized.toExponential(1)}, not ${enough.toExponential(1)}`;
          const status = last === "stalled" ? "stalled" : "maxIterations";
          return { ...common, status, reason, residual: found.pure };
        }
        origin.set(params);
        coordinates.fill(0);
        const report = minimizeLbfgs(objective, coordinates, {
          tolerance: 0.3 * tau * enough,
          maxIterations: iterationsPerRound,
          memory: 30,
        });
        metric.fromNatural(coordinates);
        for (let k = 0; k < size; k++) params[k] = (origin[k] as number) + (coordinates[k] as number);
        iterations += report.iterations;
        evaluations += report.evaluations;
        last = report.status;
      }
    },
  };
}

function norm(v: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < v.length; k++) sum += (v[k] as number) ** 2;
  return Math.sqrt(sum);
}
