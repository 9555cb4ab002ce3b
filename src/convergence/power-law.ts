import { meanOf } from "../numerics/vector.js";
import { studentQuantile } from "./student.js";

/** Confidence of all intervals. */
export const confidence = 0.95;

/** e = constant * size^order, fitted to the logarithms by least squares. */
export interface PowerLaw {
  readonly order: number;
  readonly constant: number;
  /**
   * 95 % confidence interval of the order, from the scatter of the points about the line; absent for two points.
   *
   * Errors of a scheme scatter for a cause, not by chance: the interval tells how far the points are from one power
   * law, not where the limit of the order lies.
   */
  readonly interval?: readonly [number, number];
}

/**
 * The power law through the points (size, error): the least-squares line through their logarithms.
 *
 * @returns undefined for fewer than two different sizes, or an error that has no logarithm
 */
export function fitPowerLaw(sizes: readonly number[], errors: readonly number[]): PowerLaw | undefined {
  const x = sizes.map(Math.log);
  const y = errors.map(Math.log);
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const order = x.reduce((sum, value, k) => sum + (value - meanX) * (y[k] - meanY), 0) / spread;
  if (!Number.isFinite(order)) return undefined;
  const constant = Math.exp(meanY - order * meanX);
  const freedom = x.length - 2;
  if (freedom < 1) return { order, constant };
  const misfit = x.reduce((sum, value, k) => sum + (y[k] - meanY - order * (value - meanX)) ** 2, 0);
  const half = studentQuantile(confidence, freedom) * Math.sqrt(misfit / freedom / spread);
  return { order, constant, interval: [order - half, order + half] };
}

/** Slope of the least-squares line through (log size, log error), or undefined as for `fitPowerLaw`. */
export function leastSquaresSlope(sizes: readonly number[], errors: readonly number[]): number | undefined {
  return fitPowerLaw(sizes, errors)?.order;
}
