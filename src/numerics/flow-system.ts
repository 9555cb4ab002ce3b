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
  /** Faces, run by run. */
  readonly runs: readonly FaceRun[];
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

/** Faces `face … face + count - 1`, from unknown `start + k` to `start + k + stride`. */
export interface FaceRun {
  readonly face: number;
  readonly count: number;
  readonly start: number;
  readonly stride: number;
}

/** out = A x - rhs: x - rhs, and what leaves less what enters. */
export function flowResidual(system: FlowSystem, x: Float64Array, rhs: Float64Array, out: Float64Array): void {
  faceResidual(system, x, rhs, out);
  followEdges(system, x, out);
}

/** The same without what edges exchange. */
export function faceResidual(
  { runs, forward, backward }: FlowSystem,
  x: Float64Array,
  rhs: Float64Array,
  out: Float64Array,
): void {
  for (let k = 0; k < x.length; k++) out[k] = x[k] - rhs[k];
  for (const run of runs) followRun(run, forward, backward, x, out);
}

function followRun(
  { face, count, start, stride }: FaceRun,
  forward: Float64Array,
  backward: Float64Array,
  x: Float64Array,
  out: Float64Array,
): void {
  const shift = face - start;
  for (let k = start, end = start + count; k < end; k++) {
    const flux = forward[shift + k] * x[k] - backward[shift + k] * x[k + stride];
    out[k] = out[k] + flux;
    out[k + stride] = out[k + stride] - flux;
  }
}

function followEdges({ layers, tails, heads, byTail, byHead }: FlowSystem, x: Float64Array, out: Float64Array): void {
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
