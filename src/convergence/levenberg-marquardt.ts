import { choleskyInPlace, solveCholesky } from "../numerics/cholesky.js";

/** Residuals r(p) and their Jacobian by rows, dr_k/dp_j = jacobian[k][j]. */
export interface Linearization {
  readonly residuals: readonly number[];
  readonly jacobian: readonly (readonly number[])[];
}

/** Where the sum of squares decreases no more. */
export interface Minimum {
  readonly parameters: readonly number[];
  readonly sumOfSquares: number;
  /**
   * Inverse of J^T J there: the covariance of the parameters in units of the residuals' variance. Absent where the
   * iteration did not settle or J^T J is singular: the residuals do not determine the parameters.
   */
  readonly covariance?: readonly Float64Array[];
}

const maxIterations = 200;
const maxDamping = 1e12;
/** Relative change of the parameters at which the iteration has settled. */
const settled = 1e-9;
/** Beyond this part of a column's square, what is left of it after elimination is round-off. */
const singular = 1e-12;

/**
 * Minimizes the sum of squares of a few residuals by the Levenberg-Marquardt method.
 *
 * Steps solve (J^T J + damping diag(J^T J)) d = -J^T r; damping falls by 10 after a step that descends, and grows by 10
 * after one that does not.
 */
export function minimizeSquares(
  linearize: (parameters: readonly number[]) => Linearization,
  start: readonly number[],
): Minimum {
  let parameters = start;
  let here = linearize(parameters);
  let damping = 1e-3;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const step = dampedStep(here, damping);
    const next = step === undefined ? undefined : parameters.map((value, j) => value - step[j]);
    const there = next === undefined ? undefined : linearize(next);
    if (next === undefined || there === undefined || !(squares(there) <= squares(here))) {
      damping = Math.max(10 * damping, 1e-12);
      if (damping > maxDamping) return atMinimum(parameters, here);
      continue;
    }
    const change = Math.max(...next.map((value, j) => Math.abs(value - parameters[j]) / (1 + Math.abs(value))));
    [parameters, here, damping] = [next, there, damping / 10];
    if (change < settled) return atMinimum(parameters, here);
  }
  return { parameters, sumOfSquares: squares(here) };
}

function atMinimum(parameters: readonly number[], here: Linearization): Minimum {
  const minimum = { parameters, sumOfSquares: squares(here) };
  const factor = normalMatrix(here);
  if (!choleskyInPlace(factor, parameters.length, singular)) return minimum;
  const unit = (j: number) => Float64Array.from(parameters, (_, i) => (i === j ? 1 : 0));
  return { ...minimum, covariance: parameters.map((_, j) => solveCholesky(factor, unit(j))) };
}

function squares({ residuals }: Linearization): number {
  return residuals.reduce((sum, value) => sum + value * value, 0);
}

/** J^T J, row-major. */
function normalMatrix({ jacobian }: Linearization): Float64Array {
  const count = jacobian[0]?.length ?? 0;
  return Float64Array.from({ length: count * count }, (_, k) =>
    jacobian.reduce((sum, row) => sum + row[Math.floor(k / count)] * row[k % count], 0),
  );
}

function gradient({ residuals, jacobian }: Linearization): Float64Array {
  return Float64Array.from(jacobian[0] ?? [], (_, j) =>
    jacobian.reduce((sum, row, k) => sum + row[j] * residuals[k], 0),
  );
}

/** The solution of (J^T J + damping diag(J^T J)) d = J^T r; undefined where the matrix is singular to round-off. */
function dampedStep(here: Linearization, damping: number): Float64Array | undefined {
  const rhs = gradient(here);
  const matrix = normalMatrix(here);
  for (let k = 0; k < matrix.length; k += rhs.length + 1) matrix[k] = matrix[k] * (1 + damping);
  return choleskyInPlace(matrix, rhs.length, singular) ? solveCholesky(matrix, rhs) : undefined;
}
