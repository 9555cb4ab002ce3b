import { compensatedSum } from "../numerics/compensated-sum.js";
import { isWithin } from "../numerics/finite.js";
import { sumOf } from "../numerics/vector.js";
import { evaluateResidual, type ImplicitEquation, isStiff } from "./implicit-equation.js";
import { search, updateDensity } from "./implicit-update.js";
import { isSettled } from "./settled.js";

const maxIterations = 60;
/** Full updates taken although no damping decreases the residual: at a kink of a limiter the best way is across. */
const maxJumps = 8;
/** L1 size of a Newton correction, relative to the mass, after which a step counts as solved. */
const tolCorrection = 1e-12;
/** L1 residual, relative to the mass, below which round-off decides and updates are no longer damped. */
const tolResidual = 1e-12;
/** L1 residual, relative to the mass, that the recomputation at the solution must confirm. */
const tolAccepted = 1e-10;

export type ImplicitStatus = "converged" | "stalled" | "maxIterations" | "nonFinite";

/**
 * Solves f - dt G(f) = base for a positive f, given a positive base.
 *
 * Newton in the form (I - dt G'(f)) next = base + dt (G(f) - G'(f) f), which computes the next density rather than its
 * change: the last term vanishes for everything homogeneous of degree 1, the matrix is an M-matrix wherever exchange
 * and transport are monotone, and then the next density is positive with all its digits, however far a tail has fallen
 * within the step. The change decreases the L1 residual, in which it is damped; where the density grows by orders of
 * magnitude its logarithm is updated if that gets further (a logarithmic exchange into an empty cell takes a few
 * iterations instead of hundreds).
 *
 * @param density initial guess, > 0; on return the solution
 */
export function solveFrom(equation: ImplicitEquation, density: Float64Array): ImplicitStatus {
  const { system, base, dt, work } = equation;
  const mass = sumOf(base);
  const stiff = isStiff(equation);
  const roundOff = mass * (tolResidual + 4 * Number.EPSILON * dt * (stiff ? system.transportRate : system.largestRate));
  let norm = evaluateResidual(equation, density);
  let jumps = maxJumps;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { next } = work;
    system.linearize(density, dt, work.matrix, next);
    if (!solveNext(equation, density, stiff)) return "nonFinite";
    for (let k = 0; k < system.size; k++) work.explicit[k] = density[k] - work.residual[k];
    const settled = isSettled(density, next, system.strides, tolCorrection * mass + 0.01 * roundOff);
    // Round-off of stiff exchange is large in a residual, but not in a correction, which divides by the stiffness.
    const floor = roundOff + (stiff ? dt * system.exchangeRoundOff(density) : 0);
    let reached = search(equation, density, norm, floor);
    if (Number.isNaN(reached)) return "nonFinite";
    if (reached === Number.POSITIVE_INFINITY) {
      if (jumps-- === 0) return "stalled";
      updateDensity(density, next, 1, density);
      reached = evaluateResidual(equation, density);
    }
    norm = reached;
    const accepted = tolAccepted * mass + 4 * floor;
    if (settled && isWithin(norm, accepted)) return finish(equation, density, accepted);
  }
  return "maxIterations";
}

/**
 * The next density, from I - dt G' in the matrix and dt (G - G' f) in `next`; false where there is none.
 *
 * A large affine part of stiff exchange would leave its round-off in the sum of two layers. There the change is solved
 * for: in the sum of their residuals fluxes cancel to the last digit.
 */
function solveNext(equation: ImplicitEquation, density: Float64Array, stiff: boolean): boolean {
  const { system, base, work } = equation;
  const { next, matrix } = work;
  const byChange = stiff && system.isAffine;
  if (byChange) evaluateResidual(equation, density);
  for (let k = 0; k < system.size; k++) {
    next[k] = byChange ? -work.residual[k] : next[k] + base[k];
  }
  const solved = matrix.solve(next, density, stiff);
  if (byChange) for (let k = 0; k < system.size; k++) next[k] = next[k] + density[k];
  return solved && Number.isFinite(sumOf(next));
}

/**
 * Believes the solution only at a small recomputed residual, and scales it to the mass of `base`.
 *
 * The factor differs from 1 by the round-off of the linear solve: columns of the matrix sum to 1. (The update
 * base + dt G(f) would conserve mass cell by cell, but amplifies round-off by dt T / h^2.)
 */
function finish(equation: ImplicitEquation, density: Float64Array, tolerance: number): ImplicitStatus {
  const norm = evaluateResidual(equation, density);
  if (!Number.isFinite(norm)) return "nonFinite";
  if (!isWithin(norm, tolerance)) return "stalled";
  const factor = compensatedSum(equation.base) / compensatedSum(density);
  for (let k = 0; k < density.length; k++) density[k] = density[k] * factor;
  return "converged";
}
