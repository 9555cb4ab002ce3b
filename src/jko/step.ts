import type { Stepper, StepperOptions, StepReport } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { toTree } from "./dual-point.js";
import { createNewton, type NewtonResult, type Start } from "./newton.js";
import { createGridParts } from "./parts-grid.js";
import { createLineParts } from "./parts-line.js";

/** The solver's own error over a whole run, about n sqrt(2 gap), stays below 1e-4 of any error of order 1/n. */
const GAP_SHARE = 5e-9;
/** Iterations the warm-started dual iteration gets before the fallback, where there is one, takes over. */
const WARM_ITERATIONS = 15;
/** The same right after a step that needed the fallback. */
const HARD_ITERATIONS = 6;
const MAX_ITERATIONS = 300;
/** Gap, relative to the mass, above which the extrapolated potential is compared with the previous one, … */
const POOR_START = 1e-6;
/** … and both with that of an implicit Euler step, where there is one. */
const HOPELESS_START = 1e-2;

/**
 * The minimizing movement (JKO) scheme of the relative entropy: each step is argmin over f of C_tau(fPrev, f) + E(f),
 * transport, then quadratic exchange between the layers (docs/method.md, eqs. 1-6). On one axis transport is that of
 * the exact Wasserstein distance; on two it is directionally split (`swept`), which on one axis is the same.
 *
 * The dual Newton iteration, started from the previous potential, solves nearly every step. Where it does not within a
 * few iterations, because steps are long or tails steep, the interior primal iteration solves the same problem
 * from scratch (one axis only). Either way the kept density is conservative and comes with its duality gap.
 *
 * @returns a stepper whose reports other than `converged` leave the last iterate in the density
 * @see Jordan, Kinderlehrer & Otto (1998); Figalli & Gigli (2010); García Trillos & Morales (2022)
 */
export function createJko(problem: Problem, { tau, steps, tolerance }: StepperOptions): Stepper {
  const { mesh, temperature, potential } = problem;
  const tolGap = Math.min(tolerance, GAP_SHARE / steps ** 4) * problem.mass;
  const createParts = mesh.cells.length === 1 ? createLineParts : createGridParts;
  const parts = createParts(problem, tau, tolGap);
  const { topology, newtonParts, fallback, guess, densityFloor, tolResidual } = parts;
  const { transport, exchange } = newtonParts;
  const newton = createNewton(newtonParts, {
    tolGap,
    tolStagnant: fallback === undefined ? tolerance * problem.mass : tolGap,
    tolNewton: 1e-7,
    tolResidual,
    maxGrowth: 3,
  });
  const kept = new Float64Array(potential.length);
  const tree = new Float64Array(potential.length);
  const treePrev = new Float64Array(potential.length);
  const starts: Start[] = [{ worthwhile: POOR_START, fill: (target) => target.set(treePrev) }];
  if (guess !== undefined) {
    starts.push({ worthwhile: HOPELESS_START, fill: (target) => guess(current, target) });
  }
  let current = problem.initial;
  let done = 0;
  let hard = false;

  /** Starts the first step at the chemical potential of the initial density. */
  function startAt(density: Float64Array): void {
    for (let k = 0; k < density.length; k++) {
      kept[k] = temperature * Math.log(density[k] as number) + (potential[k] as number);
    }
    toTree(topology, kept, tree);
  }

  /** Extrapolates the potential linearly in time: the start of the next iteration. */
  function extrapolate(): void {
    for (let k = 0; k < tree.length; k++) {
      const last = tree[k] as number;
      tree[k] = 2 * last - (treePrev[k] as number);
      treePrev[k] = last;
    }
  }

  /** The dual iteration, and where it takes too long the fallback; `tree` and `kept` receive what they find. */
  function solve(density: Float64Array): NewtonResult {
    if (fallback === undefined) return newton(tree, kept, MAX_ITERATIONS, starts);
    const warm = newton(tree, kept, hard ? HARD_ITERATIONS : WARM_ITERATIONS, starts);
    hard = warm.status !== "converged";
    if (!hard) return warm;
    const inner = fallback(density, kept, tree);
    const result = inner.status === "converged" ? inner : newton(tree, kept, MAX_ITERATIONS, []);
    const parts = result === inner ? [warm, inner] : [warm, inner, result];
    const iterations = parts.reduce((sum, part) => sum + part.iterations, 0);
    return { ...result, iterations, backtracks: parts.reduce((sum, part) => sum + part.backtracks, 0) };
  }

  return {
    step(density): StepReport {
      raiseVacuum(density, densityFloor);
      current = density;
      if (done === 0) startAt(density);
      if (done < 2) treePrev.set(tree);
      else extrapolate();
      done++;
      transport.load(density);
      exchange.load(density);
      const { status, iterations, backtracks, certificate } = solve(density);
      for (let k = 0; k < density.length; k++) density[k] = (kept[k] as number) / mesh.cellVolume;
      const { gap, cost, residual } = certificate;
      return { status, iterations, backtracks, gap, cost, residual };
    },
  };
}

/** Raises densities below a part of the largest one to it: vacuum has no potential. */
function raiseVacuum(density: Float64Array, part: number): void {
  let largest = 0;
  for (let k = 0; k < density.length; k++) largest = Math.max(largest, density[k] as number);
  const floor = part * largest;
  for (let k = 0; k < density.length; k++) if ((density[k] as number) < floor) density[k] = floor;
}
