import type { Problem } from "../model/problem.js";
import type { LadderSystem } from "../numerics/ladder.js";
import type { DualPoint } from "./dual-point.js";
import type { QuadraticExchange } from "./exchange/quadratic.js";
import type { Transport } from "./transport/transport.js";

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
  /** Minus the gradient of J per node: `source` with the flows of the edges added. */
  readonly net: Float64Array;
  /** `arriving - equilibrium`: the node part of minus the gradient. */
  readonly source: Float64Array;
  /** tau h K theta xi: the edge part, entering at the tail. */
  readonly flow: Float64Array;
  /** 1 for cells off the envelope of mu + x²/(2 tau), which receive nothing; valid where `hasOff`. */
  readonly off: Uint8Array;
  hasOff: boolean;
}

/** Without edges `net` and `source` are the same array. */
export function createDualState(point: DualPoint, nodes: number, faces: number, edges: number): DualState {
  const source = new Float64Array(nodes);
  return {
    point,
    equilibrium: new Float64Array(nodes),
    arriving: new Float64Array(nodes),
    tangent: new Float64Array(faces),
    net: edges === 0 ? source : new Float64Array(nodes),
    source,
    flow: new Float64Array(edges),
    off: new Uint8Array(nodes),
    hasOff: false,
  };
}

/** Evaluates everything but J itself at `state.point`. */
export function evaluateDual(
  problem: Problem,
  transport: Transport,
  { conductance }: QuadraticExchange,
  state: DualState,
): void {
  const { point, flow } = state;
  state.hasOff = transport.sweep(point.mu, state.arriving, state.tangent, state.off);
  fillEquilibrium(problem, state);
  for (let k = 0; k < flow.length; k++) flow[k] = (conductance[k] as number) * (point.xi[k] as number);
  if (flow.length === 0) return;
  state.net.set(state.source);
  addFlows(problem, flow, state.net);
}

/** Adds each edge's mass to its tail and takes it from its head. */
export function addFlows({ graph, mesh }: Problem, mass: Float64Array, out: Float64Array): void {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  for (let cell = 0, k = 0, base = 0; cell < mesh.size; cell++, base += layers) {
    for (let e = 0; e < edges; e++, k++) {
      const m = mass[k] as number;
      const tail = base + (tails[e] as number);
      const head = base + (heads[e] as number);
      out[tail] = (out[tail] as number) + m;
      out[head] = (out[head] as number) - m;
    }
  }
}

function fillEquilibrium({ mesh, potential, temperature }: Problem, state: DualState): void {
  const { equilibrium, arriving, source } = state;
  const { mu } = state.point;
  const h = mesh.cellVolume;
  const beta = 1 / temperature;
  for (let k = 0; k < mu.length; k++) {
    const asked = h * Math.exp(beta * ((mu[k] as number) - (potential[k] as number)));
    equilibrium[k] = asked;
    source[k] = (arriving[k] as number) - asked;
  }
}

/** J at an evaluated state. */
export function dualObjective(
  { temperature }: Problem,
  transport: Transport,
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
  return dot(flow, direction.xi) - dot(source, direction.mu);
}

/** A layer that exchanges so many times what it holds is taken together with the others: its own sum would cancel. */
const STIFF = 1e3;
/** Least share of what a cell is asked for that it is taken to keep: a drained cell is asked for a hundredth next time. */
const DRAINED = 0.01;

/**
 * Fills the Newton system: its right-hand side is minus the gradient of J, its matrix the Hessian, but
 *
 * - what a cell is asked for enters by the secant between here and where it is asked for what it keeps, the logarithmic
 *   mean of the two in place of one: a cell on its own is solved in a single step, whatever the ratio (up to DRAINED);
 * - a face has the secant mobility, times `caution`, where that is larger than the tangent: with the whole of it an upper
 *   bound of the curvature along most steps.
 *
 * The matrix is positive, so that the solution is a direction of descent; its relative difference to the Hessian is of
 * the size of the residual, so that convergence is quadratic where `caution` is 0.
 *
 * Where exchange is stiff, the layers of a cell share one ratio of kept and asked, that of their sums.
 */
export function fillNewtonSystem(
  { graph, temperature }: Problem,
  transport: Transport,
  { equilibrium, tangent, source, net, point }: DualState,
  caution: number,
  system: Omit<LadderSystem, "flow">,
): void {
  const beta = 1 / temperature;
  const layers = graph.layers.length;
  const { ground, along } = system;
  system.source.set(source);
  if (caution > 0) {
    transport.secants(point.mu, tangent, along);
    for (let k = 0; k < along.length; k++) {
      along[k] = Math.max(tangent[k] as number, caution * (along[k] as number));
    }
    transport.conduct(along, along);
  } else transport.conduct(tangent, along);
  for (let base = 0; base < ground.length; base += layers) {
    let stiff = false;
    for (let k = base; k < base + layers; k++) {
      const asked = equilibrium[k] as number;
      const rest = net[k] as number;
      const traded = rest - (source[k] as number);
      if (!(Math.abs(traded) < STIFF * (asked + rest))) {
        stiff = true;
        break;
      }
      ground[k] = beta * asked * meanRatio(rest / asked);
    }
    if (stiff) fillStiffCell(equilibrium, source, beta, base, base + layers, ground);
  }
}

/** The layers of one cell with a common ratio kept/asked. */
function fillStiffCell(
  equilibrium: Float64Array,
  source: Float64Array,
  beta: number,
  begin: number,
  end: number,
  ground: Float64Array,
): void {
  let asked = 0;
  let rest = 0;
  for (let k = begin; k < end; k++) {
    asked += equilibrium[k] as number;
    rest += source[k] as number;
  }
  const mean = beta * meanRatio(rest / asked);
  for (let k = begin; k < end; k++) ground[k] = mean * (equilibrium[k] as number);
}

/** Logarithmic mean of 1 and 1 + r, r / log(1 + r), for 1 + r of at least DRAINED; 1 where r is not a number. */
function meanRatio(r: number): number {
  if (r > -1e-3 && r < 1e-3) return 1 + r * (0.5 - r * (1 / 12 - r / 24));
  if (!(r < Number.POSITIVE_INFINITY)) return 1;
  const bounded = Math.max(r, DRAINED - 1);
  return bounded / Math.log1p(bounded);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}
