import type { StepReport } from "../../model/evolution.js";
import type { MobilityName } from "../../model/exchange.js";
import type { Graph } from "../../model/graph.js";

/** How the weights of nodes move. */
export interface WeightOptions {
  readonly graph: Graph;
  readonly mobility: MobilityName;
  /** T >= 0, factor of the entropy. */
  readonly entropy: number;
  readonly order: 1 | 2;
  /** gamma of order 2, 1/time. */
  readonly damping: number;
  readonly tau: number;
  /** Number of steps of the run, which sets how accurate a single step must be. */
  readonly steps: number;
  readonly tolerance: number;
}

/** The exchange of weights along the edges of a graph, step by step. */
export interface WeightMover {
  /** Momenta of order 2, one per node: zero at first, and where a caller says so. */
  readonly phi: Float64Array;
  /**
   * Moves `weights` by one step in place, and the momenta with them: conservative, and positive.
   *
   * @param values V of every node
   * @returns `vacuum` where the momenta are too steep for the step size, or why the minimization ended; weights and
   *   momenta are then of no use
   */
  advance(weights: Float64Array, values: Float64Array): StepReport;
  /** ½ ∑ K theta (phi - phi')² over the edges; 0 of order 1. */
  kinetic(weights: Float64Array, values: Float64Array): number;
}
