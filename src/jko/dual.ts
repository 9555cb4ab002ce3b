import type { Problem } from "../model/problem.js";
import type { LadderSystem } from "../numerics/ladder.js";
import type { DualPoint } from "./dual-point.js";
import { addFlows, type DualState } from "./dual-state.js";
import type { DualEnergy } from "./energy.js";
import type { ExchangeTerm } from "./exchange/term.js";
import type { Transport } from "./transport/transport.js";

/** Evaluates everything but J itself at `state.point`. */
export function evaluateDual(problem: Problem, transport: Transport, exchange: ExchangeTerm, state: DualState): void {
  const { point, flow, equilibrium, arriving, source } = state;
  state.hasOff = transport.sweep(point.mu, arriving, state.tangent, state.off);
  exchange.evaluate(state);
  for (let k = 0; k < source.length; k++) source[k] = arriving[k] - equilibrium[k];
  if (flow.length === 0) return;
  state.residual.set(state.source);
  addFlows(problem, flow, state.residual);
}

/** J at an evaluated state. */
export function dualObjective(transport: Transport, exchange: ExchangeTerm, state: DualState): number {
  return exchange.dual(state) + transport.dualCost(state.point.mu);
}

/** Derivative of J in the direction `direction`. */
export function dualSlope({ source, flow }: DualState, direction: DualPoint): number {
  return dot(flow, direction.xi) - dot(source, direction.mu);
}

/** A layer that exchanges so many times what it holds is taken together with the others: its own sum would cancel. */
const STIFF = 1e3;
/**
 * Fills the Newton system: its right-hand side is minus the gradient of J, its matrix the Hessian, but
 *
 * - what a cell is asked for enters by the secant between here and where it is asked for what it keeps (for an entropy the
 *   logarithmic mean of the two in place of one): a cell on its own is solved in a single step;
 * - a face has the secant mobility, times `caution`, where that is larger than the tangent: with the whole of it an upper
 *   bound of the curvature along most steps.
 *
 * The matrix is positive, so that the solution is a direction of descent; its relative difference to the Hessian is of
 * the size of the residual, so that convergence is quadratic where `caution` is 0.
 *
 * Where exchange is stiff, the layers of a cell share one ratio of kept and asked, that of their sums.
 */
export function fillNewtonSystem(
  { graph }: Problem,
  energy: DualEnergy,
  transport: Transport,
  exchange: ExchangeTerm,
  state: DualState,
  caution: number,
  system: Omit<LadderSystem, "flow">,
): void {
  const { equilibrium, tangent, source, residual, point } = state;
  const layers = graph.layers.length;
  const { ground, along } = system;
  system.source.set(source);
  if (caution > 0) {
    transport.secants(point.mu, tangent, along);
    for (let k = 0; k < along.length; k++) {
      along[k] = Math.max(tangent[k], caution * along[k]);
    }
    transport.conduct(along, along);
  } else transport.conduct(tangent, along);
  for (let base = 0; base < ground.length; base += layers) {
    let stiff = false;
    for (let k = base; k < base + layers; k++) {
      const asked = equilibrium[k];
      const rest = residual[k];
      const traded = rest - source[k];
      if (!(Math.abs(traded) <= STIFF * (asked + rest))) {
        stiff = true;
        break;
      }
      ground[k] = energy.secant(k - base, asked, rest);
    }
    if (stiff) fillStiffCell(state, energy, base, base + layers, ground);
  }
  exchange.linearize(state, ground);
}

/** The layers of one cell with a common ratio kept/asked. */
function fillStiffCell(
  { equilibrium, source, residual }: DualState,
  energy: DualEnergy,
  begin: number,
  end: number,
  ground: Float64Array,
): void {
  let asked = 0;
  let rest = 0;
  for (let k = begin; k < end; k++) {
    asked += equilibrium[k];
    rest += source[k];
  }
  for (let k = begin; k < end; k++) {
    const own = equilibrium[k];
    ground[k] = energy.secant(k - begin, own, own > 0 ? (rest / asked) * own : residual[k]);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
