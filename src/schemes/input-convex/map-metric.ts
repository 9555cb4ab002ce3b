import { choleskyInPlace, solveLower, solveTransposed } from "../../numerics/cholesky.js";
import type { Network } from "./network.js";

/**
 * The metric that measures a change of the parameters by the movement of the map: |δp|² = Σ w_i |∂T(x_i)/∂p δp|², plus
 * a small damping along parameters that do not move it.
 *
 * In it a step's functional has about the curvature 1/τ in all directions, which makes quasi-Newton steps short work;
 * and the norm of its gradient is the norm of the slope in L²(ρ), projected to the maps the family can reach.
 *
 * @see Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998) 251
 */
export interface MapMetric {
  /** At the parameters of the network's last evaluation; false where it is not finite. */
  build(): boolean;
  /** R^-T v in place, for the metric R'R: gradients to coordinates in which the metric is the identity. */
  toNatural(v: Float64Array): void;
  /** R^-1 v in place: changes of coordinates to changes of parameters. */
  fromNatural(v: Float64Array): void;
}

export interface MetricOptions {
  /** Length of a unit of the network's images. */
  readonly unit: () => number;
  /** Added to the diagonal along every parameter, relative to the mean of the diagonal. */
  readonly damping: number;
}

/** @param weights of the points of the network, summing to 1 */
export function createMapMetric(network: Network, weights: Float64Array, { unit, damping }: MetricOptions): MapMetric {
  const { size, dimension: d } = network;
  const matrix = new Float64Array(size * size);
  const jacobian = new Float64Array(d * size);

  const addRow = (row: number, weight: number): void => {
    for (let p = 0; p < size; p++) {
      const factor = weight * jacobian[row + p];
      if (factor === 0) continue;
      const at = p * size;
      for (let q = 0; q <= p; q++) matrix[at + q] = matrix[at + q] + factor * jacobian[row + q];
    }
  };

  const damp = (): void => {
    let trace = 0;
    for (let p = 0; p < size; p++) trace += matrix[p * size + p];
    const added = (damping * trace) / size;
    for (let p = 0; p < size; p++) matrix[p * size + p] = matrix[p * size + p] + added;
  };

  return {
    build() {
      matrix.fill(0);
      const squaredUnit = unit() ** 2;
      for (let i = 0; i < weights.length; i++) {
        network.jacobian(i, jacobian);
        for (let a = 0; a < d; a++) addRow(a * size, squaredUnit * weights[i]);
      }
      damp();
      return choleskyInPlace(matrix, size);
    },
    toNatural(v) {
      solveLower(matrix, v);
    },
    fromNatural(v) {
      solveTransposed(matrix, v);
    },
  };
}
