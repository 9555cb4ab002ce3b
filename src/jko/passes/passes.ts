import type { DualPoint } from "../dual-point.js";
import type { DualState } from "../dual-state.js";

/** A direction of Newton's method. */
export interface Direction {
  readonly point: DualPoint;
  /** Derivative of J along it; below 0 where it is one of descent. */
  slope: number;
  /** Largest growth of mu over cells whose equilibrium mass would then count as carried; others may move freely. */
  growth: number;
  /** Largest change of mu over cells whose equilibrium mass counts as carried. */
  change: number;
}

export function createDirection(point: DualPoint): Direction {
  return { point, slope: Number.NaN, growth: Number.NaN, change: Number.NaN };
}

/** What Newton's method does to states and directions. All of it are passes over the cells. */
export interface DualPasses {
  /** Evaluates everything but J itself at the potential of a state, and measures the residual. */
  evaluate(state: DualState): void;
  /** The same at `here` and `length` times the direction; also fills the `slope` of `there`. */
  move(here: DualState, length: number, direction: Direction, there: DualState): void;
  /**
   * Solves the Newton system of an evaluated state for the direction.
   *
   * @param caution part of the secant mobility that faces get at least
   * @param tolerance relative residual at which an iterative solver stops
   */
  aim(here: DualState, caution: number, tolerance: number, direction: Direction): void;
}
