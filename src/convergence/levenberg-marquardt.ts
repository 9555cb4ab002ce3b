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
  readonly covariance?: readonly (readonly number[])[];
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
    const normal = normalMatrix(here);
    const step = solve(damped(normal, damping), gradient(here));
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
  const normal = normalMatrix(here);
  const columns = parameters.map((_, j) =>
    solve(
      normal,
      parameters.map((_, i) => (i === j ? 1 : 0)),
    ),
  );
  const minimum = { parameters, sumOfSquares: squares(here) };
  return columns.some((column) => column === undefined) ? minimum : { ...minimum, covariance: columns as number[][] };
}

function squares({ residuals }: Linearization): number {
  return residuals.reduce((sum, value) => sum + value * value, 0);
}

function normalMatrix({ jacobian }: Linearization): number[][] {
  const count = jacobian[0]?.length ?? 0;
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (_, j) => jacobian.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
}

function gradient({ residuals, jacobian }: Linearization): number[] {
  return (jacobian[0] ?? []).map((_, j) => jacobian.reduce((sum, row, k) => sum + row[j] * residuals[k], 0));
}

function damped(matrix: readonly (readonly number[])[], damping: number): number[][] {
  return matrix.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) : value)));
}

/** Solves a symmetric positive definite system by Cholesky's method; undefined if it is singular to round-off. */
function solve(matrix: readonly (readonly number[])[], rhs: readonly number[]): number[] | undefined {
  const factor = cholesky(matrix);
  if (factor === undefined) return undefined;
  const solution = [...rhs];
  for (let i = 0; i < solution.length; i++) {
    for (let j = 0; j < i; j++) solution[i] = at(solution, i) - entry(factor, i, j) * at(solution, j);
    solution[i] = at(solution, i) / entry(factor, i, i);
  }
  for (let i = solution.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < solution.length; j++) solution[i] = at(solution, i) - entry(factor, j, i) * at(solution, j);
    solution[i] = at(solution, i) / entry(factor, i, i);
  }
  return solution;
}

function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const factor: number[][] = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = entry(matrix, i, j);
      for (let k = 0; k < j; k++) rest -= entry(factor, i, k) * entry(factor, j, k);
      if (i === j && !(rest > singular * entry(matrix, i, i))) return undefined;
      factor[i][j] = i === j ? Math.sqrt(rest) : rest / entry(factor, j, j);
    }
  }
  return factor;
}

function entry(matrix: readonly (readonly number[])[], i: number, j: number): number {
  return matrix[i][j];
}

function at(vector: readonly number[], i: number): number {
  return vector[i];
}
