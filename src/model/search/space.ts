import type { RandomSource } from "../../numerics/random.js";

/** A node beside another, and the weight K > 0 of the edge between them. */
export interface Neighbour {
  readonly name: string;
  readonly weight: number;
}

/**
 * What a search explores: nodes g, known by their names and found through their neighbours, each with an objective
 * V(x, g) of a point in R^d. There may be infinitely many nodes.
 */
export interface SearchSpace {
  readonly dimension: number;
  neighbours(node: string): readonly Neighbour[];
  value(node: string, x: Float64Array): number;
  /** V, with ∇V by x written to `out`. */
  gradient(node: string, x: Float64Array, out: Float64Array): number;
  /** Evaluations of the objective that `gradient` costs; `value` costs one. */
  readonly gradientCost: number;
  /** Where a node begins that is reached from another one at x. */
  inherit(x: Float64Array, from: string, to: string): Float64Array;
  randomNode(random: RandomSource): string;
  randomPoint(random: RandomSource): Float64Array;
}

/** A space that contradicts itself or cannot be evaluated: the fault of the module that made it. Ends one search. */
export class SpaceFailure extends Error {
  override readonly name = "SpaceFailure";
}

/** A node and a point. */
export interface Place {
  readonly node: string;
  readonly x: Float64Array;
}
