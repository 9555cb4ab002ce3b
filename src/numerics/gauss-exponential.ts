import { gaussLegendre, type QuadratureRule } from "./quadrature.js";
import { symmetricEigen } from "./symmetric-eigen.js";

/** Points that stand for the integral, and the multiple of the decay length where they end: e^-80 is nothing. */
const POINTS = 64;
const REACH = 80;

/**
 * Where in decay lengths the outer node of a Lobatto rule ends at the latest: further out its weight would underflow.
 */
const OUTERMOST = 30;

/**
 * Gauss rule on [0, 1] with n nodes that is exact for e^(rate s) times polynomials in s of degree 2n - 1;
 * Gauss-Legendre for rate 0. Nodes crowd at the end where the exponential is largest.
 *
 * @param n number of nodes, up to 16
 */
export function exponentialGauss(n: number, rate: number): QuadratureRule {
  return ruleOf(recurrence(n, Math.abs(rate)), rate);
}

/**
 * The same with the end where the exponential is largest among the nodes, and the other unless it is nothing there;
 * exact for degree 2n - 3.
 */
export function exponentialLobatto(n: number, rate: number): QuadratureRule {
  const decay = Math.abs(rate);
  const { centres, squares, total } = recurrence(n, decay);
  // The last row is chosen so that 0 and the outer node are eigenvalues.
  const outer = Math.min(1, OUTERMOST / decay);
  const [inner, far] = [0, outer].map((x) => lastTwo(centres, squares, n - 1, x)) as [LastTwo, LastTwo];
  const determinant = inner.value * far.previous - far.value * inner.previous;
  centres[n - 1] = (-outer * far.value * inner.previous) / determinant;
  squares[n - 1] = (outer * inner.value * far.value) / determinant;
  return ruleOf({ centres, squares, total }, rate);
}

/** Monic polynomials, orthogonal for e^(-decay u) on [0, 1]: p_(k+1) = (u - centre_k) p_k - square_k p_(k-1). */
interface Recurrence {
  readonly centres: Float64Array;
  /** The first counts nothing. */
  readonly squares: Float64Array;
  /** Integral of the weight. */
  readonly total: number;
}

/** By Stieltjes' procedure on many Gauss-Legendre points. */
function recurrence(n: number, decay: number): Recurrence {
  const { nodes, weights } = gaussLegendre(POINTS);
  const width = Math.min(1, REACH / decay);
  const points = nodes.map((node) => width * node);
  const masses = points.map((u, k) => width * weights[k] * Math.exp(-decay * u));
  const centres = new Float64Array(n);
  const squares = new Float64Array(n);
  let previous = new Float64Array(POINTS);
  let values = new Float64Array(POINTS).fill(1);
  let normBefore = 1;
  for (let k = 0; k < n; k++) {
    const norm = weighted(masses, (j) => values[j] ** 2);
    centres[k] = weighted(masses, (j) => points[j] * values[j] ** 2) / norm;
    squares[k] = norm / normBefore;
    const [centre, square] = [centres[k], k === 0 ? 0 : squares[k]];
    const next = values.map((value, j) => (points[j] - centre) * value - square * previous[j]);
    [previous, values, normBefore] = [values, next, norm];
  }
  return { centres, squares, total: weighted(masses, () => 1) };
}

function weighted(masses: Float64Array, value: (index: number) => number): number {
  return masses.reduce((sum, mass, j) => sum + mass * value(j), 0);
}

interface LastTwo {
  readonly value: number;
  readonly previous: number;
}

/** p_n and p_(n-1) at x. */
function lastTwo(centres: Float64Array, squares: Float64Array, n: number, x: number): LastTwo {
  let [previous, value] = [0, 1];
  for (let k = 0; k < n; k++) {
    const next = (x - centres[k]) * value - (k === 0 ? 0 : squares[k]) * previous;
    [previous, value] = [value, next];
  }
  return { value, previous };
}

/** Nodes are the eigenvalues of the Jacobi matrix, by Golub and Welsch; the exponential goes into the weights. */
function ruleOf({ centres, squares, total }: Recurrence, rate: number): QuadratureRule {
  const n = centres.length;
  const matrix = new Float64Array(n * n);
  centres.forEach((centre, k) => {
    matrix[k * n + k] = centre;
    if (k > 0) matrix[(k - 1) * n + k] = Math.sqrt(squares[k]);
  });
  const { values, vectors } = symmetricEigen(matrix, n);
  const weights = values.map((u, j) => total * vectors[j] ** 2 * Math.exp(Math.abs(rate) * u));
  if (rate <= 0) return { nodes: values, weights };
  return { nodes: values.map((u) => 1 - u).reverse(), weights: weights.reverse() };
}
