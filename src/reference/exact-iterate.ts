import { InputError } from "../errors.js";
import { soleTemperature } from "../model/energy.js";
import { facePosition, type Mesh } from "../model/mesh.js";
import type { Energy, Problem } from "../model/problem.js";
import { type Barenblatt, barenblattAverages, iterateBarenblatt } from "./barenblatt.js";
import { averageOverCells, distanceL1 } from "./cell-averages.js";
import { gaussianAverages } from "./gaussian-averages.js";
import { type GaussianFlow, type GaussianSpec, gaussianFlow, iterateFlow } from "./gaussian-flow.js";
import { distinctMeshes } from "./tabulate.js";
import { iterateKey } from "./times.js";
import type { ReferenceDemand, ReferenceSource, SolutionTable } from "./types.js";

const potentialNodes = 8;
/** A temperature so large, by the size of its chemical potentials, that averages of e^{-V/T} are those of V. */
const porousTemperature = 1e6;
/** L1 distance of initial densities, and difference of potentials relative to T, that are still taken for equal. */
const tolInitial = 1e-6;
const tolPotential = 1e-6;
/** Part of the mass that may have passed the walls at a later time. */
const tolBeyond = 1e-6;
const remedy =
  "It needs one layer, a Gaussian (for a porous medium a Barenblatt) initial density and V = (x - centre)' stiffness (x - centre) / 2; otherwise use same-step";

/**
 * The iterates of the scheme itself for a Gaussian on the line or in the plane, or for a Barenblatt profile of a porous
 * medium on the line (its variance as given, the regularization left out): no time error, what is left is mesh and
 * solver. (With `swept` transport on two axes that holds where covariance and stiffness are diagonal.)
 *
 * The space is not cut off: mass beyond the walls must be negligible.
 *
 * @throws {InputError} where initial density or potential are not those of the flow, it leaves the domain, or there is
 *   more than one layer
 */
export function prepareExactIterate(spec: GaussianSpec, source: ReferenceSource, demand: ReferenceDemand) {
  const meshes = distinctMeshes(demand);
  const flow = gaussianFlow(spec, meshes[0].length);
  const obstacle = exactIterateObstacle(flow, source.discretize(meshes[meshes.length - 1]));
  if (obstacle !== null) {
    throw new InputError(`the exact iterate does not apply: ${obstacle}`, { path: "reference", value: spec, remedy });
  }
  const solutions: Record<string, SolutionTable[string]> = {};
  for (const { cells, steps, times } of demand.levels) {
    const { mesh, mass, energy, finalTime } = source.discretize(cells);
    const wanted = new Set(times);
    let current = createIterate(flow, energy, mass);
    for (let n = 0; n <= Math.max(...times); n++) {
      if (n > 0) current = current.next(finalTime / steps);
      if (!wanted.has(n)) continue;
      const averages = current.averages(mesh);
      checkInside(averages.density, mesh, mass, spec);
      solutions[iterateKey(cells, n, steps)] = averages;
    }
  }
  return {
    description: `exact minimizing movement iterates of a ${nameOf(source.discretize(meshes[0]))} in a quadratic potential`,
    companionFactor: 1,
    solutions,
  };
}

function checkInside(density: Float64Array, mesh: Mesh, mass: number, spec: GaussianSpec): void {
  const inside = density.reduce((sum, value) => sum + value, 0) * mesh.cellVolume;
  if (inside >= (1 - tolBeyond) * mass) return;
  throw new InputError(
    `the exact iterate does not apply: ${(1 - inside / mass).toExponential(3)} of it leaves the domain`,
    {
      path: "reference",
      value: spec,
      remedy: "Use a larger domain, a shorter time or same-step",
    },
  );
}

/** A state of the exact scheme. */
interface Iterate {
  next(tau: number): Iterate;
  averages(mesh: Mesh): SolutionTable[string];
}

function createIterate(flow: GaussianFlow, energy: Energy, mass: number): Iterate {
  return energy.exponent === undefined
    ? gaussianIterate(flow, energy.temperatures[0], mass)
    : barenblattIterate(flow, {
        mean: flow.mean[0],
        sigma: Math.sqrt(flow.covariance[0]?.[0]),
        exponent: energy.exponent,
        mass,
      });
}

