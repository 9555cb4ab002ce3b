import type { Exchange } from "./exchange.js";
import type { Graph } from "./graph.js";
import type { Mesh } from "./mesh.js";

/**
 * The energy of a density, without its external potential: in layer g
 *
 *     U(s) = T_g s (log s - 1) + s^m / (m - 1),
 *
 * the second part for a porous medium only. There T is the regularization, far below what decides: without it nothing
 * would tell the potential of a vacuum.
 */
export interface Energy {
  /** T > 0 of every layer. */
  readonly temperatures: Float64Array;
  /** m > 1 of a porous medium; absent for an entropy. */
  readonly exponent: number | undefined;
}

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
   * V_i = -T log(cell average of exp(-V/T)), so that exp(-V_i/T) is the discrete equilibrium; cell averages of V for a
   * porous medium.
   */
  readonly potential: Float64Array;
  /** Cell averages of the initial density, mass per volume; >= 0. */
  readonly initial: Float64Array;
  /** Total mass of `initial`. */
  readonly mass: number;
  readonly finalTime: number;
}
