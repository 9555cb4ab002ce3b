import { logDeterminant, solveCholesky, solveTransposed } from "../../numerics/cholesky.js";

/** What the movement of a covariance depends on. */
export interface CovarianceTerms {
  readonly dimension: number;
  readonly tau: number;
  /** A of the potential, row-major. */
  readonly matrix: Float64Array;
  /** s, the factor of the entropy. */
  readonly entropy: number;
}

/** Newton's method for the covariance, in coordinates in which the current one is the identity. */
export interface CovarianceSystem {
  /** Sets the directions (`direction * d + axis`) and the standard deviations that the last state has along them. */
  begin(vectors: Float64Array, covariance: Float64Array): void;
  /** mean (sigma - sigma_k)² / (2 tau) + tr(A Sigma) / 2 - s log det Sigma / 2, for a covariance and its factor. */
  value(covariance: Float64Array, lower: Float64Array): number;
  /** mean (sigma - sigma_k)². */
  movement(covariance: Float64Array): number;
  /** Gradient and Hessian at lower * lower'. */
  assemble(lower: Float64Array): void;
  /** Packed, see {@link unpackSymmetric}; overwritten by the next `assemble`. */
  readonly gradient: Float64Array;
  /** Row-major, of packed matrices. */
  readonly hessian: Float64Array;
  /** Norm of the slope 2 G (x - m) in L²(rho), G the gradient by the covariance: 2 |G L|. */
  slopeNorm(lower: Float64Array): number;
  /** sqrt(mean (d sigma)²) of a packed change at the covariance assembled last. */
  lengthOf(change: Float64Array): number;
}

/**
 * Derivatives of phi(Sigma) = mean (sigma - sigma_k)² / (2 tau) + tr(A Sigma) / 2 - s log det Sigma / 2, where
 * sigma² = theta' Sigma theta: convex, since theta' Sigma theta is linear and -sqrt convex.
 *
 * With Sigma = L (I + H) L' and u = L' theta, at H = 0: gradient mean (1 - sigma_k / sigma) u u' / (2 tau) + L' A L / 2
 * - s I / 2, and second derivative mean sigma_k (u' H u)² / (4 tau sigma³) + s |H|² / 2. Symmetric H are packed so that
 * |H| is the Euclidean norm.
 *
 * @see Bonet, Courty, Septier & Drumetz (2022), Efficient gradient flows in sliced-Wasserstein space, TMLR
 */
