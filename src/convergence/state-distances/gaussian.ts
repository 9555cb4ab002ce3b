import type { Moments } from "../../model/states/state.js";
import { multiply, transpose } from "../../numerics/dense.js";
import { polarFactor, singularVectors } from "../../numerics/singular-vectors.js";
import { type SymmetricEigen, spectralFunction, symmetricEigen } from "../../numerics/symmetric-eigen.js";

/** Share of the largest eigenvalue below which an eigenvalue is zero up to round-off. */
const negligibleShare = 1e-15;

/**
 * W2 of Gaussians N(m, A), N(m', B): (|m - m'|² + tr(A + B - 2 (A^½ B A^½)^½))^½.
 *
 * The trace cancels where B is close to A. With D = B - A, S = (A^½ B A^½)^½ and orthonormal eigenvectors A u_j = a_j
 * u_j, S v_i = s_i v_i it is instead computed as the sum of squares
 *
 *     sum over i, j of [v_i' A^½ D u_j / (s_i + a_j)]²:
 *
 * the optimal map is I + A^{-½} X A^{-½} with X = S - A, its cost |X A^{-½}|²_F, and S X + X A = S² - A² = A^½ D A^½.
 * A is the covariance with the larger smallest eigenvalue, and D may be singular, of any sign and size. If both are
 * singular, the distance is |A^½ - B^½ U|_F, with the orthogonal U that makes it least.
 *
 * @see Bhatia, Jain & Lim, Expo. Math. 37 (2019) 165
 */
export function gaussianWasserstein(a: Moments, b: Moments): number {
  return Math.hypot(meanDistance(a, b), buresDistance(a.covariance, b.covariance, a.mean.length));
}

/** W2 of centred Gaussians; covariances may be singular. */
function buresDistance(first: Float64Array, second: Float64Array, d: number): number {
  const [a, b] = [clippedEigen(first, d), clippedEigen(second, d)];
  const [leastA, leastB] = [a.values[0], b.values[0]];
  if (leastA <= 0 && leastB <= 0) return singularBures(a, b);
  const difference = first.map((value, k) => value - second[k]);
  return leastA >= leastB ? regularBures(a, b, difference) : regularBures(b, a, difference);
}

/** @param a positive definite */
function regularBures(a: SymmetricEigen, b: SymmetricEigen, difference: Float64Array): number {
  const d = a.values.length;
  const [rootA, rootB] = [spectralFunction(a, Math.sqrt), spectralFunction(b, Math.sqrt)];
  // S² = m' m with m = B^½ A^½: its eigenvectors and the roots of its eigenvalues are those of m, without squaring it.
  const { scaled, right } = singularVectors(multiply(rootB, rootA, d), d);
  const inBases = multiply(multiply(multiply(transpose(right, d), rootA, d), difference, d), a.vectors, d);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    const s = Math.hypot(...scaled.filter((_, k) => k % d === i));
    for (let j = 0; j < d; j++) sum += (inBases[i * d + j] / (s + a.values[j])) ** 2;
  }
  return Math.sqrt(sum);
}

function singularBures(a: SymmetricEigen, b: SymmetricEigen): number {
  const d = a.values.length;
  const [rootA, rootB] = [spectralFunction(a, Math.sqrt), spectralFunction(b, Math.sqrt)];
  const turned = multiply(rootB, polarFactor(multiply(rootB, rootA, d), d), d);
  return distance(rootA, turned);
}

/** Eigenpairs of a covariance, with what is zero up to round-off made zero. */
function clippedEigen(covariance: Float64Array, d: number): SymmetricEigen {
  const { values, vectors } = symmetricEigen(covariance, d);
  const least = negligibleShare * d * values[d - 1];
  return { values: values.map((value) => (value > least ? value : 0)), vectors };
}

/**
 * KL(a|b) + KL(b|a) of Gaussians: ½ [tr(A^{-1} B + B^{-1} A) - 2 d + δ' (A^{-1} + B^{-1}) δ], δ = m - m'.
 *
 * With the eigenvalues k of A^{-½} (B - A) A^{-½} the trace is the sum of k² / (1 + k), which keeps its digits however
 * small it is.
 *
 * @returns NaN where a covariance is singular up to round-off
 */
export function symmetricKl(a: Moments, b: Moments): number {
  const d = a.mean.length;
  const [eigenA, eigenB] = [clippedEigen(a.covariance, d), clippedEigen(b.covariance, d)];
  if (!(eigenA.values[0] > 0 && eigenB.values[0] > 0)) return Number.NaN;
  const difference = b.covariance.map((value, k) => value - a.covariance[k]);
  const inverseRoot = spectralFunction(eigenA, (value) => 1 / Math.sqrt(value));
  const { values } = symmetricEigen(multiply(multiply(inverseRoot, difference, d), inverseRoot, d), d);
  const spread = values.reduce((sum, k) => sum + (k * k) / (1 + k), 0);
  const delta = a.mean.map((value, k) => value - b.mean[k]);
  return (spread + inverseForm(eigenA, delta) + inverseForm(eigenB, delta)) / 2;
}

/** x' A^{-1} x. */
function inverseForm({ values, vectors }: SymmetricEigen, x: Float64Array): number {
  const components = multiply(x, vectors, x.length);
  return components.reduce((sum, component, j) => sum + component ** 2 / values[j], 0);
}

/** |m - m'|. */
export function meanDistance(a: Moments, b: Moments): number {
  return distance(a.mean, b.mean);
}

/** |A - B|_F. */
export function covarianceDistance(a: Moments, b: Moments): number {
  return distance(a.covariance, b.covariance);
}

/**
 * Distance of the ascending eigenvalues of symmetric matrices, (sum of (λ_i - μ_i)²)^½: of centred Gaussians with these
 * covariances the IGW distance, and its least value between any measures with these second moments.
 *
 * The cross moment of a coupling is C = A^½ K B^½ with |K| <= 1, so that |C|²_F = tr(A K B K') is at most the sum of
 * λ_i μ_i.
 *
 * @see Le et al., Entropic Gromov–Wasserstein between Gaussian distributions, ICML 2022; Zhang et al. (2024), arXiv
 *   2407.11800
 */
export function spectrumDistance(a: Float64Array, b: Float64Array, d: number): number {
  return distance(symmetricEigen(a, d).values, symmetricEigen(b, d).values);
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((value, k) => value - b[k]));
}
