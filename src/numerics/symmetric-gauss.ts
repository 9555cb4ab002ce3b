import { symmetricEigen } from "./symmetric-eigen.js";

/** A rule for a symmetric probability distribution: the mean of p is the sum of weights[k] * p(nodes[k]). */
export interface GaussRule {
  /** Increasing, symmetric about 0. */
  readonly nodes: Float64Array;
  /** Positive, symmetric, summing to 1 up to round-off. */
  readonly weights: Float64Array;
}

/**
 * Gauss rule with n nodes for a symmetric distribution whose orthonormal polynomials obey
 * √b_{k+1} p_{k+1} = x p_k - √b_k p_{k-1}; exact for polynomials of degree 2n - 1.
 *
 * Nodes are eigenvalues of the Jacobi matrix, polished by Newton steps with p_n; weights are the Christoffel numbers
 * 1/Σ_{k<n} p_k², sums of positive terms, accurate even where they are tiny.
 *
 * @param coefficient b_k > 0, for k = 1 to n
 * @see Golub & Welsch, Math. Comp. 23 (1969) 221
 */
export function symmetricGauss(n: number, coefficient: (k: number) => number): GaussRule {
  const roots = Float64Array.from({ length: n + 1 }, (_, k) => (k === 0 ? 0 : Math.sqrt(coefficient(k))));
  const jacobi = new Float64Array(n * n);
  for (let k = 1; k < n; k++) jacobi[(k - 1) * n + k] = roots[k] as number;
  const raw = symmetricEigen(jacobi, n).values.map((node) => polished(roots, node));
  const nodes = raw.map((node, k) => (node - (raw[n - 1 - k] as number)) / 2);
  const weights = nodes.map((node) => 1 / orthonormal(roots, node).squares);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { nodes, weights: weights.map((weight) => weight / total) };
}

function polished(roots: Float64Array, first: number): number {
  let node = first;
  for (let k = 0; k < 3; k++) {
    const { value, slope } = orthonormal(roots, node);
    node -= value / slope;
  }
  return node;
}

/** p_n and its slope at x, and the sum of the squares of the polynomials of lower degree; n = roots.length - 1. */
function orthonormal(roots: Float64Array, x: number): { value: number; slope: number; squares: number } {
  let [previous, value, previousSlope, slope, squares] = [0, 1, 0, 0, 0];
  for (let k = 0; k < roots.length - 1; k++) {
    squares += value * value;
    const [back, ahead] = [roots[k] as number, roots[k + 1] as number];
    const next = (x * value - back * previous) / ahead;
    const nextSlope = (value + x * slope - back * previousSlope) / ahead;
    [previous, value, previousSlope, slope] = [value, next, slope, nextSlope];
  }
  return { value, slope, squares };
}
