import { meanOf } from "../numerics/vector.js";
import { counts } from "./fits.js";
import type { MeasuredLevel } from "./level.js";
import { type Linearization, type Minimum, minimizeSquares } from "./levenberg-marquardt.js";
import { confidence } from "./power-law.js";
import { studentQuantile } from "./student.js";

/** A fitted number with its standard error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** The fit e = A tau^p + B h^q of a tensor sweep, or why there is none. */
export type TensorFit =
  | {
      readonly A: Estimate;
      readonly p: Estimate;
      readonly B: Estimate;
      readonly q: Estimate;
      /** Root mean square of fit / error - 1. */
      readonly misfit: number;
      readonly levels: number;
      readonly reason?: undefined;
    }
  | { readonly reason: string; readonly levels: number };

/** An error at a pair of sizes. */
export interface SizedError {
  readonly tau: number;
  readonly h: number;
  readonly error: number;
}

/** Four parameters, and one more point for their uncertainty. */
const fewestLevels = 5;
/** Values of tau, and of h, that coarse levels are not left out of. */
const fewestValues = 3;
/** Nobody would see a smaller misfit. */
const negligibleMisfit = 1e-3;
/** A term that nowhere makes up this part of the error cannot be told from what else the error consists of. */
const leastShare = 0.02;
/** A fit that misses the errors by more is no description of them. */
const mostMisfit = 0.1;
/** An exponent, or the logarithm of a term, with a wider 95 % interval than this to either side is not known. */
const mostHalfWidth = 0.5;
/** Correlation of log tau and log h beyond which one cannot tell whose error it is. */
const mostCorrelation = 0.99;
/** Pairs of exponents the iteration starts from. */
const starts = [-0.5, 0.5, 1, 2].flatMap((p) => [1, 2, 3].map((q) => [p, q] as const));

/** Fits e = A tau^p + B h^q to every error of a tensor sweep, over the levels that count. */
export function fitTensor(levels: readonly MeasuredLevel[], errors: readonly string[]): Record<string, TensorFit> {
  const points = (error: string): SizedError[] =>
    levels.filter((level) => counts(level, error)).map(({ tau, h, errors: own }) => ({ tau, h, error: own[error] }));
  return Object.fromEntries(errors.map((error) => [error, fitTwoPowers(points(error))]));
}

/**
 * Fits e = A tau^p + B h^q, A, B > 0, by least squares of the relative residuals fit / e - 1.
 *
 * The unknowns are log A, p, log B, q, with tau and h measured in their geometric means, which decouples exponents and
 * constants. Standard errors come from the Jacobian at the minimum, (J^T J)^-1 times the variance of the residuals. The
 * best of several starts is taken. The coarsest steps or meshes are left out as not yet asymptotic where that halves
 * the misfit and leaves three of each. The fit is refused where a parameter is not determined by the errors.
 */
export function fitTwoPowers(points: readonly SizedError[]): TensorFit {
  const levels = points.length;
  const unfit = whyUnfit(points);
  if (unfit !== undefined) return { reason: unfit, levels };
  const { scaled, minimum } = withoutCoarse(points, fitAll(points));
  const reason = whyRefused(scaled, minimum);
  return reason === undefined ? describe(scaled, minimum) : { reason, levels: scaled.error.length };
}

function whyUnfit(points: readonly SizedError[]): string | undefined {
  if (points.length < fewestLevels) return `${points.length} levels count, ${fewestLevels} are needed`;
  if (distinct(points, "tau").length < 2) return "tau takes one value only";
  if (distinct(points, "h").length < 2) return "h takes one value only";
  const together = "tau and h change together: their errors cannot be told apart";
  return isOnPath(centre(points)) ? together : undefined;
}

/** Values of a size, the largest first. */
function distinct(points: readonly SizedError[], size: "tau" | "h"): number[] {
  return [...new Set(points.map((point) => point[size]))].sort((a, b) => b - a);
}

interface Fitted {
  readonly scaled: Scaled;
  readonly minimum: Minimum;
  readonly misfit: number;
}

function fitAll(points: readonly SizedError[]): Fitted {
  const scaled = centre(points);
  const minimum = bestMinimum(scaled);
  return { scaled, minimum, misfit: misfitOf(scaled, minimum) };
}

/** The fit without the coarsest tau or h, again and again, as long as it is twice as good. */
function withoutCoarse(points: readonly SizedError[], fitted: Fitted): Fitted {
  if (fitted.misfit < negligibleMisfit) return fitted;
  for (const size of ["tau", "h"] as const) {
    const values = distinct(points, size);
    const rest = points.filter((point) => point[size] !== values[0]);
    if (values.length <= fewestValues || rest.length <= fewestLevels) continue;
    const other = fitAll(rest);
    if (other.misfit <= fitted.misfit / 2) return withoutCoarse(rest, other);
  }
  return fitted;
}

/** Logarithms of sizes about their means, and of errors. */
interface Scaled {
  readonly tau: readonly number[];
  readonly h: readonly number[];
  readonly error: readonly number[];
  readonly meanTau: number;
  readonly meanH: number;
}