function gaussianIterate(flow: GaussianFlow, temperature: number, mass: number): Iterate {
  return {
    next: (tau) => gaussianIterate(iterateFlow(flow, tau, temperature), temperature, mass),
    averages: (mesh) => gaussianAverages(flow, mesh, mass),
  };
}

function barenblattIterate(flow: GaussianFlow, state: Barenblatt): Iterate {
  const [centre, stiffness] = [flow.centre[0], flow.stiffness[0]?.[0]];
  return {
    next: (tau) => barenblattIterate(flow, iterateBarenblatt(state, tau, centre, stiffness)),
    averages: (mesh) => barenblattAverages(state, mesh),
  };
}

function nameOf({ energy }: Problem): string {
  return energy.exponent === undefined ? "Gaussian" : "Barenblatt profile";
}

/** Why a problem is not the given Gaussian flow, or null where it is. */
export function exactIterateObstacle(flow: GaussianFlow, problem: Problem): string | null {
  const { mesh, graph, initial, mass, energy } = problem;
  if (graph.layers.length !== 1) return `it needs a single layer, not ${graph.layers.length}`;
  if (energy.exponent !== undefined && mesh.cells.length > 1) return "for a porous medium it needs a single axis";
  const start = createIterate(flow, energy, mass).averages(mesh);
  const difference = distanceL1(start.density, initial, mesh.cellVolume);
  if (!(difference <= tolInitial * mass)) {
    const name = `the ${nameOf(problem)} of mean ${JSON.stringify(flow.mean)} and covariance ${JSON.stringify(flow.covariance)}`;
    return `the initial density differs from ${name} by ${difference.toExponential(3)} in L1`;
  }
  const gap = potentialDifference(flow, problem);
  if (gap <= tolPotential) return null;
  return `the potential differs from (x - centre)' stiffness (x - centre) / 2 by ${gap.toExponential(3)}`;
}

/**
 * Largest difference of the potentials over T (of a porous medium: the chemical potential of its mean density), up to a
 * constant, where e^{-V/T} is representable.
 */
function potentialDifference(flow: GaussianFlow, { mesh, potential, energy, mass }: Problem): number {
  const { exponent = 1 } = energy;
  // Potentials of a porous medium are plain cell averages, those of a quadratic that with a small e^{-V/T} up to a
  // constant.
  const unit = exponent * (mass / (mesh.size * mesh.cellVolume)) ** (exponent - 1);
  const temperature = soleTemperature(energy) ?? porousTemperature * unit;
  const [nx = 1] = mesh.cells;
  const quadratic = quadraticOf(flow, temperature);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < mesh.size; cell++) {
    const indices = mesh.cells.length === 1 ? [cell] : [cell % nx, Math.floor(cell / nx)];
    const middle = indices.map((index, axis) => facePosition(mesh, axis, index) + mesh.widths[axis] / 2);
    const domain = middle.map((x, axis): [number, number] => {
      const half = mesh.widths[axis] / 2;
      return [x - half, x + half];
    });
    const atMiddle = quadratic(middle);
    // Averages of e^{-V/T} relative to its value in the middle of the cell, which may underflow.
    const cellMesh: Mesh = { ...mesh, domain, cells: domain.map(() => 1), size: 1 };
    const average = averageOverCells(cellMesh, [(x) => Math.exp(atMiddle - quadratic(x))], potentialNodes);
    const difference = potential[cell] / temperature - atMiddle + Math.log(average[0]);
    // A difference that is not a number must not pass for none.
    if (Number.isNaN(difference)) return difference;
    least = Math.min(least, difference);
    most = Math.max(most, difference);
  }
  return energy.exponent === undefined ? most - least : porousTemperature * (most - least);
}

/** V/T of a flow. */
function quadraticOf({ axes, centre, stiffness }: GaussianFlow, temperature: number) {
  return (position: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < axes.length; i++) {
      const own = position[axes[i]] - centre[i];
      for (let j = 0; j < axes.length; j++) {
        const other = position[axes[j]] - centre[j];
        sum += own * stiffness[i]?.[j] * other;
      }
    }
    return sum / (2 * temperature);
  };
}
