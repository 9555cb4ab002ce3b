import type { Problem } from "../model/problem.js";
import { addFlows, type DualState } from "./dual.js";
import type { QuadraticExchange } from "./exchange/quadratic.js";
import type { ExactTransport } from "./transport/exact.js";

/** An upper bound of how far the kept density is from the minimizer, in energy, and what the step costs. */
export interface Certificate {
  /** Duality gap, energy units: C_tau + E at the kept density, minus the minimum, is at most this. */
  readonly gap: number;
  /** Movement cost C_tau(densityPrev, kept density). */
  readonly cost: number;
  /** Largest |kept mass - mass the potential asks for| over cells and layers. */
  readonly residual: number;
  /** The same relative to what is asked: large in tails that are not solved, whatever the gap says. */
  readonly relativeResidual: number;
  /** Whether every cell that is asked to hold mass keeps some. */
  readonly positive: boolean;
}

/** Largest share of a layer's transported mass that a repaired exchange takes out of a cell. */
const DRAIN_LIMIT = 0.9;

/** Relative entropy per unit mass, (1 + r) log(1 + r) - r, without cancellation for small r; Infinity for r < -1. */
export function relativeEntropy(r: number): number {
  if (r > -1e-4 && r < 1e-4) return r * r * (0.5 - r * (1 / 6 - r / 12));
  if (r > -1) return (1 + r) * Math.log1p(r) - r;
  return r === -1 ? 1 : Number.POSITIVE_INFINITY;
}

/**
 * Lower bound of the duality gap from the residual alone, without a logarithm: r²/2/(1 + r/3) <= (1 + r) log(1 + r) - r
 * (Bernstein), equal to it up to r⁴/36. Infinity where some cell would keep negative mass.
 */
export function gapLowerBound({ temperature }: Problem, { equilibrium, net }: DualState): number {
  let sum = 0;
  for (let k = 0; k < net.length; k++) {
    const asked = equilibrium[k] as number;
    const rest = net[k] as number;
    if (asked + rest < 0) return Number.POSITIVE_INFINITY;
    if (asked > 0) sum += (rest * rest) / (2 * asked + (2 / 3) * rest);
  }
  return temperature * sum;
}

/** Whether every cell is asked for some mass and keeps it within a half. */
function isSettled({ equilibrium, net }: DualState): boolean {
  for (let k = 0; k < net.length; k++) {
    const asked = equilibrium[k] as number;
    if (!(asked > 0 && Math.abs(net[k] as number) <= 0.5 * asked)) return false;
  }
  return true;
}

/** Builds the kept mass at an evaluated state and certifies it. */
export type Certifier = (state: DualState, kept: Float64Array) => Certificate;

/**
 * The density a step keeps, conservative whatever the potential, and its duality gap.
 *
 * Transport follows the monotone rearrangement of the swept faces. Exchange follows the dual flux; in a cell where that
 * would leave a layer without mass, every layer gives at most nine tenths of what transport brought it. With Young's
 * equality on both, the gap is the relative entropy of the kept density to e^{(mu-V)/T}; each repair adds its Young
 * defect (docs/method.md, eq. 6).
 */
