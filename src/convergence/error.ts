import type { Problem } from "../model/problem.js";
import type { Functional } from "../model/states/functional.js";
import type { NodeParts, State, StateLayout } from "../model/states/state.js";

/** Values by error name, e.g. `{ L1: 1e-3 }`. A missing key or NaN means "not available". */
export type ErrorValues = Readonly<Record<string, number>>;

/** The name of the largest error over the time levels t > 0. */
export function maximumOf<Name extends string>(name: Name): `${Name}@max` {
  return `${name}@max`;
}

/** Whether the maximum over the time levels is meant. */
export function isMaximum(error: string): boolean {
  return error.endsWith("@max");
}

/** Name of what is measured: `L1` of `L1@max`. */
export function normOf(error: string): string {
  return error.replace(/@max$/, "");
}

/** A norm or a distance that errors are measured in. */
export interface ErrorMeasure {
  readonly name: string;
  /** TeX; undefined where the name, in upright letters, is the symbol. */
  readonly symbol: string | undefined;
  /**
   * Power of a small difference that it is proportional to: 1 of a distance, 2 of one that is the square of a distance.
   */
  readonly power: 1 | 2;
  /** Between densities on a mesh; undefined where it is not measured there. */
  readonly onMesh: MeshDistance | undefined;
  /** Between other states; undefined where it is not measured there. */
  readonly ofStates: StateDistance | undefined;
}

export interface MeshDistance {
  /** One line for the documentation; e is the difference of the densities, v the cell volume. */
  readonly meaning: string;
  /** What it does not see, as a sentence under tables; undefined of distances, which see everything. */
  readonly blindTo: string | undefined;
  /**
   * Whether it is at most the error of the budget, and in its unit: round-off is then looked for in its own value, else
   * in that of the budget.
   */
  readonly ownRoundOff: boolean;
  /** Why it is not available on so many axes, as the end of a sentence about it. */
  refusal(axes: number): string | undefined;
  distance(problem: Problem, density: Float64Array, reference: Float64Array): number;
}

export type StateDistance = MeasureDistance | NodeDistance;

interface DistanceOfStates {
  /** One line for the documentation. */
  readonly meaning: string;
  /** Power of a length in its unit, or in that of its root where it is a square; undefined of energies. */
  readonly lengthPower: 0 | 1 | 2 | undefined;
}

/** Between probability measures: Gaussians, particles, and densities on a mesh. */
export interface MeasureDistance extends DistanceOfStates {
  readonly of: "measures";
  /** Why it is not available between states of these layouts, of one dimension, as a part of a sentence. */
  obstacle(state: StateLayout, reference: StateLayout, functional: Functional): string | undefined;
  /** NaN where it is not available. */
  distance(state: State, reference: State, functional: Functional): number;
}

/** Between the same nodes of a graph, one by one. */
export interface NodeDistance extends DistanceOfStates {
  readonly of: "nodes";
  distance(state: NodeParts, reference: NodeParts): number;
}
