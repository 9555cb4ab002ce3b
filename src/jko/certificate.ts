import type { Problem } from "../model/problem.js";
import type { DualState } from "./dual.js";
import type { Transport } from "./transport/transport.js";

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

/** Relative entropy per unit mass, (1 + r) log(1 + r) - r, without cancellation for small r; Infinity for r < -1. */
export function relativeEntropy(r: number): number {
  if (r > -1e-4 && r < 1e-4) return r * r * (0.5 - r * (1 / 6 - r / 12));
  if (r > -1) return (1 + r) * Math.log1p(r) - r;
  return r === -1 ? 1 : Number.POSITIVE_INFINITY;
}

/** Part of what a cell keeps below which what it is asked for is no measure of it. */
const FAINT = 1e-200;

/** What a negative mass counts for in a gap, relative to its size: of the order of the logarithm of small densities. */
const DRAINED_COST = 10;

/** What the residual of a state says without a logarithm. */
export interface ResidualSize {
  /**
   * Lower bound of the duality gap: r²/2/(1 + r/3) <= (1 + r) log(1 + r) - r (Bernstein), equal to it up to r⁴/36.
   * Cells that would keep negative mass count by that.
   */
  gapBound: number;
  /** Sum of negative masses that would be kept, as a positive number. */
  drained: number;
  /**
   * Largest |kept/asked - 1| over cells asked for at least some mass: bounds the error of mu/T wherever it does so in every
   * cell, since the Newton matrix is an M-matrix.
   */
  relative: number;
}

/** Measures the residual of an evaluated state; `relative` over cells asked for at least `carrying`. */
export function measureResidual(
  { temperature }: Problem,
  { equilibrium, net }: DualState,
  carrying: number,
  size: ResidualSize,
): void {
  let sum = 0;
  let drained = 0;
  let relative = 0;
  for (let k = 0; k < net.length; k++) {
    const asked = equilibrium[k] as number;
    const rest = net[k] as number;
    if (asked + rest < 0) drained -= asked + rest;
    else if (asked > 0) sum += (rest * rest) / (2 * asked + (2 / 3) * rest);
    if (asked >= carrying && Math.abs(rest) > relative * asked) relative = Math.abs(rest) / asked;
  }
  size.gapBound = temperature * (sum + DRAINED_COST * drained);
  size.drained = drained;
  size.relative = relative;
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
 * Writes the conservative masses, >= 0, that transport and exchange produce at any state.
 *
 * @returns their cost, and what they fail Young's equality by where the fluxes of the potential had to be cut
 */
export type Repair = (state: DualState, kept: Float64Array) => { readonly cost: number; readonly defect: number };

/**
 * The density a step keeps, conservative whatever the potential, and its duality gap.
 *
 * With Young's equality for transport and exchange, the gap is the relative entropy of the kept density to e^{(mu-V)/T};
 * where a state's fluxes drain a cell they are repaired, and each repair adds its Young defect (docs/method.md, eq. 6).
 */
export function createCertifier(problem: Problem, transport: Transport, repair: Repair): Certifier {
  const { temperature, potential, mesh } = problem;

  /** Relative entropy of a cell that is asked for so little, or nothing that can be told from 0, that the ratio overflows. */
  function entropyOfFaint(mass: number, mu: number, v: number): number {
    return mass * (Math.log(mass / mesh.cellVolume) - (mu - v) / temperature - 1);
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
    const { cost, defect } = repair(state, kept);
    let entropy = 0;
    let residual = 0;
    let relativeResidual = 0;
    let positive = true;
    for (let k = 0; k < kept.length; k++) {
      const asked = state.equilibrium[k] as number;
      const mass = kept[k] as number;
      const rest = mass - asked;
      residual = Math.max(residual, Math.abs(rest));
      if (asked > FAINT * mass) {
        entropy += asked * relativeEntropy(rest / asked);
        relativeResidual = Math.max(relativeResidual, Math.abs(rest / asked));
        if (!(mass > 0)) positive = false;
      } else if (mass > 0) entropy += entropyOfFaint(mass, state.point.mu[k] as number, potential[k] as number);
    }
    return {
      gap: temperature * entropy + defect,
      cost,
      residual,
      relativeResidual,
      positive,
    };
  };
}
