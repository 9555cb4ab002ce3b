import { compensatedSum } from "../numerics/compensated-sum.js";
import { isWithin } from "../numerics/finite.js";
import type { Jacobian } from "./jacobian.js";
import type { LimitSystem } from "./limit-system.js";

const maxIterations = 60;
const maxHalvings = 30;
/** Full updates taken although no damping decreases the residual: at a kink of a limiter the best way is across. */
const maxJumps = 8;
/** Number of doublings of dt on the path that is followed when nothing else converges. */
const pathLength = 14;
/** L1 size of a Newton correction, relative to the mass, after which a step counts as solved. */
const tolCorrection = 1e-12;
/** Relative size of a correction in any cell that counts: the tails need not be sharp, but they must be settled. */
const tolRelative = 1e-4;
/** Cells below this part of the largest density do not hold up an iteration. */
const negligiblePart = 1e-20;
/** L1 residual, relative to the mass, below which round-off decides and updates are no longer damped. */
const tolResidual = 1e-12;
/** L1 residual, relative to the mass, that the recomputation at the solution must confirm. */
const tolAccepted = 1e-10;
/**
 * Rate of exchange times dt above which the round-off of its fluxes is bounded term by term, and eliminated without
 * differences: the linear solve loses that many times 1e-16.
 */
const stiffExchange = 1e3;
/** What an iteration leaves of a density that the linearization makes negative. */
const leastFactor = 0.1;

export type ImplicitStatus = "converged" | "stalled" | "maxIterations" | "nonFinite";

/** Buffers of `implicitStep` for one system. */
export interface ImplicitWorkspace {
  readonly matrix: Jacobian;
  readonly rate: Float64Array;
  readonly residual: Float64Array;
  readonly next: Float64Array;
  readonly explicit: Float64Array;
  readonly other: Float64Array;
  readonly trial: Float64Array;
}

export function createImplicitWorkspace(system: LimitSystem): ImplicitWorkspace {
  const { size } = system;
  return {
    matrix: system.createJacobian(),
    rate: new Float64Array(size),
    residual: new Float64Array(size),
    next: new Float64Array(size),
    explicit: new Float64Array(size),
    other: new Float64Array(size),
    trial: new Float64Array(size),
  };
}

/**
 * One implicit Euler step, f - dt G(f) = base, with the means to reach it from afar.
 *
 * Newton starts from `density`; if it does not converge, from the step of the system's monotone neighbour, of its relaxed
 * neighbour where exchange is stiff, and finally along a path of growing dt.
 *
 * @param density initial guess, > 0; on return the solution
 */
export function implicitStep(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  work: ImplicitWorkspace,
): ImplicitStatus {
  let status = solveFrom(system, base, dt, density, work);
  if (status !== "converged") status = solveAfter(system.neighbour, system, base, dt, density, work) ?? status;
  if (status !== "converged" && isStiff(system, dt)) {
    status = solveAfter(system.relaxed(), system, base, dt, density, work) ?? status;
  }
  if (status === "converged") return status;
  density.set(base);
  for (let part = dt / 2 ** (pathLength - 1); part <= dt; part *= 2) {
    status = solveFrom(system, base, part, density, work);
    if (status !== "converged") return status;
  }
  return status;
}

/** The status from the step of another system on; undefined where that has none. */
function solveAfter(
  other: LimitSystem | null,
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  work: ImplicitWorkspace,
): ImplicitStatus | undefined {
  if (other === null) return undefined;
  density.set(base);
  if (solveFrom(other, base, dt, density, work) !== "converged") return undefined;
  return solveFrom(system, base, dt, density, work);
}

function isStiff({ stiffness }: LimitSystem, dt: number): boolean {
  return dt * stiffness > stiffExchange;
}

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
function solveFrom(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  work: ImplicitWorkspace,
): ImplicitStatus {
  const mass = sumOf(base);
  const stiff = isStiff(system, dt);
  const roundOff = mass * (tolResidual + 4 * Number.EPSILON * dt * (stiff ? system.transportRate : system.largestRate));
  let norm = evaluateResidual(system, base, dt, density, work);
  let jumps = maxJumps;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { next } = work;
    system.linearize(density, dt, work.matrix, next);
    if (!solveNext(system, base, dt, density, stiff, work)) return "nonFinite";
    for (let k = 0; k < system.size; k++) work.explicit[k] = density[k] - work.residual[k];
    const settled = isSettled(density, next, system.strides, tolCorrection * mass + 0.01 * roundOff);
    // Round-off of stiff exchange is large in a residual, but not in a correction, which divides by the stiffness.
    const floor = roundOff + (stiff ? dt * system.exchangeRoundOff(density) : 0);
    let reached = search(system, base, dt, density, norm, floor, work);
    if (Number.isNaN(reached)) return "nonFinite";
    if (reached === Number.POSITIVE_INFINITY) {
      if (jumps-- === 0) return "stalled";
      updateDensity(density, next, 1, density);
      reached = evaluateResidual(system, base, dt, density, work);
    }
    norm = reached;
    const accepted = tolAccepted * mass + 4 * floor;
    if (settled && isWithin(norm, accepted)) return finish(system, base, dt, density, work, accepted);
  }
  return "maxIterations";
}

/**
 * The next density, from I - dt G' in the matrix and dt (G - G' f) in `next`; false where there is none.
 *
 * A large affine part of stiff exchange would leave its round-off in the sum of two layers. There the change is solved for: in
 * the sum of their residuals fluxes cancel to the last digit.
 */
