import { mobilityKind, mobilityTimeKinds } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import type { DualState } from "../dual-state.js";
import type { ImplicitCells } from "./implicit-cells.js";

/**
 * Exchange between layers as the dual problem of a step sees it: per edge and cell tau h K theta psi(xi), xi the
 * difference of the potentials of head and tail (docs/method.md, eqs. 2 and 3).
 *
 * Where the mobility is taken at the density of the step itself, the equilibrium mass of a potential depends on the
 * exchange (eq. 7). Edge arrays index `cell * edges + edge`. A flow is positive into the tail.
 */
export interface ExchangeTerm {
  /** c = tau h K theta at the previous density. */
  readonly conductance: Float64Array;
  /** Conductances of the edges in the Newton system. */
  readonly across: Float64Array;
  /** The exchange cell by cell, where the mobility is taken at the density of the step itself. */
  readonly implicit?: ImplicitCells;
  /**
   * Takes the density before the step.
   *
   * @param eta differences of potential (head minus tail) with which exchange goes on by itself: the dual term is
   *   c psi(xi - eta). Zero unless given. Only with the mobility at the previous density
   */
  load(densityPrev: Float64Array, eta?: Float64Array): void;
  /**
   * Fills `flow` of a state whose potential is set; `equilibrium` holds the masses in equilibrium with it without
   * exchange, and receives those with it.
   */
  react(state: DualState): void;
  /** What J has besides transport, at an evaluated state. */
  dual(state: DualState): number;
  /** Fills `across`, and corrects the ground of the Newton system. */
  linearize(state: DualState, ground: Float64Array): void;
  /**
   * What it costs to exchange the masses `exchanged` where the masses `kept` are left; and the part of exchange in the
   * duality gap: what Young's inequality leaves, and what the mobility lies below its tangent.
   */
  settle(
    state: DualState,
    exchanged: Float64Array,
    kept: Float64Array,
  ): { readonly cost: number; readonly defect: number };
}

/** Whether the mobility does not depend on the density of the step itself. */
export function isFrozen({ exchange, graph }: Problem): boolean {
  const { weight } = mobilityTimeKinds[exchange.mobilityAt];
  return weight === 0 || mobilityKind(exchange.mobility).takes === "nothing" || graph.tails.length === 0;
}