function centre(points: readonly SizedError[]): Scaled {
  const logTau = points.map(({ tau }) => Math.log(tau));
  const logH = points.map(({ h }) => Math.log(h));
  const [meanTau, meanH] = [meanOf(logTau), meanOf(logH)];
  const error = points.map((point) => Math.log(point.error));
  return { tau: logTau.map((x) => x - meanTau), h: logH.map((x) => x - meanH), error, meanTau, meanH };
}

/** Whether the pairs of sizes lie on one curve tau = c h^k. */
function isOnPath({ tau, h }: Scaled): boolean {
  const product = (x: readonly number[], y: readonly number[]): number => meanOf(x.map((v, k) => v * y[k]));
  return product(tau, h) ** 2 > mostCorrelation ** 2 * product(tau, tau) * product(h, h);
}

/** Shares of the two terms in each error: A tau^p / e and B h^q / e. */
function sharesOf(
  { tau, h, error }: Scaled,
  [a = 0, p = 0, b = 0, q = 0]: readonly number[],
): (readonly [number, number])[] {
  return error.map((e, k) => [Math.exp(a + p * tau[k] - e), Math.exp(b + q * h[k] - e)]);
}

function linearize(scaled: Scaled, parameters: readonly number[]): Linearization {
  const shares = sharesOf(scaled, parameters);
  return {
    residuals: shares.map(([u, v]) => u + v - 1),
    jacobian: shares.map(([u, v], k) => [u, u * scaled.tau[k], v, v * scaled.h[k]]),
  };
}

function bestMinimum(scaled: Scaled): Minimum {
  const half = meanOf(scaled.error) - Math.LN2;
  return starts
    .map(([p, q]) => minimizeSquares((parameters) => linearize(scaled, parameters), [half, p, half, q]))
    .reduce((best, minimum) => (minimum.sumOfSquares < best.sumOfSquares ? minimum : best));
}

function whyRefused(scaled: Scaled, minimum: Minimum): string | undefined {
  const misfit = misfitOf(scaled, minimum);
  if (!(misfit <= mostMisfit))
    return `no sum of two powers describes the errors: the best misses by ${percent(misfit)}`;
  const shares = sharesOf(scaled, minimum.parameters);
  const [time, mesh] = [Math.max(...shares.map(([u]) => u)), Math.max(...shares.map(([, v]) => v))];
  if (time < leastShare) return `the error in tau is nowhere more than ${percent(time)} of the whole`;
  if (mesh < leastShare) return `the error in h is nowhere more than ${percent(mesh)} of the whole`;
  return whyUncertain(minimum, scaled.error.length - 4);
}

/** The first parameter that is not known: of the terms their sizes at the centre, where they are known best. */
function whyUncertain({ covariance, sumOfSquares }: Minimum, freedom: number): string | undefined {
  if (covariance === undefined) return "the errors do not determine the four parameters";
  const factor = studentQuantile(confidence, freedom) * Math.sqrt(sumOfSquares / freedom);
  for (const [k, name] of ["the error in tau", "p", "the error in h", "q"].entries()) {
    const half = factor * Math.sqrt(covariance[k][k]);
    if (!(half <= mostHalfWidth)) return `${name} is uncertain by ${k % 2 === 0 ? percent(half) : format(half)}`;
  }
  return undefined;
}

function misfitOf({ error }: Scaled, { sumOfSquares }: Minimum): number {
  return Math.sqrt(sumOfSquares / error.length);
}

/** Standard errors of log A, p, log B, q, the constants in the units of the study. */
function standardErrors({ error, meanTau, meanH }: Scaled, { sumOfSquares, covariance }: Minimum): number[] {
  if (covariance === undefined) return [];
  const variance = sumOfSquares / (error.length - 4);
  const c = (i: number, j: number): number => covariance[i][j];
  // log A = a - p meanTau, and likewise for B.
  const logA = c(0, 0) - 2 * meanTau * c(0, 1) + meanTau * meanTau * c(1, 1);
  const logB = c(2, 2) - 2 * meanH * c(2, 3) + meanH * meanH * c(3, 3);
  return [logA, c(1, 1), logB, c(3, 3)].map((value) => Math.sqrt(Math.max(value, 0) * variance));
}

function describe(scaled: Scaled, minimum: Minimum): TensorFit {
  const [a = 0, p = 0, b = 0, q = 0] = minimum.parameters;
  const [sa = 0, sp = 0, sb = 0, sq = 0] = standardErrors(scaled, minimum);
  const [A, B] = [Math.exp(a - p * scaled.meanTau), Math.exp(b - q * scaled.meanH)];
  return {
    A: { value: A, standardError: A * sa },
    p: { value: p, standardError: sp },
    B: { value: B, standardError: B * sb },
    q: { value: q, standardError: sq },
    misfit: misfitOf(scaled, minimum),
    levels: scaled.error.length,
  };
}

function percent(part: number): string {
  return `${format(100 * part)} %`;
}

/** Two significant digits. */
function format(value: number): string {
  return String(Number(value.toPrecision(2)));
}
