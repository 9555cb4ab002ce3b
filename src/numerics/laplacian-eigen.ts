import { NumericalError } from "./numerical-error.js";
import type { SymmetricEigen } from "./symmetric-eigen.js";
import { dot, norm } from "./vector.js";

/** A weighted graph, connected, by its edges. */
export interface WeightedGraph {
  readonly size: number;
  readonly tails: ArrayLike<number>;
  readonly heads: ArrayLike<number>;
  /** > 0 */
  readonly weights: ArrayLike<number>;
}

const mostSweeps = 60;

/** The Laplacian of a graph, row-major: degrees on the diagonal, minus the weights beside it. */
export function laplacianMatrix({ size, tails, heads, weights }: WeightedGraph): Float64Array {
  const matrix = new Float64Array(size * size);
  const add = (row: number, column: number, value: number) => {
    matrix[row * size + column] = matrix[row * size + column] + value;
  };
  for (let e = 0; e < weights.length; e++) {
    const [a, b, weight] = [tails[e], heads[e], weights[e]];
    add(a, a, weight);
    add(b, b, weight);
    add(a, b, -weight);
    add(b, a, -weight);
  }
  return matrix;
}

/**
 * Eigenpairs of the Laplacian of a connected graph, each eigenvalue to a few units of round-off *of its own size*,
 * however many orders of magnitude the weights span.
 *
 * The assembled matrix has lost the small weights beside the large ones. Eliminating node after node by the star-mesh
 * rule, the one of the largest degree first, only adds positive numbers and gives L = N D N' with every entry accurate,
 * D graded and N well conditioned. Rotating the columns of N D^(1/2) until they are orthogonal keeps relative accuracy,
 * since its errors are relative to the columns: their squared lengths are the eigenvalues, their directions the
 * eigenvectors.
 *
 * @throws {NumericalError} on weights that are not positive and finite, and where the rotations do not settle
 * @see Demmel & Koev, Numer. Math. 98 (2004), on diagonally dominant M-matrices; Demmel & Veselic, SIAM J. Matrix Anal.
 *   Appl. 13 (1992), on one-sided Jacobi rotations
 */
export function laplacianEigen(graph: WeightedGraph): SymmetricEigen {
  const { size } = graph;
  const largest = Array.from(graph.weights).reduce((most, weight) => Math.max(most, weight), 0);
  if (!Array.from(graph.weights).every((weight) => weight > 0 && weight < Number.POSITIVE_INFINITY)) {
    throw new NumericalError("a graph whose weights are not positive and finite");
  }
  const columns = factor(graph, largest);
  orthogonalize(columns);
  const pairs = columns
    .map((column) => ({ column, length: norm(column) }))
    .sort((one, other) => one.length - other.length);
  const vectors = new Float64Array(size * size);
  for (let row = 0; row < size; row++) vectors[row * size] = 1 / Math.sqrt(size);
  pairs.forEach(({ column, length }, j) => {
    for (let row = 0; row < size; row++) vectors[row * size + j + 1] = column[row] / length;
  });
  return { values: Float64Array.of(0, ...pairs.map(({ length }) => largest * length * length)), vectors };
}

/** The columns of N D^(1/2), one for each node but the last, for weights in units of `unit`. */
function factor({ size, tails, heads, weights }: WeightedGraph, unit: number): Float64Array[] {
  const links = Array.from({ length: size }, () => new Float64Array(size));
  const join = (a: number, b: number, weight: number) => {
    for (const [i, k] of [[a, b] as const, [b, a] as const]) {
      const row = links[i] as Float64Array;
      row[k] = row[k] + weight;
    }
  };
  for (let e = 0; e < weights.length; e++) {
    join(tails[e], heads[e], weights[e] / unit);
  }
  const left = new Set(links.keys());
  return Array.from({ length: size - 1 }, () => {
    const { node, degree } = largestDegree(links, left);
    left.delete(node);
    const column = new Float64Array(size);
    column[node] = Math.sqrt(degree);
    const others = [...left];
    const own = links[node] as Float64Array;
    others.forEach((other, position) => {
      const share = own[other] / degree;
      column[other] = -share * Math.sqrt(degree);
      for (const third of others.slice(0, position)) join(other, third, share * own[third]);
    });
    return column;
  });
}

function largestDegree(links: readonly Float64Array[], left: ReadonlySet<number>): { node: number; degree: number } {
  let [node, degree] = [-1, 0];
  for (const candidate of left) {
    let sum = 0;
    for (const other of left) sum += links[candidate]?.[other];
    if (sum > degree) [node, degree] = [candidate, sum];
  }
  if (node < 0)
    throw new NumericalError("a graph that is not connected, or whose weights underflow beside the largest");
  return { node, degree };
}

/** One-sided Jacobi: plane rotations of pairs of columns until all are orthogonal to round-off. */
function orthogonalize(columns: Float64Array[]): void {
  const tolerance = Number.EPSILON * Math.sqrt(columns[0]?.length ?? 0);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotations = 0;
    for (let p = 0; p < columns.length - 1; p++) {
      for (let q = p + 1; q < columns.length; q++) {
        if (rotatePair(columns[p], columns[q], tolerance)) rotations++;
      }
    }
    if (rotations === 0) return;
  }
  throw new NumericalError("the rotations of the Laplacian's factor do not settle");
}

/** Makes two columns orthogonal; false where they are already. */
function rotatePair(x: Float64Array, y: Float64Array, tolerance: number): boolean {
  const [a, b, inner] = [norm(x), norm(y), dot(x, y)];
  if (Math.abs(inner) <= tolerance * a * b) return false;
  const zeta = ((b - a) * (b + a)) / (2 * inner);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(zeta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < x.length; k++) {
    const [u, v] = [x[k], y[k]];
    x[k] = c * u - s * v;
    y[k] = s * u + c * v;
  }
  return true;
}
