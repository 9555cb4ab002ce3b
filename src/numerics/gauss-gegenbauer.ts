import { type GaussRule, symmetricGauss } from "./symmetric-gauss.js";

/**
 * Gauss–Gegenbauer rule with n nodes for the probability density proportional to (1 - y²)^power on (-1, 1), exact for
 * polynomials of degree 2n - 1.
 *
 * @param power above -1/2
 * @throws {RangeError} unless n is an integer from 1 to 200, and the power in range
 * @see Abramowitz & Stegun, 22.7.3 with α = power + 1/2
 */
export function gaussGegenbauer(n: number, power: number): GaussRule {
  if (!Number.isInteger(n) || n < 1 || n > 200) {
    throw new RangeError(`a Gauss–Gegenbauer rule has 1 to 200 nodes, not ${n}`);
  }
  if (!(power > -0.5 && power < Number.POSITIVE_INFINITY)) throw new RangeError(`the power ${power} is out of range`);
  return symmetricGauss(n, (k) => (k * (k + 2 * power)) / (4 * (k + power) ** 2 - 1));
}
