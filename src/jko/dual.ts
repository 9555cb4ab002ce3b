import type { Problem } from "../model/problem.js";
import type { LadderSystem } from "../numerics/ladder.js";
import type { DualPoint } from "./dual-point.js";
import type { QuadraticExchange } from "./exchange/quadratic.js";
import type { ExactTransport } from "./transport/exact.js";

/**
 * The dual objective of one step (docs/method.md, eq. 3) and its derivatives at a point:
 *
 *     J(mu) = sum h T e^{(mu-V)/T} - sum h fPrev mu + transport(mu) + sum (tau/2) h K theta xi²
 *
 * Minus its gradient is `arriving - equilibrium` per node plus `flow` per edge: mass that arrives minus mass the
 * potential asks for. All per cell and layer, mass units.
 */
export interface DualState {
  readonly point: DualPoint;
  /** h e^{(mu-V)/T}. */
  readonly equilibrium: Float64Array;
  /** Transported mass. */
  readonly arriving: Float64Array;
  /** Interior faces: C'(y), mass per cell. */
  readonly tangent: Float64Array;
  /** Interior faces: (C(y) - C(x)) / (y - x), mass per cell. */
  readonly secant: Float64Array;
  /** `arriving - equilibrium`: the node part of minus the gradient. */
  readonly source: Float64Array;
  /** tau h K theta xi: the edge part, entering at the tail. */
  readonly flow: Float64Array;
}

export function createDualState(point: DualPoint, nodes: number, faces: number, edges: number): DualState {
  return {
    point,
    equilibrium: new Float64Array(nodes),
    arriving: new Float64Array(nodes),
    tangent: new Float64Array(faces),
    secant: new Float64Array(faces),
    source: new Float64Array(nodes),
    flow: new Float64Array(edges),
  };
}

/** Evaluates everything but J itself at `state.point`. */
export function evaluateDual(
  { mesh, potential, temperature }: Problem,
  transport: ExactTransport,
  exchange: QuadraticExchange,
  state: DualState,
): void {
  const { point, equilibrium, arriving, source, flow } = state;
  const { mu, xi } = point;
  const h = mesh.cellVolume;
  const beta = 1 / temperature;
  transport.sweep(mu, arriving, state.tangent, state.secant);
  for (let k = 0; k < mu.length; k++) {
    const asked = h * Math.exp(beta * ((mu[k] as number) - (potential[k] as number)));
    equilibrium[k] = asked;
    source[k] = (arriving[k] as number) - asked;
  }
  const { conductance } = exchange;
  for (let k = 0; k < xi.length; k++) flow[k] = (conductance[k] as number) * (xi[k] as number);
}

/** J at an evaluated state. */
export function dualObjective(
  { temperature }: Problem,
  transport: ExactTransport,
  { point, equilibrium, flow }: DualState,
): number {
  let sum = 0;
  for (let k = 0; k < equilibrium.length; k++) {
    sum += temperature * (equilibrium[k] as number);
  }
  for (let k = 0; k < flow.length; k++) sum += 0.5 * (flow[k] as number) * (point.xi[k] as number);
  return sum + transport.dualCost(point.mu);
}

/** Derivative of J in the direction `direction`. */
export function dualSlope({ source, flow }: DualState, direction: DualPoint): number {
  let sum = 0;
  for (let k = 0; k < source.length; k++) sum -= (source[k] as number) * (direction.mu[k] as number);
  for (let k = 0; k < flow.length; k++) sum += (flow[k] as number) * (direction.xi[k] as number);
  return sum;
}

/**
 * Fills ground, along and source of the Newton system with the Hessian of J, taking the secant mobility of a face where
 * that is larger than the tangent: an upper bound of the curvature along the step, and a direction of descent.
 */
export function fillCautiousSystem(
  { mesh, temperature }: Problem,
  tau: number,
  { equilibrium, tangent, secant, source }: DualState,
  system: LadderSystem,
): void {
  const beta = 1 / temperature;
  const scale = tau / mesh.h ** 2;
  const { ground, along } = system;
  for (let k = 0; k < ground.length; k++) ground[k] = beta * (equilibrium[k] as number);
  for (let k = 0; k < along.length; k++) along[k] = scale * Math.max(tangent[k] as number, secant[k] as number);
  system.source.set(source);
}

/** Cells that exchange so much more than they hold are left in the plain form: their sum would cancel. */
const STIFF = 1e3;

/**
 * Fills the Newton system of the logarithmic form log kept = log equilibrium, kept = equilibrium + net: its matrix is the
 * Hessian with `kept` in place of `equilibrium`, its right-hand side kept log(kept/equilibrium) in place of `net`.
 */
export function fillEntropicSystem(
  { mesh, temperature }: Problem,
  tau: number,
  { equilibrium, tangent, source }: DualState,
  net: Float64Array,
  system: LadderSystem,
): void {
  const beta = 1 / temperature;
  const scale = tau / mesh.h ** 2;
  const { ground, along } = system;
  for (let k = 0; k < along.length; k++) along[k] = scale * (tangent[k] as number);
  for (let k = 0; k < ground.length; k++) {
    const asked = equilibrium[k] as number;
    const rest = net[k] as number;
    const kept = asked + rest;
    const own = source[k] as number;
    const traded = rest - own;
    if (kept > 0 && asked > 0 && Math.abs(traded) < STIFF * kept) {
      ground[k] = beta * kept;
      system.source[k] = kept * logOnePlus(rest / asked) - traded;
    } else {
      ground[k] = beta * asked;
      system.source[k] = own;
    }
  }
}

/** log(1 + r), by its series where that is as good and much cheaper. */
function logOnePlus(r: number): number {
  if (r > -1e-3 && r < 1e-3) return r * (1 - r * (0.5 - r * (1 / 3 - r * (0.25 - 0.2 * r))));
  return Math.log1p(r);
}
