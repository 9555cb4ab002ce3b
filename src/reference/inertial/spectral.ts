import { soleTemperature } from "../../model/energy.js";
import { createMobility } from "../../model/exchange.js";
import type { Mesh } from "../../model/mesh.js";
import type { Problem } from "../../model/problem.js";
import { laplacianEigen, laplacianMatrix, type WeightedGraph } from "../../numerics/laplacian-eigen.js";
import { type SymmetricEigen, symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { meanOf } from "../../numerics/vector.js";
import { modesObstacle, refuseObstacle } from "../closed-modes.js";
import { expandCosines, type ModeExpansion, sumModes, weightedGraph } from "../cosine-modes.js";
import type { ModeSolutions } from "../spectral.js";
import type { TimeFraction } from "../times.js";
import type { Inertia, ReferenceSource } from "../types.js";
import { checkInertia, initialPotentialOn } from "./initial-data.js";
import { oscillatorPosition } from "./oscillator.js";
import { solveTrajectory } from "./trajectory.js";

/**
 * Local errors of the integrations that estimate what is left out: far below the square of any amplitude of interest.
 */
const tolerance = 1e-13;
/**
 * Part of the amplitude at which the nonlinear solution is taken for its linear part: what it misses is a 16th of the
 * cubic.
 */
const smallPart = 1 / 4;
/** Cells per axis, by the number of axes, down to which meshes are halved for the estimate. */
const estimateCells = [128, 32];

/**
 * Inertial dynamics linearized at the uniform equilibrium c of equal constant potentials, in closed form.
 *
 * With f = c + u and phi up to constants, u_t = c (-lap + (theta/c) L) phi and phi_t = -damping phi - T u/c, where L is
 * the Laplacian of the graph and theta = theta(c, c), so that mode (k, j) is a damped oscillator,
 *
 *     u'' + damping u' + T (k^2 pi^2/L^2 + lambda_j theta/c) u = 0,   u'(0) = c (k^2 pi^2/L^2 + lambda_j theta/c) phi_0.
 *
 * Its own error is of second order in the amplitude (of third where symmetry leaves no second), and it is estimated by
 * what nonlinear solutions on a mesh say: with f(a) the solution from c + a u and a phi, the linear part of that mesh
 * is (f(1/4) - f(-1/4))/(1/2) but for a 16th of the cubic term, and f(1) - c minus that is what the linearization
 * leaves out. The mesh error of the linear part drops out, so that at most about 128 cells do. The companion is the sum
 * of half the modes of half the expansion's cells, with eigenpairs of the assembled Laplacian, plus what is left out.
 *
 * @param fine the problem on the mesh of the expansion, `coarse` on half of its cells
 * @throws {InputError} where it does not apply, saying why
 * @throws {ReferenceFailure} where the nonlinear solutions fail: such data are not close to equilibrium
 */
export function oscillatingModes(
  fine: Problem,
  coarse: Problem,
  inertia: Inertia,
  source: ReferenceSource,
): ModeSolutions {
  const all = createOscillations(fine, inertia, laplacianEigen);
  const half = createOscillations(coarse, inertia, ofMatrix);
  return {
    description:
      "linearized at equilibrium, closed form of damped oscillators: its own error is of second order in the amplitude",
    onMesh({ mesh, finalTime }, times) {
      const rest = leftOut(source, mesh.cells, inertia, times);
      return times.map(({ n, steps }, k) => {
        const t = (finalTime * n) / steps;
        const companion = half(mesh, t).map((value, i) => value + rest[k][i]);
        return { density: all(mesh, t), companion };
      });
    },
  };
}

/** Why there is no linearization in closed form for a problem, or null where there is. */
function inertialSpectralObstacle(problem: Problem): string | null {
  const obstacle = modesObstacle(problem);
  if (obstacle !== null) return obstacle;
  const { initial } = problem;
  const mean = meanOf(initial);
  const most = initial.reduce((largest, value) => Math.max(largest, value), 0);
  return most < 2 * mean
    ? null
    : "it is linearized, and needs a density close to its mean, everywhere below twice that";
}

type Times = readonly TimeFraction[];

/** Cell averages of the linearized solution on a mesh at time t. */
type Oscillations = (mesh: Mesh, t: number) => Float64Array;

type Decomposition = (graph: WeightedGraph) => SymmetricEigen;

const ofMatrix: Decomposition = (graph) => {
  const { values, vectors } = symmetricEigen(laplacianMatrix(graph), graph.size);
  return { values: values.map((value) => Math.max(0, value)), vectors };
};

function createOscillations(problem: Problem, inertia: Inertia, decompose: Decomposition): Oscillations {
  refuseObstacle(inertialSpectralObstacle(problem));
  checkInertia(problem, inertia);
  const { mesh, graph } = problem;
  const temperature = soleTemperature(problem.energy) as number;
  const { values, vectors } = decompose(weightedGraph(graph));
  const expand = (averages: Float64Array) => expandCosines(averages, mesh, graph.layers.length, vectors);
  const density = expand(problem.initial);
  const speed = expand(initialPotentialOn(problem, inertia));
  const equilibrium = meanOf(problem.initial);
  const laplacian = laplacianOf(density, values, problem, equilibrium);
  return (target, t) => {
    const amplitudes = density.amplitudes.map((position, mode) => {
      const eigenvalue = laplacian[mode];
      const velocity = equilibrium * eigenvalue * speed.amplitudes[mode];
      return oscillatorPosition(inertia.damping, temperature * eigenvalue, position, velocity, t);
    });
    return sumModes({ ...density, amplitudes }, target, vectors, () => 1);
  };
}

/** k^2 pi^2/L^2, summed over the axes, plus lambda_j theta(c, c)/c, in the order of the amplitudes. */
function laplacianOf(
  { modes, layers }: ModeExpansion,
  eigenvalues: Float64Array,
  problem: Problem,
  equilibrium: number,
): Float64Array {
  const [first = 1] = modes;
  const ratio = mobilityAt(problem, equilibrium) / equilibrium;
  const waves = problem.mesh.domain.map(([lower, upper]) => Math.PI / (upper - lower));
  return Float64Array.from({ length: modes.reduce((product, count) => product * count, layers) }, (_, mode) => {
    const cosine = Math.floor(mode / layers);
    const numbers = [cosine % first, Math.floor(cosine / first)];
    const alongAxes = waves.reduce((sum, wave, axis) => sum + (wave * numbers[axis]) ** 2, 0);
    return alongAxes + ratio * eigenvalues[mode % layers];
  });
}

/** theta(c, c); the weighted mobilities depend on the constant potential too. */
function mobilityAt({ exchange, energy, potential }: Problem, density: number): number {
  const temperature = soleTemperature(energy) as number;
  const mu = temperature * Math.log(density) + potential[0];
  return createMobility(exchange.mobility)(density, density, mu, mu, temperature);
}

/** What the linearization leaves out at each time, on a mesh of the study. */
function leftOut(source: ReferenceSource, mesh: readonly number[], inertia: Inertia, times: Times): Float64Array[] {
  const cells = mesh.map((count) => {
    let coarse = count;
    while (coarse > estimateCells[mesh.length - 1] && coarse % 2 === 0) coarse /= 2;
    return coarse;
  });
  const problem = source.discretize(cells);
  const mean = meanOf(problem.initial);
  const full = solveScaled(problem, inertia, 1, times);
  const up = solveScaled(problem, inertia, smallPart, times);
  const down = solveScaled(problem, inertia, -smallPart, times);
  return full.map((density, k) => {
    const linear = (i: number) => (up[k]?.[i] - down[k]?.[i]) / (2 * smallPart);
    const rest = density.map((value, i) => value - mean - linear(i));
    return spread(rest, cells, mesh);
  });
}

/** Nonlinear solutions from `part` of the deviation from equilibrium and of the initial potential. */
function solveScaled(problem: Problem, inertia: Inertia, part: number, times: Times): readonly Float64Array[] {
  const mean = meanOf(problem.initial);
  const initial = problem.initial.map((value) => mean + part * (value - mean));
  const initialPotential = inertia.initialPotential.map((phi) => (position: readonly number[]) => part * phi(position));
  const options = { kind: "spectral", times, tolerance, refusesShocks: false } as const;
  return solveTrajectory({ ...problem, initial }, { ...inertia, initialPotential }, options);
}

/** Values on a mesh as those of a finer one whose cells are parts of its cells. */
function spread(values: Float64Array, from: readonly number[], to: readonly number[]): Float64Array {
  const [nx = 1, ny = 1] = to;
  const [coarseX = 1, coarseY = 1] = from;
  const layers = values.length / (coarseX * coarseY);
  return Float64Array.from({ length: nx * ny * layers }, (_, k) => {
    const cell = Math.floor(k / layers);
    const x = Math.floor(((cell % nx) * coarseX) / nx);
    const y = Math.floor((Math.floor(cell / nx) * coarseY) / ny);
    return values[(y * coarseX + x) * layers + (k % layers)];
  });
}
