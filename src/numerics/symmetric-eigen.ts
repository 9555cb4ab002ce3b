import { binaryUnit } from "./dense.js";
import { NumericalError } from "./numerical-error.js";

/** Eigenpairs of a symmetric matrix, ascending; eigenvector j is column j: `vectors[row * size + j]`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const mostSweeps = 60;

/**
 * Eigenpairs of a symmetric matrix by cyclic Jacobi rotations, to a few units of round-off of the largest eigenvalue.
 *
 * The lower triangle is not read. For matrices of up to about a hundred rows: a sweep costs size³ operations, and about
 * eight are needed.
 *
 * @param matrix row-major, size * size
 * @throws {NumericalError} on entries that are not finite, and where the rotations do not settle
 * @see Golub & Van Loan, Matrix Computations, sec. 8.5
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  if (!matrix.every(Number.isFinite)) throw new NumericalError("eigenvalues of a matrix that is not finite");
  const unit = binaryUnit(matrix);
  const a = matrix.map((entry) => entry / unit);
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    v[i * size + i] = 1;
    for (let j = 0; j < i; j++) a[i * size + j] = a[j * size + i];
  }
  for (let sweep = 0; offDiagonal(a, size) > 0; sweep++) {
    if (sweep === mostSweeps) throw new NumericalError("the rotations of a symmetric matrix do not settle");
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, v, p, q, size);
  }
  return sorted(a, v, size, unit);
}

/**
 * The function of a symmetric matrix: sum of f(value_j) v_j v_j'.
 *
 * @param f of every eigenvalue
 */
export function spectralFunction({ values, vectors }: SymmetricEigen, f: (value: number) => number): Float64Array {
  const size = values.length;
  const mapped = values.map(f);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = 0;
      for (let j = 0; j < size; j++) {
        sum += mapped[j] * vectors[i * size + j] * vectors[k * size + j];
      }
      result[i * size + k] = sum;
      result[k * size + i] = sum;
    }
  }
  return result;
}

/** Sum of the squares above the diagonal; zero where they no longer change the diagonal. */
function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  let scale = 0;
  for (let i = 0; i < size; i++) {
    scale += a[i * size + i] ** 2;
    for (let j = i + 1; j < size; j++) sum += a[i * size + j] ** 2;
  }
  return sum <= 1e-34 * scale ? 0 : sum;
}

function rotate(a: Float64Array, v: Float64Array, p: number, q: number, size: number): void {
  const apq = a[p * size + q];
  if (apq === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, c, s);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, c, s);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q, c, s);
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

function turn(a: Float64Array, i: number, j: number, c: number, s: number): void {
  const [x, y] = [a[i], a[j]];
  a[i] = c * x - s * y;
  a[j] = s * x + c * y;
}

function sorted(a: Float64Array, v: Float64Array, size: number, unit: number): SymmetricEigen {
  const order = Array.from({ length: size }, (_, j) => j).sort((i, j) => a[i * size + i] - a[j * size + j]);
  const vectors = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    order.forEach((from, j) => {
      vectors[row * size + j] = v[row * size + from];
    });
  }
  return { values: Float64Array.from(order, (j) => unit * a[j * size + j]), vectors };
}
