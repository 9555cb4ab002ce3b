import type { Problem } from "../model/problem.js";
import type { DualState } from "./dual-state.js";
import type { DualEnergy } from "./energy.js";
import type { ExchangeTerm } from "./exchange/term.js";
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
  /** Whether every cell that is asked to hold mass keeps some, or need not. */
  readonly positive: boolean;
}

/** Part of what a cell keeps below which what it is asked for is no measure of it. */
const FAINT = 1e-200;

/** What a negative mass counts for in a gap, relative to its size: of the order of the logarithm of small densities. */
const DRAINED_COST = 10;

/** What the residual of a state says without a logarithm. */
export interface ResidualSize {
  /**
   * Lower bound of the duality gap, see DualEnergy.bound. Cells that would keep negative mass count by that.
   */
  gapBound: number;
  /** Sum of masses that would be kept below 0, as a positive number, and above where nothing is asked for. */
  drained: number;
  /**
   * Largest |kept/asked - 1| over cells asked for at least some mass: for an entropy it bounds the error of mu/T wherever it
   * does so in every cell, since the Newton matrix is an M-matrix.
   */
  relative: number;
}

/** Measures the residual of an evaluated state; `relative` over cells asked for at least `carrying`. */
export function measureResidual(
  energy: DualEnergy,
  layers: number,
  { equilibrium, residual }: DualState,
  carrying: number,
  size: ResidualSize,
): void {
  let sum = 0;
  let drained = 0;
  let relative = 0;
  for (let k = 0, layer = 0; k < residual.length; k++) {
    const asked = equilibrium[k];
    const rest = residual[k];
    if (asked + rest < 0) drained -= asked + rest;
    else if (asked > 0) sum += energy.bound(layer, asked, rest);
    else if (!(rest <= 0)) drained += rest;
    if (++layer === layers) layer = 0;
    if (asked >= carrying && Math.abs(rest) > relative * asked) relative = Math.abs(rest) / asked;
  }
  size.gapBound = sum + energy.scale * DRAINED_COST * drained;
  size.drained = drained;
  size.relative = relative;
}

/** Whether every cell is asked for some mass and keeps it within a half. */
function isSettled({ equilibrium, residual }: DualState): boolean {
  for (let k = 0; k < residual.length; k++) {
    const asked = equilibrium[k];
    if (!(asked > 0 && Math.abs(residual[k]) <= 0.5 * asked)) return false;
  }
  return true;
}

/** Builds the kept mass at an evaluated state and certifies it. */
export type Certifier = (state: DualState, kept: Float64Array) => Certificate;

/**
 * Writes the conservative masses, >= 0, that transport and exchange produce at any state, and the masses exchanged along edges.
 *
 * @returns the cost of transport, and what it fails Young's equality by where the fluxes of the potential had to be cut
 */
export type Repair = (
  state: DualState,
  kept: Float64Array,
  taken: Float64Array,
) => { readonly cost: number; readonly defect: number };

/**
 * The density a step keeps, conservative whatever the potential, and its duality gap.
 *
 * With Young's equality for transport and exchange, the gap is the divergence (for an entropy: T times the relative entropy) of the
 * kept density from the one the potential asks for; where a state's fluxes drain a cell they are repaired, and each repair adds its
 * Young defect (docs/method.md, eq. 6).
 */
export function createCertifier(
  { potential, graph }: Problem,
  energy: DualEnergy,
  transport: Transport,
  exchange: ExchangeTerm,
  repair: Repair,
): Certifier {
  const layers = graph.layers.length;
  let taken: Float64Array | undefined;

  /** Where every cell is resolved and keeps mass there is nothing to repair: masses and gap follow from the residual. */
  function certifyPlain(state: DualState, kept: Float64Array): Certificate {
    const { arriving, equilibrium, source, flow, point } = state;
    let gap = 0;
    let residual = 0;
    let relativeResidual = 0;
    for (let k = 0, layer = 0; k < kept.length; k++) {
      const asked = equilibrium[k];
      const rest = state.residual[k];
      kept[k] = arriving[k] + (rest - source[k]);
      gap += energy.divergence(layer, asked, rest);
      residual = Math.max(residual, Math.abs(rest));
      relativeResidual = Math.max(relativeResidual, Math.abs(rest / asked));
      if (++layer === layers) layer = 0;
    }
    const traded = exchange.settle(state, flow, kept);
    const cost = transport.cost(point.mu) + traded.cost;
    return { gap: gap + traded.defect, cost, residual, relativeResidual, positive: true };
  }

  return (state, kept) => {
    if (isSettled(state)) return certifyPlain(state, kept);
    taken ??= new Float64Array(state.flow.length);
    const moved = repair(state, kept, taken);
    const traded = exchange.settle(state, taken, kept);
    let gap = moved.defect + traded.defect;
    let residual = 0;
    let relativeResidual = 0;
    let positive = true;
    for (let k = 0, layer = 0; k < kept.length; k++) {
      const asked = state.equilibrium[k];
      const mass = kept[k];
      const rest = mass - asked;
      residual = Math.max(residual, Math.abs(rest));
      // What is not a number belongs to the gap.
      if (!(asked <= FAINT * mass)) {
        gap += energy.divergence(layer, asked, rest);
        if (energy.hasTails) {
          relativeResidual = Math.max(relativeResidual, Math.abs(rest / asked));
          if (!(mass > 0)) positive = false;
        }
      } else if (mass > 0) {
        gap += energy.divergenceOfFaint(layer, mass, state.point.mu[k] - potential[k]);
      }
      if (++layer === layers) layer = 0;
    }
    return { gap, cost: moved.cost + traded.cost, residual, relativeResidual, positive };
  };
}
