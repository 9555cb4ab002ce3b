import type { Problem } from "../model/problem.js";
import type { DualState } from "./dual-state.js";
import type { DualEnergy } from "./energy.js";
import type { ExchangeTerm } from "./exchange/term.js";
import type { Transport } from "./transport/transport.js";

/** How far the kept density is from the minimizer at most, in energy, and what the step costs. */
export interface Certificate {
  /** Duality gap, energy units: C_tau + E at the kept density, minus the minimum, is at most this. */
  readonly gap: number;
  /** Movement cost C_tau(densityPrev, kept density). */
  readonly cost: number;
  /** Largest |r|, kept less equilibrium mass, over cells and layers. */
  readonly residual: number;
  /** Largest |r|/m: large in tails that are not solved, whatever the gap says. */
  readonly relativeResidual: number;
  /** Whether every cell with an equilibrium mass keeps some, or need not. */
  readonly positive: boolean;
}

/** Below this part of the kept mass, the equilibrium mass is no measure of it. */
const FAINT = 1e-200;

/** What a negative mass counts for in a gap, times its size: of the order of the logarithm of small densities. */
export const DRAINED_COST = 10;

/** Measures the residual of an evaluated state; masses below `carrying` do not count in `relative`. */
export function measureResidual(
  energy: DualEnergy,
  layers: number,
  { equilibrium, residual, size }: DualState,
  carrying: number,
): void {
  let sum = 0;
  let drained = 0;
  let relative = 0;
  for (let k = 0, layer = 0; k < residual.length; k++) {
    const m = equilibrium[k];
    const r = residual[k];
    if (m + r < 0) drained -= m + r;
    else if (m > 0) sum += energy.bound(layer, m, r);
    else if (!(r <= 0)) drained += r;
    if (++layer === layers) layer = 0;
    if (m >= carrying && Math.abs(r) > relative * m) relative = Math.abs(r) / m;
  }
  size.gapBound = sum + energy.scale * DRAINED_COST * drained;
  size.drained = drained;
  size.relative = relative;
}

/** Whether every cell keeps its equilibrium mass within a half. */
function isSettled({ equilibrium, residual }: DualState): boolean {
  for (let k = 0; k < residual.length; k++) {
    const m = equilibrium[k];
    if (!(m > 0 && Math.abs(residual[k]) <= 0.5 * m)) return false;
  }
  return true;
}

/** Builds the kept mass at an evaluated state and certifies it. */
export type Certifier = (state: DualState, kept: Float64Array) => Certificate;

/**
 * Writes the conservative masses >= 0 that transport and exchange leave at any state (eq. 5), and the masses exchanged
 * along edges.
 *
 * @returns the cost of transport, and its Young defect where fluxes had to be cut
 */
export type Repair = (
  state: DualState,
  kept: Float64Array,
  exchanged: Float64Array,
) => { readonly cost: number; readonly defect: number };

/**
 * The density that a step keeps, conservative whatever the potential, and its duality gap (docs/method.md, eqs. 5 and
 * 6).
 *
 * Transport and exchange satisfy Young's equality. So the gap is the divergence of the kept density from the one in
 * equilibrium with the potential, for an entropy T times the relative entropy. Where the fluxes of a state drain a cell
 * they are repaired, and each repair adds its Young defect.
 */
export function createCertifier(
  { potential, graph }: Problem,
  energy: DualEnergy,
  transport: Transport,
  exchange: ExchangeTerm,
  repair: Repair,
): Certifier {
  const layers = graph.layers.length;
  let exchanged: Float64Array | undefined;

  /**
   * Where every cell is resolved and keeps mass there is nothing to repair: masses and gap follow from the residual.
   */
  function certifyPlain(state: DualState, kept: Float64Array): Certificate {
    const { arriving, equilibrium, source, flow, point } = state;
    let gap = 0;
    let residual = 0;
    let relativeResidual = 0;
    for (let k = 0, layer = 0; k < kept.length; k++) {
      const m = equilibrium[k];
      const r = state.residual[k];
      kept[k] = arriving[k] + (r - source[k]);
      gap += energy.divergence(layer, m, r);
      residual = Math.max(residual, Math.abs(r));
      relativeResidual = Math.max(relativeResidual, Math.abs(r / m));
      if (++layer === layers) layer = 0;
    }
    const settled = exchange.settle(state, flow, kept);
    const cost = transport.cost(point.mu) + settled.cost;
    return { gap: gap + settled.defect, cost, residual, relativeResidual, positive: true };
  }

  return (state, kept) => {
    if (isSettled(state)) return certifyPlain(state, kept);
    exchanged ??= new Float64Array(state.flow.length);
    const moved = repair(state, kept, exchanged);
    const settled = exchange.settle(state, exchanged, kept);
    let gap = moved.defect + settled.defect;
    let residual = 0;
    let relativeResidual = 0;
    let positive = true;
    for (let k = 0, layer = 0; k < kept.length; k++) {
      const m = state.equilibrium[k];
      const mass = kept[k];
      const r = mass - m;
      residual = Math.max(residual, Math.abs(r));
      // What is not a number belongs to the gap.
      if (!(m <= FAINT * mass)) {
        gap += energy.divergence(layer, m, r);
        if (energy.hasTails) {
          relativeResidual = Math.max(relativeResidual, Math.abs(r / m));
          if (!(mass > 0)) positive = false;
        }
      } else if (mass > 0) {
        gap += energy.divergenceOfFaint(layer, mass, state.point.mu[k] - potential[k]);
      }
      if (++layer === layers) layer = 0;
    }
    return { gap, cost: moved.cost + settled.cost, residual, relativeResidual, positive };
  };
}
