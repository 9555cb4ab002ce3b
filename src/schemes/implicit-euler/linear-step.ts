import { chemicalPotential } from "../../model/energy.js";
import type { StepEnding, StepperOptions } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { shortfall } from "../../model/reasons.js";
import {
  type ConservativeBlocks,
  createConservativeBlocks,
  createConservativeSolver,
} from "../../numerics/conservative-blocks.js";
import { isWithin } from "../../numerics/finite.js";
import { linearExchange } from "./linear-exchange.js";
import {
  changeTolerance,
  residualRoundOff,
  type StepSolution,
  type StepSolver,
  solved,
  stiffExchange,
  sumAbsolute,
} from "./solution.js";
import { facesOf, scharfetterGummel } from "./transport.js";

/**
 * A backward Euler step whose fluxes are all linear in the densities, on an interval: one system for all steps,
 * factored once. Undefined where exchange is not linear.
 */
export function createLinearStep(problem: Problem, options: StepperOptions): StepSolver | undefined {
  const { tau, tolerance, steps } = options;
  const matrix = problem.mesh.cells.length > 1 ? undefined : linearSystem(problem, tau);
  if (matrix === undefined) return undefined;
  const { factor, solve } = createConservativeSolver(matrix);
  factor();
  const stiff = matrix.within.some((amount) => amount > stiffExchange);
  const residual = new Float64Array(problem.initial.length);
  const mu = new Float64Array(problem.initial.length);
  const tolResidual = changeTolerance(tolerance, steps) + residualRoundOff(problem, tau);
  const solution: StepSolution = { ending: solved, iterations: 1, backtracks: 0, residual };
  let work = 0;
  return {
    solve(densityPrev, density) {
      density.set(densityPrev);
      solve(density);
      chemicalPotential(problem, density, mu);
      for (let k = 0; k < density.length; k++) residual[k] = density[k] - densityPrev[k];
      work = followFluxes(matrix, density, mu, residual);
      // Stiff exchange multiplies the round-off of a residual: the correction that it asks for is the error it leaves.
      if (stiff) solve(residual);
      solution.ending = endingOf(sumAbsolute(residual) / sumAbsolute(densityPrev), tolResidual);
      return solution;
    },
    dissipation: () => (work * problem.mesh.cellVolume) / tau,
  };
}

/** A direct solve leaves round-off, or numbers that are none: of potentials that leave the range of numbers. */
function endingOf(residual: number, tolerance: number): StepEnding {
  if (isWithin(residual, tolerance)) return solved;
  const short = shortfall("a relative L1 residual", residual, tolerance);
  const status = Number.isFinite(residual) ? "stalled" : "nonFinite";
  return { status, reason: `the linear system of the step is not solved: ${short}` };
}

/** The amounts that transport moves in a step per unit of density, by Scharfetter-Gummel fluxes. */
export function linearTransport(problem: Problem, tau: number): ConservativeBlocks {
  const matrix = createConservativeBlocks(problem.mesh.size, problem.graph.layers.length);
  const { forward, backward } = scharfetterGummel(problem, facesOf(problem));
  for (let face = 0; face < forward.length; face++) {
    matrix.forward[face] = tau * forward[face];
    matrix.backward[face] = tau * backward[face];
  }
  return matrix;
}

/** The same with exchange; undefined where the amounts depend on the densities. */
export function linearSystem(problem: Problem, tau: number): ConservativeBlocks | undefined {
  const exchange = linearExchange(problem, tau);
  if (exchange === undefined) return undefined;
  const { graph } = problem;
  const layers = graph.layers.length;
  const edges = graph.weights.length;
  const matrix = linearTransport(problem, tau);
  for (let k = 0; k < exchange.byTail.length; k++) {
    const first = Math.floor(k / edges) * layers * layers;
    const [tail, head] = [graph.tails[k % edges], graph.heads[k % edges]];
    const [toTail, toHead] = [first + tail * layers + head, first + head * layers + tail];
    matrix.within[toTail] = matrix.within[toTail] + tau * exchange.byHead[k];
    matrix.within[toHead] = matrix.within[toHead] + tau * exchange.byTail[k];
  }
  return matrix;
}

/**
 * Adds what leaves a cell of a layer to `residual`, and takes it from where it enters.
 *
 * @returns the sum of fluxes times the drops of mu that they run down
 */
function followFluxes(
  { cells, layers, forward, backward, within }: ConservativeBlocks,
  density: Float64Array,
  mu: Float64Array,
  residual: Float64Array,
): number {
  let work = 0;
  for (let k = 0; k < forward.length; k++) {
    const flux = forward[k] * density[k] - backward[k] * density[k + layers];
    work += flux * (mu[k] - mu[k + layers]);
    residual[k] = residual[k] + flux;
    residual[k + layers] = residual[k + layers] - flux;
  }
  for (let first = 0, block = 0; first < cells * layers; first += layers, block += layers * layers) {
    for (let a = 0; a < layers; a++) {
      for (let b = a + 1; b < layers; b++) {
        const out = within[block + b * layers + a];
        const back = within[block + a * layers + b];
        const flux = out * density[first + a] - back * density[first + b];
        work += flux * (mu[first + a] - mu[first + b]);
        residual[first + a] = residual[first + a] + flux;
        residual[first + b] = residual[first + b] - flux;
      }
    }
  }
  return work;
}
