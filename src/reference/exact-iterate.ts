import { InputError } from "../errors.js";
import { facePosition, type Mesh } from "../model/mesh.js";
import type { Problem } from "../model/problem.js";
import { erfDifference } from "../numerics/erf-difference.js";
import { averageOverCells, distanceL1 } from "./cell-averages.js";
import { distinctMeshes } from "./tabulate.js";
import { iterateKey } from "./times.js";
import type { ReferenceData, ReferenceDemand, ReferenceSource, SolutionTable } from "./types.js";

/** A Gaussian in the potential V = stiffness/2 (x - centre)^2. */
export interface GaussianFlow {
  readonly mean: number;
  readonly variance: number;
  readonly centre: number;
  readonly stiffness: number;
}

const companionNodes = 12;
const potentialNodes = 8;
/** L1 distance of initial densities, and difference of potentials relative to T, that are still taken for equal. */
const tolInitial = 1e-6;
const tolPotential = 1e-6;

/**
 * One exact step of the minimizing movement scheme for a Gaussian N(m, s^2): mean and variance after it.
 *
 * Minimizing [(m'-m)^2 + (s'-s)^2]/(2 tau) - T log s' + a/2 [(m'-c)^2 + s'^2] gives m' = (m + tau a c)/(1 + tau a) and
 * (1 + tau a) s'^2 - s s' - tau T = 0.
 */
export function iterateGaussian(flow: GaussianFlow, tau: number, temperature: number): GaussianFlow {
  const damping = 1 + tau * flow.stiffness;
  const sigma = Math.sqrt(flow.variance);
  const next = (sigma + Math.sqrt(flow.variance + 4 * tau * temperature * damping)) / (2 * damping);
  return { ...flow, mean: (flow.mean + tau * flow.stiffness * flow.centre) / damping, variance: next * next };
}

/**
 * The iterates of the scheme itself for a Gaussian on the line: no time error, what is left is mesh and solver.
 *
 * Cell averages come from differences of the error function; the companion from Gauss quadrature. The line is not cut
 * off: mass beyond the walls must be negligible, which the check of the initial density includes at t = 0.
 *
 * @throws {InputError} where initial density or potential are not those of the flow, or there is more than one layer
 */
export function prepareExactIterate(
  flow: GaussianFlow,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const meshes = distinctMeshes(demand);
  const obstacle = exactIterateObstacle(flow, source.discretize(meshes[meshes.length - 1] as readonly number[]));
  if (obstacle !== null) {
    throw new InputError(`the exact iterate does not apply: ${obstacle}`, {
      path: "reference",
      value: flow,
      remedy:
        "It needs one layer, a Gaussian initial density and V = stiffness/2 (x - centre)^2; otherwise use same-step",
    });
  }
  const solutions: Record<string, SolutionTable[string]> = {};
  for (const { cells, steps, times } of demand.levels) {
    const { mesh, mass, temperature, finalTime } = source.discretize(cells);
    const wanted = new Set(times);
    let current = flow;
    for (let n = 0; n <= Math.max(...times); n++) {
      if (n > 0) current = iterateGaussian(current, finalTime / steps, temperature);
      if (wanted.has(n)) solutions[iterateKey(cells, n, steps)] = gaussianAverages(current, mesh, mass);
    }
  }
  return {
    kind: "exact-iterate",
    description: "exact minimizing movement iterates of a Gaussian in a quadratic potential",
    companionFactor: 1,
    solutions,
  };
}