function solveNext(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  stiff: boolean,
  work: ImplicitWorkspace,
): boolean {
  const { next, matrix } = work;
  const byChange = stiff && system.isAffine;
  if (byChange) evaluateResidual(system, base, dt, density, work);
  for (let k = 0; k < system.size; k++) {
    next[k] = byChange ? -work.residual[k] : next[k] + base[k];
  }
  const solved = matrix.solve(next, density, stiff);
  if (byChange) for (let k = 0; k < system.size; k++) next[k] = next[k] + density[k];
  return solved && Number.isFinite(sumOf(next));
}

/** residual = density - base - dt G(density), and its L1 sum. */
function evaluateResidual(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  { rate, residual }: ImplicitWorkspace,
): number {
  system.evaluate(density, rate);
  let norm = 0;
  for (let k = 0; k < system.size; k++) {
    const value = density[k] - base[k] - dt * rate[k];
    residual[k] = value;
    norm += Math.abs(value);
  }
  return norm;
}

/**
 * Whether the change is small in L1 and relative to every cell that counts.
 *
 * A cell counts if it or a neighbour in its layer holds more than a negligible density: an empty cell next to mass is about to
 * be filled, and its balance 0 = 0 must not pass for a solution.
 */
function isSettled(density: Float64Array, next: Float64Array, strides: readonly number[], tolerance: number): boolean {
  const negligible = negligiblePart * largestOf(density);
  let size = 0;
  for (let k = 0; k < density.length; k++) {
    const [from, to] = [density[k], next[k]];
    const change = Math.abs(to - from);
    if (change > tolRelative * from) {
      if (Math.max(from, to) > negligible || hasMassBeside(density, k, strides, negligible)) return false;
    }
    size += change;
  }
  return size <= tolerance;
}

function hasMassBeside(density: Float64Array, k: number, strides: readonly number[], negligible: number): boolean {
  return strides.some((stride) => {
    const before = k < stride ? 0 : density[k - stride];
    const after = k + stride < density.length ? density[k + stride] : 0;
    return Math.max(before, after) > negligible;
  });
}

function largestOf(values: Float64Array): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, values[k]);
  return most;
}

/**
 * Moves `density` to the first damped update that decreases the residual, or keeps it below `floor`.
 *
 * @returns the residual reached; Infinity if no update decreases it
 */
function search(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  norm: number,
  floor: number,
  work: ImplicitWorkspace,
): number {
  const { next, trial } = work;
  let damping = 1;
  for (let halving = 0; halving <= maxHalvings; halving++, damping /= 2) {
    updateDensity(density, next, damping, trial);
    let reached = evaluateResidual(system, base, dt, trial, work);
    if (halving === 0 && !(reached <= Math.max(norm / 2, floor))) {
      reached = tryLogarithms(system, base, dt, density, reached, work);
    }
    if (reached <= Math.max((1 - 0.1 * damping) * norm, floor)) {
      density.set(trial);
      return reached;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** Keeps in `trial` the best of the update there and two of the logarithm; returns its residual. */
function tryLogarithms(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  reached: number,
  work: ImplicitWorkspace,
): number {
  const { next, explicit, trial } = work;
  let best = reached;
  const largest = largestOf(density);
  for (const unbounded of [false, true]) {
    updateLogarithm(density, next, explicit, unbounded ? largest : 0, work.other);
    const candidate = evaluateResidual(system, base, dt, work.other, work);
    if (candidate < best) {
      best = candidate;
      trial.set(work.other);
    }
  }
  return best;
}

function updateDensity(density: Float64Array, next: Float64Array, damping: number, out: Float64Array): void {
  for (let k = 0; k < density.length; k++) {
    const kept = density[k];
    const target = next[k] > 0 ? next[k] : leastFactor * kept;
    out[k] = damping === 1 ? target : kept + damping * (target - kept);
  }
}

/**
 * The Newton update of the logarithm where the density grows, but to no more than `bound` or the explicit Euler step.
 *
 * Exchange into a cell decreases while it fills, so that the explicit step bounds the solution from above; limited slopes
 * let nothing into an empty cell at first, and need another bound.
 */
function updateLogarithm(
  density: Float64Array,
  next: Float64Array,
  explicit: Float64Array,
  bound: number,
  out: Float64Array,
): void {
  for (let k = 0; k < density.length; k++) {
    const kept = density[k];
    const most = Math.max(kept, explicit[k], next[k], bound);
    const grown = kept * Math.exp(Math.min(next[k] / kept - 1, 700));
    out[k] = Math.min(Math.max(grown, leastFactor * kept), most);
  }
}

/**
 * Believes the solution only at a small recomputed residual, and scales it to the mass of `base`.
 *
 * The factor differs from 1 by the round-off of the linear solve: columns of the matrix sum to 1. (The update
 * base + dt G(f) would conserve mass cell by cell, but amplifies round-off by dt T / h^2.)
 */
function finish(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  work: ImplicitWorkspace,
  tolerance: number,
): ImplicitStatus {
  const norm = evaluateResidual(system, base, dt, density, work);
  if (!Number.isFinite(norm)) return "nonFinite";
  if (!isWithin(norm, tolerance)) return "stalled";
  const factor = compensatedSum(base) / compensatedSum(density);
  for (let k = 0; k < density.length; k++) density[k] = density[k] * factor;
  return "converged";
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum;
}
