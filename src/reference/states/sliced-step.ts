import { InputError } from "../../errors.js";
import { spend } from "../../numerics/allowance.js";
import { invertDefinite } from "../../numerics/cholesky.js";
import { apply } from "../../numerics/dense.js";
import { spectralFunction, symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { ReferenceFailure } from "../types.js";
import { type GaussianProblem, isotropicFactor, symmetricGaussian } from "./gaussian-problem.js";
import { minimizeNewton, type SmoothFunction } from "./newton.js";
import { type SphereRule, sphereRule } from "./sphere.js";
import { stepByStep } from "./steps.js";
import type { IterateFlow } from "./types.js";

/**
 * The exact steps of the minimizing movement in the sliced Wasserstein metric of a Gaussian: m' = (I + d tau A)^-1 (m
 * + d tau A b), and Sigma' minimizes E[(√(theta' Sigma' theta) - √(theta' Sigma theta))²]/(2 tau) + ½ tr(A Sigma') -
 * (s/2) log det Sigma', E the mean over the sphere.
 *
 * Balls stay balls: their radius solves (1 + d tau a) r'² - r r' - d tau s = 0. Other covariances are found by
 * Newton's method for this convex function, with rules that give means over the circle and over the sphere of R³ to
 * round-off.
 *
 * @throws {InputError} on other covariances in more than three dimensions
 */
export function slicedGaussianIterate(problem: GaussianProblem): IterateFlow {
  const isBall = isotropicFactor(problem.covariance, problem.dimension) !== undefined;
  const isRound = isBall && isotropicFactor(problem.matrix, problem.dimension) !== undefined;
  if (!isRound && problem.dimension > 3) {
    throw new InputError("the exact sliced step of an eccentric Gaussian is available in up to three dimensions", {
      path: "model.dimension",
      value: problem.dimension,
      remedy: "Use reference: {kind: limit}, or multiples of the identity as covariance and matrix.",
    });
  }
  return stepByStep(
    isRound
      ? "exact sliced Wasserstein minimizing movement of a round Gaussian, closed form"
      : "exact sliced Wasserstein minimizing movement of a Gaussian, by Newton's method with means over the sphere",
    problem,
    (before, tau) => ({
      ...before,
      mean: nextMean(before, tau),
      covariance: isRound ? nextBall(before, tau) : slicedStep(before, tau),
    }),
    ({ mean, covariance }) => symmetricGaussian(mean, covariance),
  );
}

function nextMean({ dimension: d, matrix, mean, centre }: GaussianProblem, tau: number): Float64Array {
  const pull = apply(matrix, centre);
  return apply(
    spectralFunction(symmetricEigen(matrix, d), (a) => 1 / (1 + d * tau * a)),
    mean.map((value, i) => value + d * tau * pull[i]),
  );
}

function nextBall({ dimension: d, matrix, covariance, entropy }: GaussianProblem, tau: number): Float64Array {
  const damping = 1 + d * tau * matrix[0];
  const variance = covariance[0];
  const radius = (Math.sqrt(variance) + Math.sqrt(variance + 4 * damping * d * tau * entropy)) / (2 * damping);
  return covariance.map((_, k) => (k % (d + 1) === 0 ? radius * radius : 0));
}

/** Sigma after a step; the rule is refined until it resolves the covariance found. */
function slicedStep(problem: GaussianProblem, tau: number): Float64Array {
  const { dimension: d, covariance } = problem;
  let condition = conditionOf(covariance, d);
  for (;;) {
    const rule = sphereRule(d, condition);
    if (rule === undefined) {
      throw new ReferenceFailure(
        "iterate",
        "stalled",
        "the covariance is too eccentric for exact means over the sphere",
      );
    }
    const packed = pack(covariance, d);
    minimizeNewton(stepFunction(problem, tau, rule), packed, Math.max(...covariance.map(Math.abs)));
    const found = unpack(packed, d);
    const next = conditionOf(found, d);
    if (next <= condition * (1 + 1e-9)) return found;
    condition = 1.2 * next;
  }
}

function conditionOf(sigma: Float64Array, d: number): number {
  const { values } = symmetricEigen(sigma, d);
  return values[d - 1] / values[0];
}

/** The function of the upper triangle of Sigma' that a step minimizes, up to constants. */
function stepFunction(problem: GaussianProblem, tau: number, rule: SphereRule): SmoothFunction {
  const { dimension: d, covariance, matrix, entropy } = problem;
  const size = (d * (d + 1)) / 2;
  const products = packedProducts(rule, d);
  const before = pairings(products, pack(covariance, d)).map(Math.sqrt);
  const scratch = new Float64Array(d * d);
  const stiffness = pack(matrix, d).map((value, k) => value * multiplicity(k, d));
  return {
    evaluate(x, gradient) {
      const full = unpack(x, d);
      const logDet = invertDefinite(full, 0, d, scratch);
      if (Number.isNaN(logDet)) return Number.NaN;
      const inverse = pack(full, d);
      let value = (-entropy / 2) * logDet;
      for (let k = 0; k < size; k++) {
        value += (stiffness[k] * x[k]) / 2;
        gradient[k] = (stiffness[k] - entropy * multiplicity(k, d) * inverse[k]) / 2;
      }
      spend((products.length * size) / 300);
      const q = pairings(products, x);
      for (let n = 0; n < q.length; n++) {
        const root = Math.sqrt(q[n]);
        const gap = root - before[n];
        const weight = rule.weights[n];
        value += (weight * gap * gap) / (2 * tau);
        const slope = (weight * gap) / (2 * tau * root);
        for (let k = 0; k < size; k++) {
          gradient[k] = gradient[k] + slope * products[n * size + k];
        }
      }
      return value;
    },
    hessian(x, out) {
      const inverse = unpack(x, d);
      invertDefinite(inverse, 0, d, scratch);
      entropyHessian(inverse, entropy, d, out);
      const q = pairings(products, x);
      for (let n = 0; n < q.length; n++) {
        const bend = (rule.weights[n] * before[n]) / (4 * tau * q[n] ** 1.5);
        for (let k = 0; k < size; k++) {
          const row = bend * products[n * size + k];
          for (let l = 0; l < size; l++) {
            out[k * size + l] = out[k * size + l] + row * products[n * size + l];
          }
        }
      }
    },
  };
}

/** Second derivatives of -(s/2) log det Sigma: (s/2) tr(P E_k P E_l), P = Sigma^-1, E_k the symmetric unit matrices. */
function entropyHessian(inverse: Float64Array, entropy: number, d: number, out: Float64Array): void {
  const places = triangle(d);
  places.forEach(([i, j], k) => {
    places.forEach(([a, b], l) => {
      const at = (row: number, column: number) => inverse[row * d + column];
      const both = at(i, a) * at(j, b) + at(i, b) * at(j, a);
      const factor = (multiplicity(k, d) * multiplicity(l, d)) / 2;
      out[k * places.length + l] = (entropy / 2) * factor * both;
    });
  });
}

/** Places (i, j), i <= j, of the upper triangle, row by row. */
function triangle(d: number): (readonly [i: number, j: number])[] {
  const places: (readonly [number, number])[] = [];
  for (let i = 0; i < d; i++) for (let j = i; j < d; j++) places.push([i, j]);
  return places;
}

/** 1 on the diagonal, 2 off it: how often an entry of the triangle is in the matrix. */
function multiplicity(k: number, d: number): number {
  const [i, j] = triangle(d)[k] as readonly [number, number];
  return i === j ? 1 : 2;
}

function pack(matrix: Float64Array, d: number): Float64Array {
  return Float64Array.from(triangle(d), ([i, j]) => matrix[i * d + j]);
}

function unpack(packed: Float64Array, d: number): Float64Array {
  const matrix = new Float64Array(d * d);
  triangle(d).forEach(([i, j], k) => {
    matrix[i * d + j] = packed[k];
    matrix[j * d + i] = packed[k];
  });
  return matrix;
}

/** The slopes of theta' Sigma theta by the entries of the triangle, `direction * size + entry`. */
function packedProducts({ directions, weights }: SphereRule, d: number): Float64Array {
  const places = triangle(d);
  const result = new Float64Array(weights.length * places.length);
  for (let n = 0; n < weights.length; n++) {
    places.forEach(([i, j], k) => {
      const product = directions[n * d + i] * directions[n * d + j];
      result[n * places.length + k] = i === j ? product : 2 * product;
    });
  }
  return result;
}

function pairings(products: Float64Array, packed: Float64Array): Float64Array {
  const size = packed.length;
  const result = new Float64Array(products.length / size);
  for (let n = 0; n < result.length; n++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += products[n * size + k] * packed[k];
    result[n] = sum;
  }
  return result;
}
