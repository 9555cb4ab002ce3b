import { crossMoments } from "../../numerics/cross-moments.js";
import { multiply } from "../../numerics/dense.js";
import { spectralFunction, symmetricEigen } from "../../numerics/symmetric-eigen.js";
import { largest } from "../../numerics/vector.js";
import { minimizeNewton, type SmoothFunction } from "./newton.js";
import { createHessian } from "./particle-hessian.js";
import { checkSize } from "./particle-iterate.js";
import { checkInvariance } from "./particle-limit.js";
import { movedTo, type ParticleProblem } from "./particle-problem.js";
import { stepByStep } from "./steps.js";
import type { IterateFlow } from "./types.js";

/**
 * The exact steps of the inner-product Gromov–Wasserstein movement of particles that keep their partners: Σ w_i w_j
 * (y_i·y_j - x_i·x_j)²/(2 tau) + F(Y) is minimized by Newton's method with the full matrix of inner products, and Y
 * turned so that ∫ y x' is symmetric positive semidefinite.
 *
 * @throws {InputError} on too many particles, or where rotations change the energy
 * @see Zhang, Goldfeld, Greenewald, Mroueh & Sriperumbudur, arXiv 2407.11800
 */
export function gromovParticleIterate(problem: ParticleProblem): IterateFlow {
  checkSize(problem);
  checkInvariance(problem);
  return stepByStep(
    "exact inner-product Gromov–Wasserstein minimizing movement of the particles, by Newton's method",
    problem.positions,
    (before, tau) => {
      const next = Float64Array.from(before);
      minimizeNewton(gromovMovement(problem, before, tau), next, largest(before));
      return aligned(next, before, problem);
    },
    (positions) => movedTo(problem, positions),
  );
}

/**
 * What a step minimizes, plus |antisymmetric part of Σ w_i y_i x_i'|²/(4 tau), which singles out one of the rotations
 * of a minimizer.
 */
export function gromovMovement(problem: ParticleProblem, before: Float64Array, tau: number): SmoothFunction {
  const { weights, dimension: d, energy, count } = problem;
  const addHessian = createHessian(problem);
  const gauges = rotations(before, weights, d);
  const defect = (x: Float64Array, i: number, j: number) => inner(x, i, j, d) - inner(before, i, j, d);
  return {
    evaluate(x, gradient) {
      let value = energy.gradient(x, gradient);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          const weight = (weights[i] * weights[j]) / tau;
          const gap = defect(x, i, j);
          value += (weight * gap * gap) / 2;
          for (let a = 0; a < d; a++) {
            const k = i * d + a;
            gradient[k] = gradient[k] + 2 * weight * gap * x[j * d + a];
          }
        }
      }
      for (const gauge of gauges) {
        const turned = gauge.reduce((sum, value_, k) => sum + value_ * x[k], 0);
        value += (turned * turned) / (2 * tau);
        for (let k = 0; k < x.length; k++) gradient[k] = gradient[k] + (turned * gauge[k]) / tau;
      }
      return value;
    },
    hessian(x, out) {
      out.fill(0);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          addBlock(x, out, d, i, j, (2 * weights[i] * weights[j]) / tau, defect(x, i, j));
        }
      }
      for (const gauge of gauges) {
        for (let k = 0; k < x.length; k++) {
          for (let l = 0; l < x.length; l++) {
            const at = k * x.length + l;
            out[at] = out[at] + (gauge[k] * gauge[l]) / tau;
          }
        }
      }
      addHessian(x, out);
    },
  };
}

/** The pair's part of the second derivatives: gap I + y_j y_i' in block (i, j), y_j y_j' in block (i, i). */
function addBlock(
  x: Float64Array,
  out: Float64Array,
  d: number,
  i: number,
  j: number,
  weight: number,
  gap: number,
): void {
  const size = x.length;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) {
      const row = (i * d + a) * size;
      const ya = x[j * d + a];
      const off = row + j * d + b;
      out[off] = out[off] + weight * ((a === b ? gap : 0) + ya * x[i * d + b]);
      const on = row + i * d + b;
      out[on] = out[on] + weight * ya * x[j * d + b];
    }
  }
}

/** For every plane (a, b) the coefficients of Σ w_i (y_ia x_ib - y_ib x_ia), linear in Y. */
function rotations(x: Float64Array, weights: Float64Array, d: number): Float64Array[] {
  const result: Float64Array[] = [];
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < a; b++) {
      const gauge = new Float64Array(x.length);
      weights.forEach((weight, i) => {
        gauge[i * d + a] = weight * x[i * d + b];
        gauge[i * d + b] = -weight * x[i * d + a];
      });
      result.push(gauge);
    }
  }
  return result;
}

function inner(x: Float64Array, i: number, j: number, d: number): number {
  let sum = 0;
  for (let a = 0; a < d; a++) sum += x[i * d + a] * x[j * d + a];
  return sum;
}

/** Y turned so that C = Σ w_i y_i x_i', symmetric by the choice of the rotation, has no negative eigenvalues. */
function aligned(y: Float64Array, x: Float64Array, { weights, dimension: d }: ParticleProblem): Float64Array {
  const eigen = symmetricEigen(crossMoments(y, x, weights, d), d);
  const signs = spectralFunction(eigen, (value) => (value < 0 ? -1 : 1));
  return multiply(y, signs, d);
}