export function createCovarianceSystem({ dimension: d, tau, matrix, entropy }: CovarianceTerms): CovarianceSystem {
  const size = (d * (d + 1)) / 2;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const [u, packed] = [new Float64Array(d), new Float64Array(size)];
  let vectors = new Float64Array(0);
  let deviationsPrev = new Float64Array(0);
  let rows = { packed: new Float64Array(0), deviations: new Float64Array(0) };
  let count = 0;

  const addRegular = (lower: Float64Array): void => {
    for (let a = 0, k = 0; a < d; a++) {
      for (let b = 0; b <= a; b++, k++) {
        const form = congruence(lower, matrix, d, a, b);
        gradient[k] = 0.5 * (a === b ? form - entropy : Math.SQRT2 * form);
        hessian[k * size + k] = entropy / 2;
      }
    }
  };

  /** The terms of one direction. */
  const addDirection = (lower: Float64Array, l: number): void => {
    let squares = 0;
    for (let b = 0; b < d; b++) {
      let sum = 0;
      for (let a = b; a < d; a++) sum += lower[a * d + b] * vectors[l * d + a];
      u[b] = sum;
      squares += sum * sum;
    }
    for (let a = 0, k = 0; a < d; a++) {
      for (let b = 0; b <= a; b++, k++) packed[k] = (a === b ? 1 : Math.SQRT2) * u[a] * u[b];
    }
    const sigma = Math.sqrt(squares);
    const previous = deviationsPrev[l];
    const first = (1 - previous / sigma) / (2 * tau * count);
    const second = previous / (4 * tau * count * sigma * squares);
    for (let i = 0; i < size; i++) {
      gradient[i] = gradient[i] + first * packed[i];
      const factor = second * packed[i];
      for (let j = 0; j <= i; j++) {
        hessian[i * size + j] = hessian[i * size + j] + factor * packed[j];
      }
    }
    rows.packed.set(packed, l * size);
    rows.deviations[l] = sigma;
  };

  const movement = (covariance: Float64Array): number => {
    let sum = 0;
    for (let l = 0; l < count; l++) {
      sum += (deviation(covariance, vectors, d, l) - deviationsPrev[l]) ** 2;
    }
    return sum / count;
  };

  return {
    gradient,
    hessian,
    begin(directions, covariance) {
      vectors = Float64Array.from(directions);
      count = directions.length / d;
      deviationsPrev = Float64Array.from({ length: count }, (_, l) => deviation(covariance, vectors, d, l));
      rows = { packed: new Float64Array(count * size), deviations: new Float64Array(count) };
    },
    movement,
    value(covariance, lower) {
      let trace = 0;
      for (let k = 0; k < d * d; k++) trace += matrix[k] * covariance[k];
      const logDet = entropy === 0 ? 0 : logDeterminant(lower, d);
      return movement(covariance) / (2 * tau) + 0.5 * trace - 0.5 * entropy * logDet;
    },
    assemble(lower) {
      hessian.fill(0);
      addRegular(lower);
      for (let l = 0; l < count; l++) addDirection(lower, l);
    },
    slopeNorm(lower) {
      // L' G L is the gradient in H, so that G L = L'^-1 (L' G L): the norm of its columns.
      const full = unpackSymmetric(gradient, d);
      let squares = 0;
      for (let column = 0; column < d; column++) {
        const solved = solveTransposed(lower, full.subarray(column * d, (column + 1) * d));
        for (let a = 0; a < d; a++) squares += solved[a] ** 2;
      }
      return 2 * Math.sqrt(squares);
    },
    lengthOf(change) {
      let squares = 0;
      for (let l = 0; l < count; l++) {
        let form = 0;
        for (let k = 0; k < size; k++) form += rows.packed[l * size + k] * change[k];
        squares += (form / (2 * rows.deviations[l])) ** 2;
      }
      return Math.sqrt(squares / count);
    },
  };
}

/** sqrt(theta' Sigma theta). */
function deviation(covariance: Float64Array, vectors: Float64Array, d: number, l: number): number {
  let sum = 0;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) {
      sum += vectors[l * d + a] * covariance[a * d + b] * vectors[l * d + b];
    }
  }
  return Math.sqrt(Math.max(sum, 0));
}

/** Entry (a, b) of L' A L. */
function congruence(lower: Float64Array, matrix: Float64Array, d: number, a: number, b: number): number {
  let sum = 0;
  for (let i = a; i < d; i++) {
    for (let j = b; j < d; j++) {
      sum += lower[i * d + a] * matrix[i * d + j] * lower[j * d + b];
    }
  }
  return sum;
}

/** The symmetric matrix of a packed one: lower triangle by rows, entries off the diagonal times sqrt(2). */
export function unpackSymmetric(packed: Float64Array, d: number): Float64Array {
  const full = new Float64Array(d * d);
  for (let a = 0, k = 0; a < d; a++) {
    for (let b = 0; b <= a; b++, k++) {
      const value = packed[k] / (a === b ? 1 : Math.SQRT2);
      full[a * d + b] = value;
      full[b * d + a] = value;
    }
  }
  return full;
}

/** The Newton change -Hessian^-1 gradient, from the Cholesky factor of the Hessian. */
export function newtonChange(factor: Float64Array, gradient: Float64Array): Float64Array {
  return solveCholesky(
    factor,
    gradient.map((value) => -value),
  );
}
