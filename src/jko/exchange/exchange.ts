import type { Problem } from "../../model/problem.js";
import type { DualState } from "../dual.js";
import type { DualEnergy } from "../energy.js";
import { createFrozenExchange } from "./frozen.js";
import { createImplicitExchange } from "./implicit.js";

/**
 * Exchange between layers as the dual problem of a step sees it: per edge and cell tau h K theta psi(xi), xi the difference of
 * the potentials of head and tail (docs/method.md, eqs. 2 and 3).
 *
 * Where the mobility is taken at the density of the step itself, what a potential asks for depends on the exchange. Edge arrays
 * index `cell * edges + edge`; a flow is positive into the tail.
 */
export interface ExchangeTerm {
  /** tau h K theta at the previous density. */
  readonly conductance: Float64Array;
  /** Conductances of the edges in the Newton system. */
  readonly across: Float64Array;
  /**
   * Takes the density before the step, and the differences of potential that exchange goes on with by itself: the cost is
   * that of a flux beyond tau K theta times minus these. None unless given; a mobility at the density of the step has none.
   */
  load(densityPrev: Float64Array, carried?: Float64Array): void;
  /** Fills `equilibrium` and `flow` of a state whose potential is set. */
  evaluate(state: DualState): void;
  /** What J has besides transport, at an evaluated state. */
  dual(state: DualState): number;
  /** Fills `across`, and corrects the ground of the Newton system. */
  linearize(state: DualState, ground: Float64Array): void;
  /**
   * What the exchange of the masses `taken` costs where the masses `kept` are left, and its part of the duality gap: what
   * Young's inequality leaves, and that by which the mobility lies below its tangent.
   */
  settle(state: DualState, taken: Float64Array, kept: Float64Array): { readonly cost: number; readonly defect: number };
}

/** Whether the mobility does not depend on the density of the step itself. */
export function isFrozen({ exchange, graph }: Problem): boolean {
  return exchange.mobilityAt === "previous" || exchange.mobility === "unit" || graph.tails.length === 0;
}

export function createExchange(problem: Problem, energy: DualEnergy, tau: number): ExchangeTerm {
  return isFrozen(problem) ? createFrozenExchange(problem, energy, tau) : createImplicitExchange(problem, energy, tau);
}
