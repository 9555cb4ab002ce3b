import { z } from "zod";
import { InputError } from "../errors.js";
import { key, matrix as matrixKey, positive, vector as vectorKey } from "../model/schema-parts.js";
import { choleskyInPlace } from "../numerics/cholesky.js";
import { apply, identityMatrix, multiply } from "../numerics/dense.js";
import { spectralFunction, symmetricEigen } from "../numerics/symmetric-eigen.js";

/** What is smaller beside the numbers it was computed from is nothing. */
const roundOff = 1e-14;

/** A square matrix by rows. */
export type Matrix = readonly (readonly number[])[];

/**
 * A Gaussian in a quadratic potential as a study writes it: V = (x - centre)' stiffness (x - centre) / 2. Numbers stand
 * for every component, and for multiples of the identity matrix.
 */
export const gaussianKeys = z.strictObject({
  mean: key(vectorKey, "Mean at t = 0: a vector, or a number for every component. Unit: length.", 0.5),
  variance: key(
    positive.optional(),
    "Variance at t = 0, the same on every axis; give it or covariance, no default. Unit: length².",
    0.04,
  ),
  covariance: key(matrixKey.optional(), "Covariance at t = 0; give it or variance, no default. Unit: length².", [
    [0.04, 0.01],
    [0.01, 0.09],
  ]),
  centre: key(vectorKey.default(0), "Centre c of the potential (x - c)·A(x - c)/2. Unit: length.", 0.5),
  stiffness: key(
    z.union([z.number().nonnegative(), matrixKey]).default(1),
    "A of that potential: a number, or a symmetric matrix. Unit: energy per mass and length².",
    4,
  ),
  axis: key(z.enum(["x", "y"]).optional(), "On two axes: the only axis the density depends on; by default both.", "x"),
});
export type GaussianSpec = z.output<typeof gaussianKeys>;

/**
 * A Gaussian N(mean, covariance) in the potential V = (x - centre)' stiffness (x - centre) / 2 of the coordinates
 * `axes`, uniform along all other axes.
 */
export interface GaussianFlow {
  readonly axes: readonly number[];
  readonly mean: readonly number[];
  readonly covariance: Matrix;
  readonly centre: readonly number[];
  readonly stiffness: Matrix;
}

/**
 * The flow a study means on a domain with `dimension` axes: numbers stand for every component, and for multiples of the
 * identity matrix.
 *
 * @throws {InputError} on wrong lengths, matrices that are not symmetric, a covariance that is not positive definite or
 *   a stiffness that is not positive semidefinite
 */
export function gaussianFlow(spec: GaussianSpec, dimension: number): GaussianFlow {
  if (spec.axis !== undefined && dimension === 1) {
    throw new InputError("axis tells the axes of a box apart, there is only one", {
      path: "reference.axis",
      value: spec.axis,
      remedy: "Remove it.",
    });
  }
  const axes = spec.axis === undefined ? Array.from({ length: dimension }, (_, k) => k) : [spec.axis === "x" ? 0 : 1];
  const size = axes.length;
  if ((spec.variance === undefined) === (spec.covariance === undefined)) {
    const remedy = "Give variance (a number, the same on every axis) or covariance (a matrix), not both.";
    throw new InputError("one of variance and covariance is needed", { path: "reference", remedy });
  }
  const flow = {
    axes,
    mean: vector(spec.mean, size, "mean"),
    covariance: matrix(spec.covariance ?? (spec.variance as number), size, "covariance"),
    centre: vector(spec.centre, size, "centre"),
    stiffness: matrix(spec.stiffness, size, "stiffness"),
  };
  if (!choleskyInPlace(flat(flow.covariance), size, roundOff)) {
    throw new InputError("a covariance must be positive definite", {
      path: "reference.covariance",
      value: flow.covariance,
    });
  }
  const largest = Math.max(...flow.stiffness.flat().map(Math.abs));
  if (!(symmetricEigen(flat(flow.stiffness), size).values[0] >= -roundOff * largest)) {
    throw new InputError("a stiffness must be positive semidefinite", {
      path: "reference.stiffness",
      value: flow.stiffness,
    });
  }
  return flow;
}

function vector(value: number | readonly number[], size: number, name: string): readonly number[] {
  if (typeof value === "number") return Array.from({ length: size }, () => value);
  if (value.length === size) return value;
  throw new InputError(`${name} needs ${size} ${size === 1 ? "component" : "components"}`, {
    path: `reference.${name}`,
    value,
  });
}

