import { InputError } from "../../errors.js";
import type { Functional } from "../../model/states/functional.js";
import { gaussianState, type State } from "../../model/states/state.js";
import { identityMatrix, multiply, transpose } from "../../numerics/dense.js";
import type { StateSolution } from "./types.js";

/** A Gaussian in F = ∫ (x - centre)' matrix (x - centre)/2 rho + entropy ∫ rho log rho. */
export interface GaussianProblem {
  readonly dimension: number;
  readonly mean: Float64Array;
  /** Row-major. */
  readonly covariance: Float64Array;
  /** Symmetric, row-major. */
  readonly matrix: Float64Array;
  readonly centre: Float64Array;
  readonly entropy: number;
}

/** Whether a Gaussian stays one: a quadratic potential or none, an entropy or none, and nothing else. */
export function keepsGaussians({ potential, exponent, interaction }: Functional): boolean {
  return potential === undefined && exponent === undefined && interaction === undefined;
}

/** @throws {InputError} where a Gaussian would not stay one */
export function gaussianProblem(functional: Functional, mean: Float64Array, covariance: Float64Array): GaussianProblem {
  if (!keepsGaussians(functional)) {
    throw new InputError("a Gaussian stays one only in a quadratic potential, with or without an entropy", {
      path: "model.functional",
      remedy: "Write potential: {matrix, centre} or kl.",
    });
  }
  const { quadratic, entropy, dimension } = functional;
  return {
    dimension,
    mean,
    covariance,
    matrix: quadratic?.matrix ?? new Float64Array(dimension * dimension),
    centre: quadratic?.centre ?? new Float64Array(dimension),
    entropy,
  };
}

/** A solution in closed form. */
export function exactly(state: State): StateSolution {
  return { state, companion: state };
}

/** The state with that mean and covariance, the latter made symmetric to the last bit. */
export function symmetricGaussian(mean: Float64Array, covariance: Float64Array): State {
  const d = mean.length;
  const swapped = transpose(covariance, d);
  return gaussianState(
    mean,
    covariance.map((value, k) => (value + swapped[k]) / 2),
  );
}

/** V' a V: a matrix in the basis of the columns of V. */
export function inBasis(a: Float64Array, vectors: Float64Array, d: number): Float64Array {
  return multiply(transpose(vectors, d), multiply(a, vectors, d), d);
}

/** V a V': back from the basis of the columns of V. */
export function fromBasis(a: Float64Array, vectors: Float64Array, d: number): Float64Array {
  return multiply(vectors, multiply(a, transpose(vectors, d), d), d);
}

/** The factor f where the matrix is f times the identity, else undefined. */
export function isotropicFactor(matrix: Float64Array, d: number): number | undefined {
  const factor = matrix[0];
  const scale = 1e-14 * Math.abs(factor);
  return identityMatrix(d).every((entry, k) => Math.abs(matrix[k] - factor * entry) <= scale) ? factor : undefined;
}
