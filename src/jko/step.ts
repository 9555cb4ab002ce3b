import type { Stepper, StepperOptions, StepReport } from "../model/evolution.js";
import { spanningTree } from "../model/graph.js";
import type { Problem } from "../model/problem.js";
import { createLadderSolver } from "../numerics/ladder.js";
import { createIterativeLadderSolver } from "../numerics/ladder-iterative.js";
import { createBypassSolver } from "./bypass.js";
import { createCertifier } from "./certificate.js";
import { createDualPoint, createExpand, toTree } from "./dual-point.js";
import { createEulerStart } from "./euler-start.js";
import { createQuadraticExchange } from "./exchange/quadratic.js";
import { createInterior } from "./interior/interior.js";
import { createNewton } from "./newton.js";
import { createExactTransport } from "./transport/exact.js";

/** Layers up to which the direct linear solver is used; conjugate gradients overtake it between 12 layers (mild systems) and 30 (stiff ones, npm run bench). */
export const DIRECT_LAYERS = 16;

/** The solver's own error over a whole run, about n sqrt(2 gap), stays below 1e-4 of any error of order 1/n. */
const GAP_SHARE = 5e-9;
/** Iterations the warm-started dual iteration gets before the interior one takes over. */
const WARM_ITERATIONS = 15;
/** The same right after a step that needed the interior iteration. */
const HARD_ITERATIONS = 6;
const MAX_ITERATIONS = 300;
const MAX_INTERIOR_ITERATIONS = 200;
/** Densities below this part of the largest one are raised to it: vacuum has no potential, and no digit changes. */
const DENSITY_FLOOR = 1e-250;

/**
 * The minimizing movement (JKO) scheme of the relative entropy: each step is argmin over f of C_tau(fPrev, f) + E(f),
 * exact Wasserstein transport along the axis, then quadratic exchange between the layers (docs/method.md, eqs. 1-6).
 *
 * The dual Newton iteration, started from the previous potential, solves nearly every step. Where it does not within a
 * few iterations, because steps are long or tails steep, the interior primal iteration solves the same problem
 * from scratch. Either way the kept density is conservative and comes with its duality gap.
 *
 * @returns a stepper whose reports other than `converged` leave the last iterate in the density
 * @see Jordan, Kinderlehrer & Otto (1998); Figalli & Gigli (2010); García Trillos & Morales (2022)
 */
export function createJko(problem: Problem, { tau, steps, tolerance }: StepperOptions): Stepper {
  const { mesh, graph, temperature, potential } = problem;
  const layers = graph.layers.length;
  const topology = { cells: mesh.size, layers, tails: graph.tails, heads: graph.heads, ...spanningTree(graph) };
  const transport = createExactTransport(mesh, layers, tau);
  const exchange = createQuadraticExchange(problem, tau);
  const solve = layers <= DIRECT_LAYERS ? createLadderSolver(topology) : createIterativeLadderSolver(topology);
  const expand = createExpand(topology);
  const certify = createCertifier(problem, transport, exchange);
  const tolGap = Math.min(tolerance, GAP_SHARE / steps ** 4) * problem.mass;
  const parts = {
    problem,
    tau,
    transport,
    exchange,
    solve,
    bypass: layers <= DIRECT_LAYERS / 2 ? createBypassSolver(topology) : undefined,
    expand,
    certify,
    newPoint: () => createDualPoint(topology),
  };
  const newton = createNewton(parts, { tolGap, tolNewton: 1e-6, maxChange: 3 });
  const mu = new Float64Array(potential.length);
  const kept = new Float64Array(potential.length);
  const tree = new Float64Array(potential.length);
  let interior: ReturnType<typeof createInterior> | undefined;
  let eulerStart: ReturnType<typeof createEulerStart> | undefined;
  let started = false;
  let hard = false;

  /** Starts the first step at the chemical potential of the initial density. */
  function startAt(density: Float64Array): void {
    for (let k = 0; k < density.length; k++) {
      mu[k] = temperature * Math.log(density[k] as number) + (potential[k] as number);
    }
    toTree(topology, mu, tree);
    started = true;
  }

  /** The interior iteration from one implicit Euler step; `tree` receives its potential, `kept` its masses. */
  function solveInterior(density: Float64Array) {
    const { conductance } = exchange;
    const settings = { tolGap, maxIterations: MAX_INTERIOR_ITERATIONS };
    eulerStart ??= createEulerStart(problem, tau, conductance, topology, solve, expand);
    interior ??= createInterior(problem, transport, conductance, topology, settings);
    eulerStart(density, kept);
    const result = interior(kept, mu);
    toTree(topology, mu, tree);
    return result;
  }

  return {
    step(density): StepReport {
      raiseVacuum(density);
      if (!started) startAt(density);
      transport.load(density);
      exchange.load(density);
      let result = newton(tree, kept, hard ? HARD_ITERATIONS : WARM_ITERATIONS);
      let { iterations, backtracks } = result;
      hard = result.status !== "converged";
      if (hard) {
        const inner = solveInterior(density);
        result = inner.status === "converged" ? inner : newton(tree, kept, MAX_ITERATIONS);
        iterations += inner.iterations + (result === inner ? 0 : result.iterations);
        backtracks += inner.backtracks + (result === inner ? 0 : result.backtracks);
      }
      for (let k = 0; k < density.length; k++) density[k] = (kept[k] as number) / mesh.cellVolume;
      const { gap, cost, residual } = result.certificate;
      return { status: result.status, iterations, backtracks, gap, cost, residual };
    },
  };
}

function raiseVacuum(density: Float64Array): void {
  let largest = 0;
  for (let k = 0; k < density.length; k++) largest = Math.max(largest, density[k] as number);
  const floor = DENSITY_FLOOR * largest;
  for (let k = 0; k < density.length; k++) if ((density[k] as number) < floor) density[k] = floor;
}
