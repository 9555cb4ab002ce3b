import { solveDense } from "./dense.js";

export type Objective = (z: readonly number[]) => number;

/**
 * A local minimizer for an oracle: Newton's method on finite differences, with a shift where the Hessian is not
 * positive and halved steps where the objective does not fall. Needs nothing but values; infinite ones are off limits.
 *
 * Gradients are differences of fourth order, so that the minimizer is accurate to about 1e-10 for objectives of size 1.
 *
 * @returns the minimizer, and the norm of the gradient there
 */
export function minimize(objective: Objective, start: readonly number[]): { z: number[]; slope: number } {
  let z = [...start];
  for (let iteration = 0; iteration < 60; iteration++) {
    const gradient = gradientOf(objective, z);
    const step = descent(hessianOf(objective, z), gradient);
    const next = lineSearch(objective, z, step);
    if (next === undefined) break;
    const gain = objective(z) - objective(next);
    z = next;
    // So little was left before this step; the step itself has squared the error.
    if (gain < 1e-15) break;
  }
  return { z, slope: Math.hypot(...gradientOf(objective, z)) };
}

/** The best of the minimizers from a start and from `tries` disturbances of it by up to `spread`. */
export function minimizeFromMany(objective: Objective, start: readonly number[], spread: number, tries = 3) {
  const starts = Array.from({ length: tries }, (_, k) =>
    start.map((value, i) => value + spread * Math.sin(1 + 7.3 * (k + 1) * (i + 1))),
  );
  const found = [start, ...starts.filter((one) => Number.isFinite(objective(one)))].map((one) =>
    minimize(objective, one),
  );
  return found.reduce((best, one) => (objective(one.z) < objective(best.z) ? one : best));
}

function shifted(z: readonly number[], i: number, by: number): number[] {
  return z.map((value, k) => (k === i ? value + by : value));
}

function gradientOf(objective: Objective, z: readonly number[]): number[] {
  const h = 1e-3;
  return z.map((_, i) => {
    const difference = (by: number): number =>
      (objective(shifted(z, i, by)) - objective(shifted(z, i, -by))) / (2 * by);
    return (4 * difference(h / 2) - difference(h)) / 3;
  });
}

function hessianOf(objective: Objective, z: readonly number[]): number[][] {
  const h = 1e-4;
  return z.map((_, i) =>
    z.map((__, j) => {
      const at = (a: number, b: number): number => objective(shifted(shifted(z, i, a * h), j, b * h));
      return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h);
    }),
  );
}

/** -(H + shift)^{-1} gradient with the smallest shift tried that makes it point downhill. */
function descent(hessian: readonly (readonly number[])[], gradient: readonly number[]): number[] {
  const scale = Math.max(...hessian.flat().map(Math.abs), 1e-12);
  for (let shift = 1e-6 * scale; ; shift *= 10) {
    const matrix = hessian.map((row, i) => row.map((value, j) => (i === j ? value + shift : value)));
    const step = solveDense(
      matrix,
      gradient.map((g) => -g),
    );
    const slope = step.reduce((sum, value, i) => sum + value * gradient[i], 0);
    if (slope <= 0 || shift > 1e3 * scale) return step;
  }
}

function lineSearch(objective: Objective, z: readonly number[], step: readonly number[]): number[] | undefined {
  const before = objective(z);
  for (let s = 1; s > 1e-12; s /= 2) {
    const next = z.map((value, i) => value + s * step[i]);
    if (objective(next) <= before + 1e-15 * Math.abs(before)) return next;
  }
  return undefined;
}

/** All orders of 0 ... n - 1. */
export function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, place) => [...rest.slice(0, place), n - 1, ...rest.slice(place)]),
  );
}

/** Largest difference of two vectors. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a).map((value, k) => Math.abs(value - b[k])));
}
