import { InputError } from "../../errors.js";
import { symmetricMatrix, vectorOf } from "../../model/states/functional.js";
import { particleParts, particleState } from "../../model/states/state.js";
import { largest } from "../../numerics/vector.js";
import { createQuantileGrid, type QuantileGrid, quantileStep } from "./quantile-grid.js";
import type { IterateFlow, LimitFlow, StateReferenceRequest, StateSolution } from "./types.js";

/** A Gaussian on a line in any potential and an entropy, seen at the nodes of a scheme. */
export interface QuantileProblem {
  readonly mean: number;
  readonly deviation: number;
  /** Of the nodes, in deviations from the mean. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** Coarse and fine, the latter with twice as many intervals. */
  readonly grids: readonly [QuantileGrid, QuantileGrid];
}

/** Intervals of the coarse grid. */
const intervals = 400;
/** Deviations that a grid reaches, and at least beyond the outermost node. */
const [reach, margin] = [9, 1.5];
/** Divisions of the time grid, whose results are extrapolated to order 4, and its fewest intervals. */
const divisions = [1, 2, 3, 4] as const;
const timeIntervals = 24;

/** @throws {InputError} unless the state is a Gaussian on a line that the study put on nodes */
export function quantileProblem({ functional, initial, model }: StateReferenceRequest): QuantileProblem {
  const { state } = model;
  if (functional.dimension !== 1 || state.kind !== "gaussian" || initial.layout.kind !== "particles") {
    throw new InputError("with an entropy and a potential that is not quadratic, references exist on a line only", {
      path: "model.dimension",
      value: functional.dimension,
      remedy: "Use a quadratic potential.",
    });
  }
  if (functional.interaction !== undefined || functional.exponent !== undefined) {
    throw new InputError("an entropy together with an interaction or an internal energy has no reference", {
      path: "model.functional",
      remedy: "Leave one of them out.",
    });
  }
  const [mean] = vectorOf(state.mean, 1, "model.state.mean") as unknown as [number];
  const deviation = Math.sqrt(symmetricMatrix(state.covariance, 1, "model.state.covariance")[0]);
  const { positions } = particleParts(initial.layout, initial.values);
  const nodes = positions.map((x) => (x - mean) / deviation);
  const far = Math.max(reach, margin + largest(nodes));
  const grids = [1, 2].map((factor) => createQuantileGrid(functional, far, factor * intervals));
  return { mean, deviation, nodes, weights: initial.layout.weights, grids: grids as [QuantileGrid, QuantileGrid] };
}

/**
 * The Fokker–Planck equation from a Gaussian on a line, as the gradient flow of its quantile function: implicit Euler
 * extrapolated to order 4, on two grids extrapolated to order 4. The companion is one order less in time, and of the
 * fine grid.
 */
export function quantileLimit(problem: QuantileProblem): LimitFlow {
  return {
    description: "Fokker–Planck equation on a line, extrapolated gradient flow of the quantile function",
    solve(times) {
      const [coarse, fine] = problem.grids.map((grid) => extrapolatedFlow(problem, grid, times));
      return times.map((_, k) => {
        const at = fine?.[k];
        return combine(problem, coarse?.[k]?.best, at.best, at.companion);
      });
    },
  };
}

/**
 * The exact steps of the Wasserstein minimizing movement of a Gaussian on a line, by Newton's method for the quantile
 * function.
 */
export function quantileIterate(problem: QuantileProblem): IterateFlow {
  return {
    description: "exact Wasserstein minimizing movement on a line, by Newton's method for the quantile function",
    solve(tau, count) {
      const [coarse, fine] = problem.grids.map((grid) => {
        const map = startOf(problem, grid);
        return Array.from({ length: count }, () => {
          quantileStep(grid, map, tau);
          return atNodes(problem, grid, map);
        });
      });
      return Array.from({ length: count }, (_, k) => {
        const at = fine?.[k];
        return combine(problem, coarse?.[k], at, at);
      });
    },
  };
}

interface Extrapolated {
  readonly best: Float64Array;
  readonly companion: Float64Array;
}

function extrapolatedFlow(problem: QuantileProblem, grid: QuantileGrid, times: readonly number[]): Extrapolated[] {
  const runs = divisions.map((parts) => flowRun(problem, grid, times, parts));
  return times.map((_, k) => {
    const results = runs.map((run) => run[k]);
    return { best: extrapolate(results), companion: extrapolate(results.slice(0, -1)) };
  });
}

function flowRun(
  problem: QuantileProblem,
  grid: QuantileGrid,
  times: readonly number[],
  parts: number,
): Float64Array[] {
  const map = startOf(problem, grid);
  const end = times.at(-1) as number;
  let from = 0;
  return times.map((to) => {
    const count = Math.ceil(((to - from) / end) * timeIntervals * (1 - 1e-12)) * parts;
    for (let n = 0; n < count; n++) quantileStep(grid, map, (to - from) / count);
    from = to;
    return atNodes(problem, grid, map);
  });
}

/** Aitken–Neville extrapolation of runs of order 1. */
function extrapolate(runs: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(runs[0].length);
  runs.forEach((run, j) => {
    const own = divisions[j] as number;
    const weight = divisions
      .slice(0, runs.length)
      .reduce((product: number, other, i) => (i === j ? product : (product * own) / (own - other)), 1);
    for (let k = 0; k < result.length; k++) result[k] = result[k] + weight * run[k];
  });
  return result;
}

/** (4 fine - coarse)/3: the errors of the grids are even powers of h. */
function combine(
  { weights }: QuantileProblem,
  coarse: Float64Array,
  fine: Float64Array,
  companion: Float64Array,
): StateSolution {
  const best = fine.map((value, k) => value + (value - coarse[k]) / 3);
  return { state: particleState(best, 1, weights), companion: particleState(companion, 1, weights) };
}

function startOf({ mean, deviation }: QuantileProblem, { size, h, reach: far }: QuantileGrid): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => mean + deviation * (i * h - far));
}

/** Values of the map at the nodes, by interpolation of degree 5. */
function atNodes({ nodes }: QuantileProblem, { size, h, reach: far }: QuantileGrid, map: Float64Array): Float64Array {
  return nodes.map((z) => {
    const place = (z + far) / h;
    const first = Math.min(Math.max(Math.floor(place) - 2, 0), size - 6);
    let sum = 0;
    for (let j = 0; j < 6; j++) {
      let weight = 1;
      for (let i = 0; i < 6; i++) if (i !== j) weight *= (place - first - i) / (j - i);
      sum += weight * map[first + j];
    }
    return sum;
  });
}
