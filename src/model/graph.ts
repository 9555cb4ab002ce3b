/**
 * Finite weighted graph of layers; connected, no loops, no repeated edges.
 *
 * Edge e joins layers `tails[e]` and `heads[e]` with weight `weights[e]` > 0.
 */
export interface Graph {
  /** Names of the layers, in order. */
  readonly layers: readonly string[];
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  readonly weights: Float64Array;
}
