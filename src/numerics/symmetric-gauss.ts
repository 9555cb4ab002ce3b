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
 * Nodes are eigenvalues of the Jacobi matrix, by bisection with Sturm counts, polished by Newton steps with p_n;
 * weights are the Christoffel numbers 1/Σ_{k<n} p_k², sums of positive terms, accurate even where they are tiny.
 *
 * @param coefficient b_k > 0, for k = 1 to n
 * @see Golub & Welsch, Math. Comp. 23 (1969) 221; Golub & Van Loan, Matrix Computations, sec. 8.4, for the counts
 */
export function symmetricGauss(n: number, coefficient: (k: number) => number): GaussRule {
  const roots = Float64Array.from({ length: n + 1 }, (_, k) => (k === 0 ? 0 : Math.sqrt(coefficient(k))));
  const raw = Float64Array.from({ length: n }, (_, k) => polished(roots, eigenvalue(roots, k)));
  const nodes = raw.map((node, k) => (node - raw[n - 1 - k]) / 2);
  const weights = nodes.map((node) => 1 / orthonormal(roots, node).squares);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { nodes, weights: weights.map((weight) => weight / total) };
}

/** The k-th smallest eigenvalue of the Jacobi matrix, to half the digits. */
function eigenvalue(roots: Float64Array, index: number): number {
  const bound = 2 * roots.reduce((most, root) => Math.max(most, root), 0);
  let [low, high] = [-bound, bound];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (countBelow(roots, middle) > index) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** How many eigenvalues lie below x: the negative pivots of the shifted matrix. */
function countBelow(roots: Float64Array, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let k = 0; k < roots.length - 1; k++) {
    pivot = -x - roots[k] ** 2 / pivot;
    // A pivot of 0 is taken for a tiny negative one: the eigenvalue of the leading block counts as below x.
    if (pivot === 0) pivot = -1e-300;
    if (pivot < 0) count++;
  }
  return count;
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
    const [back, ahead] = [roots[k], roots[k + 1]];
    const next = (x * value - back * previous) / ahead;
    const nextSlope = (value + x * slope - back * previousSlope) / ahead;
    [previous, value, previousSlope, slope] = [value, next, slope, nextSlope];
  }
  return { value, slope, squares };
}
