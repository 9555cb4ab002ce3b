import { type GaussRule, symmetricGauss } from "./symmetric-gauss.js";

/** Beyond it the outermost weights underflow. */
export const mostHermiteNodes = 200;

/**
 * Gauss–Hermite rule with n nodes for the standard normal distribution, exact for polynomials of degree 2n - 1: the
 * zeros of the (probabilists') Hermite polynomial He_n.
 *
 * @throws {RangeError} unless n is an integer from 1 to 200
 * @see Abramowitz & Stegun, 25.4.46
 */
export function gaussHermite(n: number): GaussRule {
  if (!Number.isInteger(n) || n < 1 || n > mostHermiteNodes) {
    throw new RangeError(`a Gauss–Hermite rule has 1 to ${mostHermiteNodes} nodes, not ${n}`);
  }
  return symmetricGauss(n, (k) => k);
}