/** Why a problem is not the given Gaussian flow, or null where it is. */
export function exactIterateObstacle(flow: GaussianFlow, problem: Problem): string | null {
  const { mesh, graph, initial, mass, cellVolume } = { ...problem, cellVolume: problem.mesh.cellVolume };
  if (mesh.cells.length !== 1) return "it is available on one axis only";
  if (graph.layers.length !== 1) return `it needs a single layer, not ${graph.layers.length}`;
  if (!(flow.variance > 0) || !(flow.stiffness > 0)) return "variance and stiffness must be positive";
  const difference = distanceL1(gaussianAverages(flow, mesh, mass).density, initial, cellVolume);
  if (!(difference <= tolInitial * mass)) {
    return `the initial density differs from N(${flow.mean}, ${flow.variance}) by ${difference.toExponential(3)} in L1`;
  }
  const gap = potentialDifference(flow, problem);
  if (!(gap <= tolPotential)) return `the potential differs from stiffness/2 (x - centre)^2 by ${gap.toExponential(3)}`;
  return null;
}

/**
 * The Gaussian flow a problem is, from the moments of its initial density and of e^{-V/T}; null where it is none.
 *
 * A cell average spreads a moment by h^2/12; otherwise sums over cells are exact for Gaussians that vanish at the walls.
 */
export function inferGaussianFlow(problem: Problem): GaussianFlow | null {
  if (problem.mesh.cells.length !== 1 || problem.graph.layers.length !== 1) return null;
  const lowest = problem.potential.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const start = moments(problem.initial, problem.mesh);
  const rest = moments(
    problem.potential.map((v) => Math.exp((lowest - v) / problem.temperature)),
    problem.mesh,
  );
  const stiffness = problem.temperature / rest.variance;
  const flow = { mean: start.mean, variance: start.variance, centre: rest.mean, stiffness };
  return exactIterateObstacle(flow, problem) === null ? flow : null;
}

function moments(density: Float64Array, mesh: Mesh): { mean: number; variance: number } {
  const h = mesh.widths[0] as number;
  const centre = (cell: number) => facePosition(mesh, 0, cell) + h / 2;
  const mass = density.reduce((sum, value) => sum + value, 0);
  const mean = density.reduce((sum, value, cell) => sum + value * centre(cell), 0) / mass;
  const second = density.reduce((sum, value, cell) => sum + value * (centre(cell) - mean) ** 2, 0) / mass;
  return { mean, variance: second - (h * h) / 12 };
}

function gaussianAverages({ mean, variance }: GaussianFlow, mesh: Mesh, mass: number): SolutionTable[string] {
  const scale = 1 / Math.sqrt(2 * variance);
  const density = Float64Array.from({ length: mesh.size }, (_, cell) => {
    const left = (facePosition(mesh, 0, cell) - mean) * scale;
    const right = (facePosition(mesh, 0, cell + 1) - mean) * scale;
    return (mass * erfDifference(left, right)) / (2 * mesh.cellVolume);
  });
  const peak = (mass * scale) / Math.sqrt(Math.PI);
  const pointwise = ([x]: readonly number[]) => peak * Math.exp(-(((x as number) - mean) ** 2) * scale * scale);
  return { density, companion: averageOverCells(mesh, [pointwise], companionNodes) };
}

/** Largest difference of the potentials over T, up to a constant, where e^{-V/T} is representable. */
function potentialDifference({ centre, stiffness }: GaussianFlow, { mesh, potential, temperature }: Problem): number {
  const h = mesh.widths[0] as number;
  const differences = Array.from(potential, (value, cell) => {
    const middle = facePosition(mesh, 0, cell) + h / 2 - centre;
    const at = (x: number) => (stiffness * x * x) / (2 * temperature);
    // Averages of e^{-V/T} relative to its value in the middle of the cell, which may underflow.
    const cellMesh: Mesh = { ...mesh, domain: [[middle - h / 2, middle + h / 2]], cells: [1], size: 1 };
    const average = averageOverCells(cellMesh, [([x]) => Math.exp(at(middle) - at(x as number))], potentialNodes);
    return value / temperature - at(middle) + Math.log(average[0] as number);
  });
  return (
    differences.reduce((most, d) => Math.max(most, d), -Infinity) -
    differences.reduce((least, d) => Math.min(least, d), Infinity)
  );
}
