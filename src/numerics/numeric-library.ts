import { createRequire } from "node:module";

/** The parts of `numeric` 1.2.6 that are used; its other solvers are wrong in places and must not be added here. */
interface NumericLibrary {
  svd(matrix: number[][]): { U: number[][]; S: number[]; V: number[][] };
  solve(matrix: number[][], rhs: number[]): number[];
  dopri(
    from: number,
    to: number,
    initial: number[],
    derivative: (t: number, y: number[]) => number[],
    tolerance: number,
    maxIterations: number,
  ): { x: number[]; y: number[][] };
}

const numeric = createRequire(import.meta.url)("numeric") as NumericLibrary;

/** An answer of the library that failed its check; the caller decides whether it is bad input or a numerical failure. */
export class LibraryError extends Error {
  override readonly name = "LibraryError";
}

/** Eigenpairs in ascending order; eigenvector j is column j: `vectors[row * size + j]`. */
export interface Eigenpairs {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const residualBound = 1e-12;

/**
 * Eigenpairs of a symmetric positive semidefinite matrix, from the singular value decomposition of `numeric`.
 *
 * The singular vectors of such a matrix are eigenvectors (the library's `eig` is not reliable on them). Both
 * A V = V diag(lambda) and V^T V = I are recomputed.
 *
 * @param matrix row-major, size * size
 * @throws {LibraryError} when the matrix is not symmetric or a residual exceeds 1e-12 relative to the largest eigenvalue
 */
export function symmetricEigenpairs(matrix: Float64Array, size: number): Eigenpairs {
  checkSymmetry(matrix, size);
  const { S, V } = numeric.svd(toRows(matrix, size));
  const order = Array.from({ length: size }, (_, j) => j).sort((a, b) => (S[a] as number) - (S[b] as number));
  const values = Float64Array.from(order, (j) => S[j] as number);
  const vectors = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    order.forEach((source, j) => {
      vectors[row * size + j] = (V[row] as number[])[source] as number;
    });
  }
  checkEigenpairs(matrix, size, values, vectors);
  return { values, vectors };
}

/**
 * Solves the dense system A x = rhs.
 *
 * @throws {LibraryError} when the matrix is singular or the residual exceeds 1e-10 (|A| |x| + |rhs|)
 */
export function solveLinear(matrix: Float64Array, rhs: Float64Array): Float64Array {
  const size = rhs.length;
  const x = Float64Array.from(numeric.solve(toRows(matrix, size), Array.from(rhs)));
  for (let row = 0; row < size; row++) {
    let residual = -(rhs[row] as number);
    let scale = Math.abs(residual);
    for (let j = 0; j < size; j++) {
      const product = (matrix[row * size + j] as number) * (x[j] as number);
      residual += product;
      scale += Math.abs(product);
    }
    if (!(Math.abs(residual) <= 1e-10 * scale))
      throw new LibraryError("the linear system is singular or ill-conditioned");
  }
  return x;
}

/** Settings of `integrateNonStiff`. */
export interface OdeOptions {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * Integrates y' = derivative(y) from y(0) = initial by the Dormand–Prince pair of `numeric`, to each of `times`.
 *
 * The library returns what it has when its iterations run out or its step collapses; here that is an error. The
 * times are reached by steps, never by interpolation, which is only accurate to order 4.
 *
 * @param times ascending, >= 0
 * @throws {LibraryError} when an answer is not finite or the iterations run out (the system is too stiff)
 */
export function integrateNonStiff(
  derivative: (y: readonly number[]) => number[],
  initial: readonly number[],
  times: readonly number[],
  options: OdeOptions,
): Float64Array[] {
  let y = Array.from(initial);
  let from = 0;
  return times.map((to) => {
    if (to > from) {
      y = integrateTo(derivative, y, to - from, options);
      from = to;
    }
    return Float64Array.from(y);
  });
}

function integrateTo(
  derivative: (y: readonly number[]) => number[],
  start: number[],
  duration: number,
  { tolerance, maxIterations }: OdeOptions,
): number[] {
  // The library accepts a step whose error is NaN; a derivative of this size makes it reject the step instead: against what a
  // number changes by in all of the time, of which a step is not less than a tiny part.
  const largest = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const rejected = start.map(() => (1e10 * Math.max(largest, tolerance)) / duration);
  const guarded = (_: number, y: number[]) => {
    const rate = derivative(y);
    return rate.every(Number.isFinite) ? rate : rejected;
  };
  const solution = numeric.dopri(0, duration, start, guarded, tolerance, maxIterations);
  const reached = solution.x[solution.x.length - 1] as number;
  const end = solution.y[solution.y.length - 1] as number[];
  if (!end.every(Number.isFinite)) throw new LibraryError(`the integration is not finite at time ${reached}`);
  if (!(Math.abs(reached - duration) <= 1e-12 * duration)) {
    throw new LibraryError(`the integration stopped at time ${reached} of ${duration}: the system is too stiff`);
  }
  return end;
}

function toRows(matrix: Float64Array, size: number): number[][] {
  return Array.from({ length: size }, (_, row) => Array.from(matrix.subarray(row * size, (row + 1) * size)));
}

function checkSymmetry(matrix: Float64Array, size: number): void {
  const scale = matrix.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  for (let row = 0; row < size; row++) {
    for (let j = 0; j < row; j++) {
      const difference = Math.abs((matrix[row * size + j] as number) - (matrix[j * size + row] as number));
      if (!(difference <= residualBound * scale)) throw new LibraryError("the matrix is not symmetric");
    }
  }
}

function checkEigenpairs(matrix: Float64Array, size: number, values: Float64Array, vectors: Float64Array): void {
  const bound = residualBound * Math.max(values[size - 1] as number, Number.MIN_VALUE) * size;
  for (let j = 0; j < size; j++) {
    for (let row = 0; row < size; row++) {
      let residual = -(values[j] as number) * (vectors[row * size + j] as number);
      let overlap = row === j ? -1 : 0;
      for (let k = 0; k < size; k++) {
        residual += (matrix[row * size + k] as number) * (vectors[k * size + j] as number);
        overlap += (vectors[k * size + row] as number) * (vectors[k * size + j] as number);
      }
      if (!(Math.abs(residual) <= bound) || !(Math.abs(overlap) <= residualBound * size)) {
        throw new LibraryError("the eigenpairs fail their check (is the matrix positive semidefinite?)");
      }
    }
  }
}
