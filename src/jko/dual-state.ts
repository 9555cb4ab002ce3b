import type { Problem } from "../model/problem.js";
import { plainWorkspace, type Workspace } from "../numerics/compiled/workspace.js";
import type { DualPoint } from "./dual-point.js";

/** What the residual of a state says without a logarithm. */
export interface ResidualSize {
  /** Lower bound of the duality gap, see DualEnergy.bound. A negative mass counts with DRAINED_COST. */
  gapBound: number;
  /** Sum of the sizes of negative masses, and of the masses kept where the equilibrium mass is 0. */
  drained: number;
  /**
   * Largest |r|/m over cells whose m counts as carried. Over all cells it would bound the error of mu/T of an entropy,
   * since the Newton matrix is an M-matrix.
   */
  relative: number;
}

/**
 * The dual objective of one step and its derivatives at a potential (docs/method.md, eq. 3):
 *
 *     J(mu) = sum h U*(mu - V) + transport(mu) + sum tau h K theta psi(xi)
 *
 * Minus its gradient is `source` per node plus `flow` per edge. All arrays are masses, per cell and layer.
 */
export interface DualState {
  readonly point: DualPoint;
  /** m, the mass in local equilibrium with the potential: h e^{(mu-V)/T} for an entropy. */
  readonly equilibrium: Float64Array;
  /** h f~, the transported mass (eq. 4). */
  readonly arriving: Float64Array;
  /** C'(y) of every interior face, mass per cell. */
  readonly tangent: Float64Array;
  /** r = m^ - m, minus the gradient of J per node: `source` with the flows of the edges added (eq. 5). */
  readonly residual: Float64Array;
  /** h f~ - m, the node part of minus the gradient. */
  readonly source: Float64Array;
  /** tau h K theta psi'(xi), the edge part, into the tail. */
  readonly flow: Float64Array;
  /** 1 for cells off the envelope of mu + x²/(2 tau), which receive nothing; valid where `hasOff`. */
  readonly off: Uint8Array;
  hasOff: boolean;
  readonly size: ResidualSize;
  /** Derivative of J along the direction that led here. */
  slope: number;
}

/** Without edges `residual` and `source` are the same array. */
export function createDualState(
  point: DualPoint,
  nodes: number,
  faces: number,
  edges: number,
  { float64 }: Pick<Workspace, "float64"> = plainWorkspace,
): DualState {
  const source = float64(nodes);
  return {
    point,
    equilibrium: float64(nodes),
    arriving: float64(nodes),
    tangent: float64(faces),
    residual: edges === 0 ? source : float64(nodes),
    source,
    flow: float64(edges),
    off: new Uint8Array(nodes),
    hasOff: false,
    size: { gapBound: Number.NaN, drained: Number.NaN, relative: Number.NaN },
    slope: Number.NaN,
  };
}

/** Adds each edge's mass to its tail and takes it from its head. */
export function addFlows({ graph, mesh }: Problem, mass: Float64Array, out: Float64Array): void {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  for (let cell = 0, k = 0, base = 0; cell < mesh.size; cell++, base += layers) {
    for (let e = 0; e < edges; e++, k++) {
      const m = mass[k];
      const tail = base + tails[e];
      const head = base + heads[e];
      out[tail] = out[tail] + m;
      out[head] = out[head] - m;
    }
  }
}