export function createCertifier(problem: Problem, transport: ExactTransport, exchange: QuadraticExchange): Certifier {
  const { graph, mesh, temperature } = problem;
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const flux = new Float64Array(mesh.size * edges);
  const share = new Float64Array(layers);

  /** Whether the flow leaves every layer of the cell with mass. */
  function leavesMass(cell: number, flow: Float64Array, moved: Float64Array): boolean {
    const base = cell * layers;
    for (let layer = 0; layer < layers; layer++) share[layer] = moved[base + layer] as number;
    for (let e = 0; e < edges; e++) {
      const f = flow[cell * edges + e] as number;
      const tail = tails[e] as number;
      const head = heads[e] as number;
      share[tail] = (share[tail] as number) + f;
      share[head] = (share[head] as number) - f;
    }
    for (let layer = 0; layer < layers; layer++) {
      const left = share[layer] as number;
      if (!(left > 0 || (left === 0 && moved[base + layer] === 0))) return false;
    }
    return true;
  }

  /** Fills `share` with the factor by which each layer's outflow in the cell is cut. */
  function limitDrain(cell: number, flow: Float64Array, moved: Float64Array): void {
    share.fill(0);
    for (let e = 0; e < edges; e++) {
      const f = flow[cell * edges + e] as number;
      const donor = (f > 0 ? heads[e] : tails[e]) as number;
      share[donor] = (share[donor] as number) + Math.abs(f);
    }
    for (let layer = 0; layer < layers; layer++) {
      const out = share[layer] as number;
      share[layer] = out > 0 ? Math.min(1, (DRAIN_LIMIT * (moved[cell * layers + layer] as number)) / out) : 1;
    }
  }

  /** Writes the exchanged mass per edge to `flux`; returns its cost and the Young defect of limiting it. */
  function exchangeMass({ point, flow }: DualState, moved: Float64Array): { cost: number; defect: number } {
    let cost = 0;
    let defect = 0;
    for (let cell = 0, k = 0; cell < mesh.size; cell++) {
      const whole = leavesMass(cell, flow, moved);
      if (!whole) limitDrain(cell, flow, moved);
      for (let e = 0; e < edges; e++, k++) {
        const wanted = flow[k] as number;
        const taken = whole ? wanted : wanted * (share[(wanted > 0 ? heads[e] : tails[e]) as number] as number);
        const c = exchange.conductance[k] as number;
        flux[k] = taken;
        if (!(c > 0)) continue;
        cost += (taken * taken) / (2 * c);
        const lost = taken - c * (point.xi[k] as number);
        if (!whole) defect += (lost * lost) / (2 * c);
      }
    }
    return { cost, defect };
  }

  /** Where every cell is resolved and keeps mass there is nothing to repair: masses and gap follow from the residual. */
  function certifyPlain(state: DualState, kept: Float64Array): Certificate {
    const { arriving, equilibrium, source, flow, net, point } = state;
    let entropy = 0;
    let residual = 0;
    let relativeResidual = 0;
    for (let k = 0; k < kept.length; k++) {
      const asked = equilibrium[k] as number;
      const rest = net[k] as number;
      kept[k] = (arriving[k] as number) + (rest - (source[k] as number));
      const r = rest / asked;
      entropy += asked * relativeEntropy(r);
      residual = Math.max(residual, Math.abs(rest));
      relativeResidual = Math.max(relativeResidual, Math.abs(r));
    }
    let cost = transport.cost(point.mu);
    for (let k = 0; k < flow.length; k++) cost += 0.5 * (flow[k] as number) * (point.xi[k] as number);
    return { gap: temperature * entropy, cost, residual, relativeResidual, positive: true };
  }

  return (state, kept) => {
    if (isSettled(state)) return certifyPlain(state, kept);
    const moved = transport.push(state.point.mu, state.equilibrium, kept);
    const traded = exchangeMass(state, kept);
    addFlows(problem, flux, kept);
    let entropy = 0;
    let residual = 0;
    let relativeResidual = 0;
    let positive = true;
    for (let k = 0; k < kept.length; k++) {
      const asked = state.equilibrium[k] as number;
      const rest = (kept[k] as number) - asked;
      residual = Math.max(residual, Math.abs(rest));
      if (asked > 0) {
        entropy += asked * relativeEntropy(rest / asked);
        relativeResidual = Math.max(relativeResidual, Math.abs(rest / asked));
        if (!((kept[k] as number) > 0)) positive = false;
      } else if (rest > 0) entropy = Number.POSITIVE_INFINITY;
    }
    return {
      gap: temperature * entropy + traded.defect,
      cost: moved + traded.cost,
      residual,
      relativeResidual,
      positive,
    };
  };
}
