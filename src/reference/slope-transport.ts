import { createInternalEnergies } from "../model/energy.js";
import { type LineBundle, lineBundles } from "../model/grid-lines.js";
import type { Problem } from "../model/problem.js";
import { bernoulli } from "../numerics/bernoulli.js";
import { faceSlopes, faceStencil } from "../numerics/face-slopes.js";
import type { Jacobian } from "./jacobian.js";
import { addColumn, potentialRate, type TransportRates } from "./transport-rates.js";

/**
 * The limit tau -> 0 of swept transport on its own mesh: flux -m (mu_{i+1} - mu_i) / h with m the limited face slope.
 *
 * A displacement s at a face sweeps the mass m s + O(s^2) of the cubic cumulative mass, whose slope there is m; on two
 * axes along the grid line through the face.
 *
 * Where m is not limited, the Jacobian is exact. Where it is limited to 3 min(left, right) the flux is not monotone in
 * the smaller density, and Newton is drawn to spurious small solutions; there the flux is linearized as a multiple
 * (held fixed) of the Scharfetter–Gummel flux, which vanishes together with it and keeps the matrix an M-matrix.
 */
export function createSlopeTransport(problem: Problem): TransportRates {
  const lines = lineBundles(problem.mesh, problem.graph.layers.length).map((bundle) => createLines(problem, bundle));
  return {
    reach: 2,
    largestRate: potentialRate(problem),
    add(density, logs, rate, matrix, dt, affine) {
      for (const addLine of lines) addLine(density, logs, rate, matrix, dt, affine);
    },
  };
}

function createLines(problem: Problem, bundle: LineBundle): TransportRates["add"] {
  const { potential, energy } = problem;
  const { exponent: m } = energy;
  const internal = createInternalEnergies(problem);
  const layers = internal.length;
  const { start, cells, stride, width } = bundle;
  const slopes = new Float64Array((cells + 1) * stride);
  const stencils = Array.from({ length: cells + 1 }, (_, face) => faceStencil(cells, face));
  const scale = 1 / (width * width);
  /** T for an entropy: the ratio of the differences of Phi, s dU' = dPhi, and of the density. */
  const chordOf = (layer: number, s: number, t: number): number =>
    energy.temperatures[layer] + (m === undefined ? 0 : s === t ? m * s ** (m - 1) : (t ** m - s ** m) / (t - s));
  /** Linearizes the flux (times dt) from `left` to its right neighbour as a multiple of a f_left - b f_right. */
  const addMonotone = (density: Float64Array, left: number, flux: number, matrix: Pick<Jacobian, "add">): void => {
    const right = left + stride;
    const [s, t] = [density[left], density[right]];
    const stiffness = chordOf(left % layers, s, t);
    const step = (potential[right] - potential[left]) / stiffness;
    const [a, b] = [bernoulli(step), bernoulli(-step)];
    const linear = a * s - b * t;
    const multiple = linear === 0 ? 0 : Math.max(flux / linear, 0);
    addColumn(matrix, left, right, left, multiple * a);
    addColumn(matrix, left, right, right, -multiple * b);
  };
  return (density, logs, rate, matrix, dt, affine) => {
    faceSlopes(density.subarray(start, start + cells * stride), cells, stride, slopes);
    for (let face = stride; face < cells * stride; face++) {
      const right = start + face;
      const left = right - stride;
      const slope = slopes[face];
      const [s, t] = [density[left], density[right]];
      const layer = left % layers;
      const temperature = energy.temperatures[layer];
      const power = m === undefined ? 0 : (m / (m - 1)) * (s ** (m - 1) - t ** (m - 1));
      const drop = scale * (temperature * (logs[left] - logs[right]) + power + (potential[left] - potential[right]));
      rate[left] = rate[left] - slope * drop;
      rate[right] = rate[right] + slope * drop;
      if (matrix === null) continue;
      if (slope === 3 * Math.min(s, t)) {
        addMonotone(density, left, dt * slope * drop, matrix);
        continue;
      }
      const { curvature } = internal[layer];
      const driven = dt * scale * slope;
      addColumn(matrix, left, right, left, driven * curvature(s));
      addColumn(matrix, left, right, right, -driven * curvature(t));
      if (m !== undefined) {
        const rest = -driven * (s * curvature(s) - t * curvature(t));
        affine[left] = affine[left] - rest;
        affine[right] = affine[right] + rest;
      }
      if (slope === 0) continue;
      const { first, weights } = stencils[Math.floor(face / stride)] as { first: number; weights: number[] };
      for (let j = 0; j < weights.length; j++) {
        const column = start + (first + j) * stride + (face % stride);
        addColumn(matrix, left, right, column, weights[j] * dt * drop);
      }
    }
  };
}
