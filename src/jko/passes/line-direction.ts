import type { LadderTopology } from "../../numerics/ladder.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import type { Direction } from "./passes.js";

/**
 * Solves the Newton system of an evaluated state on one axis, where the mobility of the exchange is frozen.
 *
 * @param mobility of the faces, mass per cell
 * @param across conductances of the edges
 */
export type LineDirection = (here: DualState, mobility: Float64Array, across: Float64Array, to: Direction) => void;

export interface LineDirectionParts {
  readonly topology: LadderTopology;
  readonly energy: DualEnergy;
  readonly temperatures: Float64Array;
  /** tau / h²: conductance of a face per mobility. */
  readonly toCells: number;
  /** Mass of a cell and layer from which on it counts as carried. */
  readonly carrying: number;
}
