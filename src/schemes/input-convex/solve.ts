import type { StepEnding, StepperOptions } from "../../model/evolution.js";
import { shortfall } from "../../model/reasons.js";
import { isWithin } from "../../numerics/finite.js";
import { type LbfgsReport, minimizeLbfgs } from "../../numerics/lbfgs.js";
import { minimizeTrustRegion } from "../../numerics/trust-region.js";
import { norm } from "../../numerics/vector.js";
import { createMapMetric } from "./map-metric.js";
import { type Network, neuronOffsets } from "./network.js";
import { startParameters } from "./start.js";
import type { StepLoss } from "./step-loss.js";

/** What the minimization of one step came to. */
export type StepSolution = StepEnding & SolutionFigures;

export interface SolutionFigures {
  readonly iterations: number;
  readonly backtracks: number;
  /** Norm of the slope without the penalty, projected to the maps of the network; length per time. */
  readonly residual: number;
  /** Movement cost of the map found. */
  readonly cost: number;
  /** Of the penalized functional. */
  readonly value: number;
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
const iterationsPerRound = 100;
/** Most parameters of which Hessians are formed, and Newton iterations between two metrics. */
const mostNewton = 100;
const newtonPerRound = 40;
/** Of the metric's diagonal: with less, neurons that bend the map little would be thrown about. */
const damping = 1e-4;
/** Seeded starts of the first step, of which the lowest minimum is kept: some end with neurons that bend nothing. */
const firstStarts = 4;

/**
 * Minimizes τ times the loss by L-BFGS, in coordinates in which the metric of maps at the start is the identity: there
 * the movement has the Hessian I, and a step of length 1 along the slope nearly solves the problem.
 */
export function createStepSolver(
  network: Network,
  loss: StepLoss,
  weights: Float64Array,
  options: StepSolverOptions,
): StepSolver {
  const { tau, steps, tolerance, seed } = options;
  const { width } = network;
  const descend = createDescent(network, loss, weights, options);
  let params: Float64Array | undefined;

  const solveFirst = (enough: number): StepSolution => {
    let best: StepSolution | undefined;
    let [iterations, backtracks] = [0, 0];
    for (let k = 0; k < (width === 0 ? 1 : firstStarts); k++) {
      // No two seeds share a start.
      const candidate = startParameters(width, loss.points, weights, firstStarts * (seed - 1) + 1 + k);
      const solution = descend(candidate, enough);
      iterations += solution.iterations;
      backtracks += solution.backtracks;
      if (best !== undefined && !isBetter(solution, best)) continue;
      best = solution;
      params = candidate;
    }
    return { ...(best as StepSolution), iterations, backtracks };
  };

  return {
    get params() {
      return params ?? new Float64Array(network.size);
    },
    solve() {
      const enough = (Math.sqrt(tolerance) * loss.spread) / (tau * steps);
      return params === undefined ? solveFirst(enough) : descend(params, enough);
    },
  };
}

function isBetter(solution: StepSolution, best: StepSolution): boolean {
  const [isSolved, wasSolved] = [solution.status === "converged", best.status === "converged"];
  return isSolved === wasSolved ? solution.value < best.value : isSolved;
}

/** Descends from parameters, in place, until the slope is small enough. */
function createDescent(
  network: Network,
  loss: StepLoss,
  weights: Float64Array,
  { tau, penalty }: StepSolverOptions,
): (params: Float64Array, enough: number) => StepSolution {
  const { size, dimension, width } = network;
  const metric = createMapMetric(network, weights, { unit: () => loss.spread, damping });
  const [origin, trial] = [new Float64Array(size), new Float64Array(size)];
  const [gradient, natural, coordinates] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const { first, stride } = neuronOffsets(dimension);

  const objective = (q: Float64Array, out: Float64Array): number => {
    trial.set(q);
    metric.fromNatural(trial);
    for (let k = 0; k < size; k++) trial[k] = trial[k] + origin[k];
    const value = tau * loss.value(trial, out);
    for (let k = 0; k < size; k++) out[k] = tau * out[k];
    metric.toNatural(out);
    return value;
  };

  /** The value, and norms of the slope in L²(ρ) with and without the penalty; the metric is renewed. */
  const slopes = (at: Float64Array): { value: number; penalized: number; pure: number } | undefined => {
    const value = loss.value(at, gradient);
    if (!Number.isFinite(value) || !metric.build()) return undefined;
    natural.set(gradient);
    metric.toNatural(natural);
    const penalized = norm(natural);
    for (let j = 0; j < width; j++) {
      for (let k = first + j * stride + 2; k < first + (j + 1) * stride; k++) {
        gradient[k] = gradient[k] - 2 * penalty * at[k];
      }
    }
    metric.toNatural(gradient);
    return { value, penalized, pure: norm(gradient) };
  };

  const minimizeFrom = (params: Float64Array, enough: number): LbfgsReport => {
    origin.set(params);
    coordinates.fill(0);
    // The slope is measured again in the metric of its end.
    const goal = 0.3 * tau * enough;
    const first = minimizeLbfgs(objective, coordinates, {
      tolerance: goal,
      maxIterations: iterationsPerRound,
      reach: loss.spread,
      memory: 30,
    });
    const report = first.status === "converged" || size > mostNewton ? first : polish(first, goal);
    metric.fromNatural(coordinates);
    for (let k = 0; k < size; k++) params[k] = origin[k] + coordinates[k];
    return report;
  };

  /** Newton's method where L-BFGS creeps. */
  const polish = (first: LbfgsReport, goal: number): LbfgsReport => {
    const report = minimizeTrustRegion(objective, coordinates, {
      tolerance: goal,
      maxIterations: newtonPerRound,
      radius: 0.1 * loss.spread,
      mostRadius: 10 * loss.spread,
      difference: 1e-5 * loss.spread,
    });
    return {
      ...report,
      iterations: first.iterations + report.iterations,
      evaluations: first.evaluations + report.evaluations,
    };
  };

  return (params, enough) => {
    let [iterations, backtracks] = [0, 0];
    let stalls = 0;
    for (let round = 0; ; round++) {
      const found = slopes(params);
      const { value = Number.NaN, penalized = Number.NaN, pure: residual = Number.NaN } = found ?? {};
      const common = { iterations, backtracks, cost: loss.cost, residual, value };
      if (found === undefined) return { ...common, status: "nonFinite", reason: "the loss is not finite" };
      if (isWithin(penalized, enough)) return { ...common, status: "converged" };
      // A stall in one metric may be none in the next.
      if (stalls === 2 || round === mostRounds) {
        const status = stalls === 2 ? "stalled" : "maxIterations";
        return {
          ...common,
          status,
          reason: `the network's map has not converged: ${shortfall("a slope", penalized, enough)}`,
        };
      }
      const report = minimizeFrom(params, enough);
      iterations += report.iterations;
      backtracks += Math.max(0, report.evaluations - report.iterations - 1);
      stalls = report.status === "stalled" ? stalls + 1 : 0;
    }
  };
}
