import { lineBundles } from "../model/grid-lines.js";
import type { Problem } from "../model/problem.js";
import { bernoulli } from "../numerics/bernoulli.js";
import type { Jacobian } from "./jacobian.js";

/** Adds the transport term to a rate and its Jacobian; walls carry no flux. */
export interface TransportRates {
  /** Half bandwidth in cells. */
  readonly reach: number;
  /** Bound of the relative rates, 1 / time, times the size of the terms whose difference a flux is. */
  readonly largestRate: number;
  /**
   * Adds G = -div of the flux to `rate`; with a matrix, also -dt G'. `logs` are those of `density`.
   *
   * All fluxes are homogeneous of degree 1 in the density, so that G' f = G.
   */
  add(
    density: Float64Array,
    logs: Float64Array,
    rate: Float64Array,
    matrix: Pick<Jacobian, "add"> | null,
    dt: number,
  ): void;
}

/**
 * Scharfetter–Gummel transport: flux T [B(dV/T) f_i - B(-dV/T) f_{i+1}] / h, which vanishes on e^{-V/T}.
 *
 * @see Scharfetter & Gummel (1969)
 */
export function createScharfetterGummel(problem: Problem): TransportRates {
  const { temperature } = problem;
  return createLinearTransport(problem, (z) => temperature * bernoulli(z));
}

/** Linear two-point transport with outflow coefficient(dV/T) / h and backflow coefficient(-dV/T) / h. */
function createLinearTransport(problem: Problem, coefficient: (z: number) => number): TransportRates {
  const faces = lineBundles(problem.mesh, problem.graph.layers.length).map(({ start, cells, stride, width }) => {
    const outflow = new Float64Array((cells - 1) * stride);
    const backflow = new Float64Array((cells - 1) * stride);
    for (let face = 0; face < outflow.length; face++) {
      const left = start + face;
      const step =
        ((problem.potential[left + stride] as number) - (problem.potential[left] as number)) / problem.temperature;
      outflow[face] = coefficient(step) / (width * width);
      backflow[face] = coefficient(-step) / (width * width);
    }
    return { start, stride, outflow, backflow };
  });
  return {
    reach: 1,
    largestRate: faces.reduce((most, { outflow, backflow }) => Math.max(most, largest(outflow), largest(backflow)), 0),
    add(density, _logs, rate, matrix, dt) {
      for (const { start, stride, outflow, backflow } of faces) {
        for (let face = 0; face < outflow.length; face++) {
          const left = start + face;
          const right = left + stride;
          const flux =
            (outflow[face] as number) * (density[left] as number) -
            (backflow[face] as number) * (density[right] as number);
          rate[left] = (rate[left] as number) - flux;
          rate[right] = (rate[right] as number) + flux;
          if (matrix === null) continue;
          addColumn(matrix, left, right, left, dt * (outflow[face] as number));
          addColumn(matrix, left, right, right, -dt * (backflow[face] as number));
        }
      }
    },
  };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/**
 * Upwind transport: flux -f_up (mu_{i+1} - mu_i) / h with f_up the density of the cell of higher potential mu.
 */
export function createUpwind(problem: Problem): TransportRates {
  const { potential, temperature } = problem;
  const bundles = lineBundles(problem.mesh, problem.graph.layers.length);
  return {
    reach: 1,
    largestRate: potentialRate(problem),
    add(density, logs, rate, matrix, dt) {
      for (const { start, cells, stride, width } of bundles) {
        const scale = 1 / (width * width);
        for (let k = start; k < start + (cells - 1) * stride; k++) {
          const right = k + stride;
          const drop =
            scale *
            (temperature * ((logs[k] as number) - (logs[right] as number)) +
              ((potential[k] as number) - (potential[right] as number)));
          const up = drop > 0 ? k : right;
          const carried = density[up] as number;
          rate[k] = (rate[k] as number) - carried * drop;
          rate[right] = (rate[right] as number) + carried * drop;
          if (matrix === null) continue;
          addColumn(matrix, k, right, up, dt * drop);
          addColumn(matrix, k, right, k, (dt * scale * temperature * carried) / (density[k] as number));
          addColumn(matrix, k, right, right, (-dt * scale * temperature * carried) / (density[right] as number));
        }
      }
    },
  };
}

/** |mu| / h^2 with |mu| about 40 T: the round-off of fluxes formed from differences of mu. */
export function potentialRate({ mesh, temperature }: Problem): number {
  return mesh.widths.reduce((sum, width) => sum + (40 * temperature) / width ** 2, 0);
}

/** Adds the derivative `value` of the flux from cell `left` to cell `right` by unknown `column`. */
export function addColumn(
  matrix: Pick<Jacobian, "add">,
  left: number,
  right: number,
  column: number,
  value: number,
): void {
  matrix.add(left, column, value);
  matrix.add(right, column, -value);
}
