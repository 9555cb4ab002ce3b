import { symmetricEigen } from "./symmetric-eigen.js";

/** A rule for the standard normal distribution: the mean of p is the sum of weights[k] * p(nodes[k]). */
export interface NormalRule {
  /** Increasing, symmetric about 0: the zeros of the (probabilists') Hermite polynomial He_n. */
  readonly nodes: Float64Array;
  /** Positive, summing to 1 up to round-off. */
  readonly weights: Float64Array;
}

/** Beyond it the outermost weights underflow. */
export const mostHermiteNodes = 200;

/**
 * Gauss–Hermite rule with n nodes for the standard normal distribution, exact for polynomials of degree 2n - 1.
 *
 * Nodes are eigenvalues of the Jacobi matrix (Golub & Welsch), polished by Newton steps with the orthonormal polynomials,
 * whose values there give the weights.
 *
 * @throws {RangeError} unless n is an integer from 1 to 200
 * @see Golub & Welsch, Math. Comp. 23 (1969) 221
 */
export function gaussHermite(n: number): NormalRule {
  if (!Number.isInteger(n) || n < 1 || n > mostHermiteNodes) {
    throw new RangeError(`a Gauss–Hermite rule has 1 to ${mostHermiteNodes} nodes, not ${n}`);
  }
  const jacobi = new Float64Array(n * n);
  for (let k = 1; k < n; k++) {
    jacobi[(k - 1) * n + k] = Math.sqrt(k);
    jacobi[k * n + k - 1] = Math.sqrt(k);
  }
  const raw = symmetricEigen(jacobi, n).values.map((node) => polished(n, node));
  const nodes = raw.map((node, k) => (node - (raw[n - 1 - k] as number)) / 2);
  const weights = nodes.map((node) => 1 / hermite(n, node).squares);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { nodes, weights: weights.map((weight) => weight / total) };
}

function polished(n: number, first: number): number {
  let node = first;
  for (let k = 0; k < 3; k++) {
    const { value, slope } = hermite(n, node);
    node -= value / slope;
  }
  return node;
}

/** The orthonormal He_n and its slope at x, and the sum of the squares of those of lower degree. */
function hermite(n: number, x: number): { value: number; slope: number; squares: number } {
  let [previous, value, squares] = [0, 1, 0];
  for (let k = 0; k < n; k++) {
    squares += value * value;
    const next = (x * value - Math.sqrt(k) * previous) / Math.sqrt(k + 1);
    previous = value;
    value = next;
  }
  return { value, slope: Math.sqrt(n) * previous, squares };
}
