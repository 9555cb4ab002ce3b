import type { Problem } from "../../model/problem.js";
import type { ConservativeSolver } from "../../numerics/conservative-blocks.js";
import { createFlowSolver } from "../../numerics/flow-solver.js";
import { type FlowSystem, faceResidual } from "../../numerics/flow-system.js";
import { createExchangeLoops, type ExchangeLoops } from "./exchange-loops.js";
import { transportFlows } from "./flows.js";

/**
 * The linear system A of derivatives that are kept, A = 1 - tau G_0 on a grid times a graph, and what it leaves of the
 * equations f - tau G(f) = f_prev of a step: A f = f_prev + rest(f), rest = tau (H(f) - H_0 f), transport being linear.
 */
export interface KeptRates {
  /** About how many iterations taking derivatives costs. */
  readonly price: number;
  /** Evaluates exchange at `density`. */
  evaluate(density: Float64Array): void;
  /** Takes derivatives at the density that was evaluated last; rests of densities before do not count any more. */
  factor(density: Float64Array): void;
  /**
   * Takes the rest of the density that was evaluated last.
   *
   * @returns L1 bound of its change since it was last taken: the residual of a density that was solved for with that
   */
  takeRest(density: Float64Array): number;
  /** density = A^(-1) (densityPrev + rest), with the rest that was taken last. */
  solve(densityPrev: Float64Array, density: Float64Array): void;
  /** f - densityPrev - tau G(f) of the density that was evaluated last. */
  residual(density: Float64Array, densityPrev: Float64Array, out: Float64Array): void;
}

/** Times that derivatives are taken in a run, as a rule. */
const factorizations = 3;

/** With Scharfetter-Gummel fluxes; undefined where exchange has no loops, or factors were too large. */
export function createKeptRates(problem: Problem, tau: number, steps: number): KeptRates | undefined {
  const exchange = createExchangeLoops(problem, tau);
  const flows = transportFlows(problem, tau);
  const solver: ConservativeSolver | undefined =
    exchange === undefined ? undefined : createFlowSolver(flows, steps / factorizations);
  if (exchange === undefined || solver === undefined) return undefined;
  const { byTail, byHead } = flows;
  const { from, to, fluxes } = exchange;
  const rest = new Float64Array(byTail.length);
  return {
    price: solver.price,
    evaluate: exchange.evaluate,
    factor(density) {
      exchange.differentiate(density, byTail, byHead);
      // An M-matrix: derivatives of the wrong sign count as 0.
      for (let k = 0; k < byTail.length; k++) {
        byTail[k] = byTail[k] < 0 ? -byTail[k] : 0;
        byHead[k] = byHead[k] > 0 ? byHead[k] : 0;
      }
      solver.factor();
    },
    takeRest: (density) => takeRest(flows, exchange, density, rest),
    solve(densityPrev, density) {
      density.set(densityPrev);
      scatter(rest, from, to, density);
      solver.solve(density);
    },
    residual(density, densityPrev, out) {
      faceResidual(flows, density, densityPrev, out);
      withdraw(fluxes, from, to, out);
    },
  };
}

/** rest = tau H - tau H_0 f; the L1 bound of what it has changed by. */
function takeRest(
  { byTail, byHead }: FlowSystem,
  { from, to, fluxes }: ExchangeLoops,
  density: Float64Array,
  rest: Float64Array,
): number {
  let change = 0;
  for (let k = 0; k < rest.length; k++) {
    const left = fluxes[k] + byTail[k] * density[from[k]] - byHead[k] * density[to[k]];
    change += Math.abs(left - rest[k]);
    rest[k] = left;
  }
  return 2 * change;
}

/** Adds what enters the tail of an edge and leaves its head. */
function scatter(rest: Float64Array, from: Int32Array, to: Int32Array, density: Float64Array): void {
  for (let k = 0; k < rest.length; k++) {
    density[from[k]] = density[from[k]] + rest[k];
    density[to[k]] = density[to[k]] - rest[k];
  }
}

/** Takes from a residual what enters the tail of an edge and leaves its head. */
function withdraw(fluxes: Float64Array, from: Int32Array, to: Int32Array, residual: Float64Array): void {
  for (let k = 0; k < fluxes.length; k++) {
    residual[from[k]] = residual[from[k]] - fluxes[k];
    residual[to[k]] = residual[to[k]] + fluxes[k];
  }
}
