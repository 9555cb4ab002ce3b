/**
 * An M-matrix whose columns sum to 1 on a grid times a graph: a step of fluxes that leave one unknown and enter
 * another, 1 - dt G. Unknown k = cell * layers + layer.
 *
 * What is held are amounts >= 0: the matrix has them off its diagonal with a minus sign, and on its diagonal 1 and the
 * amounts of its column.
 */
export interface FlowSystem {
  /** Cells per axis, one or two; along the first they are neighbours in memory. */
  readonly counts: readonly number[];
  readonly layers: number;
  /** Unknowns on the sides of each face. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** From left to right, and back, by face. */
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** Layers at the ends of the edges that every cell has. */
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  /** From the tail of an edge to its head, and back; `edge + edges * cell`. */
  readonly byTail: Float64Array;
  readonly byHead: Float64Array;
}

/** out = x - rhs + what leaves less what enters: A x - rhs. */
export function flowResidual(system: FlowSystem, x: Float64Array, rhs: Float64Array, out: Float64Array): void {
  const { layers, left, right, forward, backward, tails, heads, byTail, byHead } = system;
  for (let k = 0; k < x.length; k++) out[k] = x[k] - rhs[k];
  for (let face = 0; face < left.length; face++) {
    const from = left[face];
    const to = right[face];
    const flux = forward[face] * x[from] - backward[face] * x[to];
    out[from] = out[from] + flux;
    out[to] = out[to] - flux;
  }
  for (let first = 0, k = 0; k < byTail.length; first += layers) {
    for (let e = 0; e < tails.length; e++, k++) {
      const from = first + tails[e];
      const to = first + heads[e];
      const flux = byTail[k] * x[from] - byHead[k] * x[to];
      out[from] = out[from] + flux;
      out[to] = out[to] - flux;
    }
  }
}
