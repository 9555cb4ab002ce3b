import { soleTemperature } from "../model/energy.js";
import { facePosition, type Mesh } from "../model/mesh.js";
import type { Problem } from "../model/problem.js";
import { exactIterateObstacle } from "./exact-iterate.js";
import { type GaussianFlow, type GaussianSpec, gaussianFlow, isSeparable } from "./gaussian-flow.js";

/** Correlations below this are round-off of the moments. */
const tolCorrelation = 1e-9;
/** Relative variation along an axis that counts as none. */
const tolUniform = 1e-12;

/**
 * The Gaussian flow a problem is, from the moments of its initial density and of e^{-V/T}; null where it is none, or
 * none whose axes do not see each other.
 *
 * A cell average spreads a moment by h^2/12; otherwise sums over cells are exact for Gaussians that vanish at the
 * walls.
 */
export function inferGaussianFlow(problem: Problem): GaussianSpec | null {
  const { mesh, graph } = problem;
  const temperature = soleTemperature(problem.energy);
  if (graph.layers.length !== 1 || temperature === undefined) return null;
  const spec = mesh.cells.length === 1 ? onLine(problem, temperature) : onBox(problem, temperature);
  if (spec === null || !isPlausible(spec)) return null;
  const flow: GaussianFlow = gaussianFlow(spec, mesh.cells.length);
  return isSeparable(flow) && exactIterateObstacle(flow, problem) === null ? spec : null;
}

function onLine({ initial, potential, mesh }: Problem, temperature: number): GaussianSpec {
  const [start, rest] = [moments(initial, mesh), moments(boltzmann(potential, temperature), mesh)];
  const stiffness = temperature / rest.variances[0];
  return {
    mean: start.means[0],
    variance: start.variances[0],
    centre: rest.means[0],
    stiffness,
  };
}

function onBox({ initial, potential, mesh }: Problem, temperature: number): GaussianSpec | null {
  const varies = [0, 1].map(
    (axis) => variesAlong(initial, mesh, axis, 0) || variesAlong(potential, mesh, axis, temperature),
  );
  const active = [0, 1].filter((axis) => varies[axis]);
  if (active.length === 0) return null;
  const [start, rest] = [moments(initial, mesh), moments(boltzmann(potential, temperature), mesh)];
  if (active.length === 2 && (start.correlation > tolCorrelation || rest.correlation > tolCorrelation)) return null;
  if (active.length === 1) {
    const k = active[0];
    return {
      mean: start.means[k],
      variance: start.variances[k],
      centre: rest.means[k],
      stiffness: temperature / rest.variances[k],
      axis: k === 0 ? "x" : "y",
    };
  }
  const diagonal = (values: readonly number[]) => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
  return {
    mean: start.means,
    covariance: diagonal(start.variances),
    centre: rest.means,
    stiffness: diagonal(rest.variances.map((value) => temperature / value)),
  };
}

function isPlausible({ variance, covariance, stiffness }: GaussianSpec): boolean {
  const numbers = [variance === undefined ? [] : [variance], (covariance ?? []).flat(), [stiffness].flat(2)].flat();
  return numbers.every((value) => Number.isFinite(value) && value >= 0);
}

function boltzmann(potential: Float64Array, temperature: number): Float64Array {
  const lowest = potential.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return potential.map((v) => Math.exp((lowest - v) / temperature));
}

/** Whether values change along an axis by more than round-off of their size, or of `scale`. */
function variesAlong(values: Float64Array, { cells }: Mesh, axis: number, scale: number): boolean {
  const stride = axis === 0 ? 1 : cells[0];
  const count = cells[axis];
  return values.some((value, cell) => {
    if (Math.floor(cell / stride) % count === 0) return false;
    const before = values[cell - stride];
    return Math.abs(value - before) > tolUniform * (scale + Math.abs(value));
  });
}

function moments(density: Float64Array, mesh: Mesh) {
  const { cells, widths } = mesh;
  const mass = density.reduce((sum, value) => sum + value, 0);
  const strides = [1, cells[0]];
  const positions = cells.map((count, axis) => {
    const centres = Float64Array.from({ length: count }, (_, k) => facePosition(mesh, axis, k) + widths[axis] / 2);
    return (cell: number) => centres[Math.floor(cell / strides[axis]) % count];
  });
  const mean = (of: (cell: number) => number) => density.reduce((sum, value, cell) => sum + value * of(cell), 0) / mass;
  const means = positions.map(mean);
  const second = (i: number, j: number) =>
    mean((cell) => {
      const left = positions[i](cell) - means[i];
      return left * (positions[j](cell) - means[j]);
    });
  const variances = widths.map((h, axis) => second(axis, axis) - (h * h) / 12);
  const scale = Math.sqrt(variances.reduce((product, value) => product * value, 1));
  return { means, variances, correlation: cells.length === 1 ? 0 : Math.abs(second(0, 1)) / scale };
}
