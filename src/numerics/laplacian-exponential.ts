import { identityMatrix, multiply } from "./dense.js";
import { laplacianMatrix, type WeightedGraph } from "./laplacian-eigen.js";
import { NumericalError } from "./numerical-error.js";

/** Terms of the series for an exponent of at most 1: the next one is below round-off. */
const terms = 20;

/**
 * exp(-t L) of a graph's Laplacian, row-major, without eigenvalues: a series for t / 2^k, squared k times.
 *
 * With d the largest degree, exp(-s L) = e^(-s d) sum of (s (d - L))^j / j! adds positive numbers only. Rows sum to 1;
 * after every squaring the diagonal is taken from that, so that errors add up from squaring to squaring instead of
 * doubling, and slow exchange keeps its digits beside fast.
 *
 * @param t >= 0
 * @throws {NumericalError} where the answer is not finite
 */
export function laplacianExponential(graph: WeightedGraph, t: number): Float64Array {
  const { size } = graph;
  const laplacian = laplacianMatrix(graph);
  let degree = 0;
  for (let i = 0; i < size; i++) degree = Math.max(degree, laplacian[i * size + i]);
  const squarings = Math.max(0, Math.ceil(Math.log2(t * degree)));
  const step = t / 2 ** squarings;
  const growth = laplacian.map((entry, k) => step * ((k % (size + 1) === 0 ? degree : 0) - entry));
  let result = fillDiagonal(
    series(growth, size).map((entry) => entry * Math.exp(-step * degree)),
    size,
  );
  for (let k = 0; k < squarings; k++) result = fillDiagonal(multiply(result, result, size), size);
  if (!result.every(Number.isFinite)) throw new NumericalError("the exponential of a Laplacian is not finite");
  return result;
}

/** Sum of A^j / j!. */
function series(a: Float64Array, size: number): Float64Array {
  let term = identityMatrix(size);
  const sum = term.slice();
  for (let j = 1; j <= terms; j++) {
    term = multiply(term, a, size).map((entry) => entry / j);
    for (let k = 0; k < sum.length; k++) sum[k] = sum[k] + term[k];
  }
  return sum;
}

/** Makes every row sum to 1. */
function fillDiagonal(a: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) {
    let rest = 0;
    for (let j = 0; j < size; j++) if (j !== i) rest += a[i * size + j];
    a[i * size + i] = 1 - rest;
  }
  return a;
}
