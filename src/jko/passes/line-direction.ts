import type { LadderTopology } from "../../numerics/ladder.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import type { Direction } from "./passes.js";

/**
 * Solves the Newton system of an evaluated state on one axis.
 *
 * @param mobility of the faces, mass per cell
 * @param across conductances of the edges
 * @param ground of the nodes, where it is not that of the energy alone
 */
export type LineDirection = (
  here: DualState,
  mobility: Float64Array,
  across: Float64Array,
  ground: Float64Array | undefined,
  to: Direction,
) => void;

export interface LineDirectionParts {
  readonly topology: LadderTopology;
  readonly energy: DualEnergy;
  readonly temperatures: Float64Array;
  /** tau / h²: conductance of a face per mobility. */
  readonly toCells: number;
  /** Mass of a cell and layer from which on it counts as carried. */
  readonly carrying: number;
}