function matrix(value: number | Matrix, size: number, name: string): Matrix {
  const indices = Array.from({ length: size }, (_, k) => k);
  if (typeof value === "number") return indices.map((i) => indices.map((j) => (i === j ? value : 0)));
  if (value.length !== size || value.some((row) => row.length !== size)) {
    throw new InputError(`${name} needs ${size} rows of ${size} numbers`, { path: `reference.${name}`, value });
  }
  if (indices.some((i) => indices.some((j) => value[i]?.[j] !== value[j]?.[i]))) {
    throw new InputError(`${name} must be symmetric`, { path: `reference.${name}`, value });
  }
  return value;
}

/** Whether both matrices are diagonal: then the axes do not see each other. */
export function isSeparable({ covariance, stiffness }: GaussianFlow): boolean {
  return [covariance, stiffness].every((m) => m.every((row, i) => row.every((value, j) => i === j || value === 0)));
}

/**
 * One exact step of the minimizing movement scheme for a Gaussian N(m, Sigma): mean and covariance after it.
 *
 * With B = I + tau A: m' = B^-1 (m + tau A b). The covariance C = B^-1/2 Sigma B^-1/2 becomes Y = B^1/2 Sigma' B^1/2
 * with the same eigenvectors and eigenvalues y = (c + 2 tau T + sqrt(c^2 + 4 tau T c)) / 2: the optimality condition of
 * the step is (M - I) / tau = T Sigma'^-1 - A with M the optimal map back to Sigma, M Sigma' M = Sigma, which reads
 * (Y - tau T)^2 = C Y. On one axis this is (1 + tau a) s'^2 - s s' - tau T = 0.
 */
export function iterateFlow(flow: GaussianFlow, tau: number, temperature: number): GaussianFlow {
  const { mean, covariance, centre, stiffness } = flow;
  if (isSeparable(flow)) return iterateAxes(flow, tau, temperature);
  const size = mean.length;
  const matrix = flat(stiffness);
  const damped = identityMatrix(size).map((entry, k) => entry + tau * matrix[k]);
  const damping = symmetricEigen(damped, size);
  const pull = apply(matrix, Float64Array.from(centre));
  const root = spectralFunction(damping, (value) => 1 / Math.sqrt(value));
  const relaxed = symmetricEigen(multiply(multiply(root, flat(covariance), size), root, size), size);
  const grown = spectralFunction(relaxed, (c) => grownEigenvalue(c, tau * temperature));
  const moved = Float64Array.from(mean, (value, i) => value + tau * pull[i]);
  return {
    ...flow,
    mean: Array.from(
      apply(
        spectralFunction(damping, (value) => 1 / value),
        moved,
      ),
    ),
    covariance: symmetricRows(multiply(multiply(root, grown, size), root, size), size),
  };
}

function grownEigenvalue(c: number, tauT: number): number {
  return (c + 2 * tauT + Math.sqrt(c * c + 4 * tauT * c)) / 2;
}

function iterateAxes(flow: GaussianFlow, tau: number, temperature: number): GaussianFlow {
  const at = (of: Matrix, i: number) => of[i][i];
  const next = flow.mean.map((mean, i) => {
    const centre = flow.centre[i];
    return iterateScalar(mean, at(flow.covariance, i), centre, at(flow.stiffness, i), tau, temperature);
  });
  return {
    ...flow,
    mean: next.map(([mean]) => mean),
    covariance: next.map(([, variance], i) => next.map((_, j) => (i === j ? variance : 0))),
  };
}

/**
 * Mean and variance after a step on one axis, from [(m'-m)^2 + (s'-s)^2]/(2 tau) - T log s' + a/2 [(m'-c)^2 + s'^2].
 */
function iterateScalar(
  mean: number,
  variance: number,
  centre: number,
  stiffness: number,
  tau: number,
  temperature: number,
): [mean: number, variance: number] {
  const damping = 1 + tau * stiffness;
  const sigma = Math.sqrt(variance);
  const next = (sigma + Math.sqrt(variance + 4 * tau * temperature * damping)) / (2 * damping);
  return [(mean + tau * stiffness * centre) / damping, next * next];
}

function flat(of: Matrix): Float64Array {
  return Float64Array.from(of.flat());
}

/** The rows of the symmetric part. */
function symmetricRows(of: Float64Array, size: number): Matrix {
  const indices = Array.from({ length: size }, (_, k) => k);
  return indices.map((i) => indices.map((j) => (of[i * size + j] + of[j * size + i]) / 2));
}
