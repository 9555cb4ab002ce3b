import { InputError } from "../errors.js";
import type { Problem } from "../model/problem.js";
import type { BandedMatrix } from "../numerics/banded.js";
import { bernoulli } from "../numerics/bernoulli.js";

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
  add(density: Float64Array, logs: Float64Array, rate: Float64Array, matrix: BandedMatrix | null, dt: number): void;
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
  const { cells, layers, width } = lineOf(problem);
  const outflow = new Float64Array((cells - 1) * layers);
  const backflow = new Float64Array((cells - 1) * layers);
  outflow.forEach((_, k) => {
    const step = ((problem.potential[k + layers] as number) - (problem.potential[k] as number)) / problem.temperature;
    outflow[k] = coefficient(step) / (width * width);
    backflow[k] = coefficient(-step) / (width * width);
  });
  return {
    reach: 1,
    largestRate: outflow.reduce((most, value, k) => Math.max(most, value, backflow[k] as number), 0),
    add(density, _logs, rate, matrix, dt) {
      for (let k = 0; k < outflow.length; k++) {
        const right = k + layers;
        const flux =
          (outflow[k] as number) * (density[k] as number) - (backflow[k] as number) * (density[right] as number);
        rate[k] = (rate[k] as number) - flux;
        rate[right] = (rate[right] as number) + flux;
        if (matrix === null) continue;
        addColumn(matrix, k, right, k, dt * (outflow[k] as number));
        addColumn(matrix, k, right, right, -dt * (backflow[k] as number));
      }
    },
  };
}

/**
 * Upwind transport: flux -f_up (mu_{i+1} - mu_i) / h with f_up the density of the cell of higher potential mu.
 */
export function createUpwind(problem: Problem): TransportRates {
  const { layers, width, cells } = lineOf(problem);
  const { potential, temperature } = problem;
  const scale = 1 / (width * width);
  return {
    reach: 1,
    largestRate: potentialRate(problem),
    add(density, logs, rate, matrix, dt) {
      for (let k = 0; k < (cells - 1) * layers; k++) {
        const right = k + layers;
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
    },
  };
}

/** |mu| / h^2 with |mu| about 40 T: the round-off of fluxes formed from differences of mu. */
export function potentialRate(problem: Problem): number {
  return (40 * problem.temperature) / lineOf(problem).width ** 2;
}

/** Cells, layers and cell width of a problem on an interval. */
export function lineOf({ mesh, graph }: Problem): { cells: number; layers: number; width: number } {
  if (mesh.cells.length !== 1) {
    throw new InputError("this reference is available on one axis only", { path: "model.domain", value: mesh.domain });
  }
  return { cells: mesh.size, layers: graph.layers.length, width: mesh.widths[0] as number };
}

/** Adds the derivative `value` of the flux from cell `left` to cell `right` by unknown `column`. */
export function addColumn(matrix: BandedMatrix, left: number, right: number, column: number, value: number): void {
  const { values, width, band } = matrix;
  const atLeft = left * width + column - left + band;
  const atRight = right * width + column - right + band;
  values[atLeft] = (values[atLeft] as number) + value;
  values[atRight] = (values[atRight] as number) - value;
}
