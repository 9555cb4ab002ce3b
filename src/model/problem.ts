import type { Energy } from "./energy.js";
import type { Exchange } from "./exchange.js";
import type { Graph } from "./graph.js";
import type { Mesh } from "./mesh.js";

/**
 * Everything a scheme or a reference needs, on one mesh: inert numbers, no closures.
 *
 * Arrays over cells and layers have length `mesh.size * graph.layers.length` and index `cell * layers + layer`.
 */
export interface Problem {
  readonly mesh: Mesh;
  readonly graph: Graph;
  readonly exchange: Exchange;
  readonly energy: Energy;
  /**
   * V_i = -T log(cell average of exp(-V/T)), so that exp(-V_i/T) is the discrete equilibrium; cell averages of V for a porous
   * medium.
   */
  readonly potential: Float64Array;
  /** Cell averages of the initial density, mass per volume; >= 0. */
  readonly initial: Float64Array;
  /** Total mass of `initial`. */
  readonly mass: number;
  readonly finalTime: number;
}
