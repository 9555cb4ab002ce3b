import type { Problem } from "../model/problem.js";
import type { LadderSystem } from "../numerics/ladder.js";
import { dot } from "../numerics/vector.js";
import type { DualPoint } from "./dual-point.js";
import { addFlows, type DualState } from "./dual-state.js";
import type { DualEnergy } from "./energy.js";
import type { ExchangeTerm } from "./exchange/term.js";
import type { Transport } from "./transport/transport.js";

/** Evaluates everything but J itself at `state.point`. */
export function evaluateDual(
  problem: Problem,
  energy: DualEnergy,
  transport: Transport,
  exchange: ExchangeTerm,
  state: DualState,
): void {
  const { point, flow, equilibrium, arriving, source } = state;
  state.hasOff = transport.sweep(point.mu, arriving, state.tangent, state.off);
  energy.ask(point.mu, equilibrium);
  exchange.react(state);
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

/**
 * Where a layer exchanges more than this times the mass that it keeps, its own residual is round-off: the layers of the
 * cell are then taken together.
 */
export const STIFF = 1e3;
/**
 * Fills the Newton system (docs/method.md, eq. 3''). Its right-hand side is minus the gradient of J. Its matrix is the
 * Hessian with two changes:
 *
 * - the equilibrium mass m enters by its secant to the kept mass (for an entropy the logarithmic mean of the two in
 *   place of m): a cell on its own is solved in a single step;
 * - a face has the secant mobility, times `caution`, where that is larger than the tangent. The whole secant mobility
 *   is an upper bound of the curvature along most steps.
 *
 * The matrix is positive, so that the solution is a direction of descent. Its relative difference to the Hessian is of
 * the size of the residual, so that convergence is quadratic where `caution` is 0.
 *
 * Where exchange is stiff, the layers of a cell share one ratio of kept to equilibrium mass, that of their sums.
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
  const { tangent, point } = state;
  const { ground, along } = system;
  system.source.set(state.source);
  if (caution > 0) {
    transport.secants(point.mu, tangent, along);
    for (let k = 0; k < along.length; k++) {
      along[k] = Math.max(tangent[k], caution * along[k]);
    }
    transport.conduct(along, along);
  } else transport.conduct(tangent, along);
  fillGround(energy, state, graph.layers.length, ground);
  exchange.linearize(state, ground);
}

/** The secants of the energy, before the exchange corrects them. */
export function fillGround(energy: DualEnergy, state: DualState, layers: number, ground: Float64Array): void {
  const { equilibrium, source, residual } = state;
  for (let base = 0; base < ground.length; base += layers) {
    let stiff = false;
    for (let k = base; k < base + layers; k++) {
      const m = equilibrium[k];
      const r = residual[k];
      const exchanged = r - source[k];
      if (!(Math.abs(exchanged) <= STIFF * (m + r))) {
        stiff = true;
        break;
      }
      ground[k] = energy.secant(k - base, m, r);
    }
    if (stiff) fillStiffCell(state, energy, base, base + layers, ground);
  }
}

/** Fills `ground` of the layers of one cell with a common ratio of kept to equilibrium mass. */
export function fillStiffCell(
  { equilibrium, source, residual }: DualState,
  energy: DualEnergy,
  begin: number,
  end: number,
  ground: Float64Array,
): void {
  let m = 0;
  let r = 0;
  for (let k = begin; k < end; k++) {
    m += equilibrium[k];
    r += source[k];
  }
  for (let k = begin; k < end; k++) {
    const own = equilibrium[k];
    ground[k] = energy.secant(k - begin, own, own > 0 ? (r / m) * own : residual[k]);
  }
}
