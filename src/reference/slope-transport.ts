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
 * Where m is not limited, the Jacobian is exact. Where it is limited to 3 min(left, right) the flux is not monotone in the
 * smaller density, and Newton is drawn to spurious small solutions; there the flux is linearized as a multiple (held
 * fixed) of the Scharfetter–Gummel flux, which vanishes together with it and keeps the matrix an M-matrix.
 */
export function createSlopeTransport(problem: Problem): TransportRates {
  const lines = lineBundles(problem.mesh, problem.graph.layers.length).map((bundle) => createLines(problem, bundle));
  return {
    reach: 2,
    largestRate: potentialRate(problem),
    add(density, logs, rate, matrix, dt) {
      for (const addLine of lines) addLine(density, logs, rate, matrix, dt);
    },
  };
}

function createLines({ potential, temperature }: Problem, bundle: LineBundle): TransportRates["add"] {
  const { start, cells, stride, width } = bundle;
  const slopes = new Float64Array((cells + 1) * stride);
  const stencils = Array.from({ length: cells + 1 }, (_, face) => faceStencil(cells, face));
  const scale = 1 / (width * width);
  /** Linearizes the flux (times dt) from `left` to its right neighbour as a multiple of a f_left - b f_right. */
  const addMonotone = (density: Float64Array, left: number, flux: number, matrix: Pick<Jacobian, "add">): void => {
    const right = left + stride;
    const step = ((potential[right] as number) - (potential[left] as number)) / temperature;
    const [a, b] = [bernoulli(step), bernoulli(-step)];
    const linear = a * (density[left] as number) - b * (density[right] as number);
    const multiple = linear === 0 ? 0 : Math.max(flux / linear, 0);
    addColumn(matrix, left, right, left, multiple * a);
    addColumn(matrix, left, right, right, -multiple * b);
  };
  return (density, logs, rate, matrix, dt) => {
    faceSlopes(density.subarray(start, start + cells * stride), cells, stride, slopes);
    for (let face = stride; face < cells * stride; face++) {
      const right = start + face;
      const left = right - stride;
      const slope = slopes[face] as number;
      const drop =
        scale *
        (temperature * ((logs[left] as number) - (logs[right] as number)) +
          ((potential[left] as number) - (potential[right] as number)));
      rate[left] = (rate[left] as number) - slope * drop;
      rate[right] = (rate[right] as number) + slope * drop;
      if (matrix === null) continue;
      if (slope === 3 * Math.min(density[left] as number, density[right] as number)) {
        addMonotone(density, left, dt * slope * drop, matrix);
        continue;
      }
      const conductance = dt * scale * temperature * slope;
      addColumn(matrix, left, right, left, conductance / (density[left] as number));
      addColumn(matrix, left, right, right, -conductance / (density[right] as number));
      if (slope === 0) continue;
      const { first, weights } = stencils[Math.floor(face / stride)] as { first: number; weights: number[] };
      for (let j = 0; j < weights.length; j++) {
        const column = start + (first + j) * stride + (face % stride);
        addColumn(matrix, left, right, column, (weights[j] as number) * dt * drop);
      }
    }
  };
}
