import { newMobilityPoint } from "./path-mobility.js";
import type { Path, PathSpace } from "./path-space.js";

/**
 * What the action's quadratic model needs, by face and by edge of every interval; layouts as the fluxes of the path.
 */
export interface Linearization {
  /** Mean of the two densities on either side, at the middle of the interval. */
  readonly faceMean: Float64Array;
  /** Flux over mean: the velocity. */
  readonly velocity: Float64Array;
  readonly theta: Float64Array;
  readonly slopeTail: Float64Array;
  readonly slopeHead: Float64Array;
  readonly mixed: Float64Array;
  /** Densities at the middle of the interval, by node of every interval. */
  readonly middle: Float64Array;
}

export function createLinearization({ intervals, nodes, faces, links }: PathSpace): Linearization {
  return {
    faceMean: new Float64Array(intervals * faces),
    velocity: new Float64Array(intervals * faces),
    theta: new Float64Array(intervals * links),
    slopeTail: new Float64Array(intervals * links),
    slopeHead: new Float64Array(intervals * links),
    mixed: new Float64Array(intervals * links),
    middle: new Float64Array(intervals * nodes),
  };
}

const point = newMobilityPoint();

/**
 * Fills `out` with means, mobilities and their derivatives along `path`.
 *
 * @param phi potentials; where an edge flux is zero, their difference tells `upwind` which layer would give
 */
export function linearize(space: PathSpace, path: Path, phi: Float64Array, out: Linearization): void {
  const { intervals, nodes, faces, layers } = space;
  for (let j = 0; j < intervals; j++) {
    const from = j * nodes;
    for (let p = from; p < from + nodes; p++) {
      out.middle[p] = 0.5 * (path.density[p] + path.density[p + nodes]);
    }
    for (let f = 0, k = j * faces; f < faces; f++, k++) {
      const mean = 0.5 * (out.middle[from + f] + out.middle[from + f + layers]);
      out.faceMean[k] = mean;
      out.velocity[k] = path.along[k] / mean;
    }
    linearizeEdges(space, path.across, phi, j, out);
  }
}

function linearizeEdges(
  space: PathSpace,
  across: Float64Array,
  phi: Float64Array,
  j: number,
  out: Linearization,
): void {
  const { cells, layers, edges, links, nodes, tails, heads, tilt, mobility } = space;
  for (let i = 0, k = j * links; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      const tail = i * layers + tails[e];
      const head = i * layers + heads[e];
      const s = out.middle[j * nodes + tail];
      const t = out.middle[j * nodes + head];
      const flux = across[k];
      const direction = flux !== 0 ? flux : phi[j * nodes + tail] - phi[j * nodes + head];
      mobility(direction, s, t, tilt[tail], tilt[head], point);
      out.theta[k] = point.theta;
      out.slopeTail[k] = point.slopeTail;
      out.slopeHead[k] = point.slopeHead;
      out.mixed[k] = point.mixed;
    }
  }
}

/**
 * Action of the linearized path, sum over intervals of dt [ sum h m^2/(2 r) + sum h H^2/(2 K theta) ], mass
 * length²/time².
 *
 * @returns Infinity or NaN where a mean is not positive
 */
export function actionOf(space: PathSpace, path: Path, { faceMean, theta }: Linearization): number {
  const { edges, weights, dt, width } = space;
  let sum = 0;
  for (let k = 0; k < faceMean.length; k++) {
    const m = path.along[k];
    if (m !== 0) sum += (m * m) / faceMean[k];
  }
  for (let k = 0; k < theta.length; ) {
    for (let e = 0; e < edges; e++, k++) {
      const flux = path.across[k];
      if (flux !== 0) sum += (flux * flux) / weights[e] / theta[k];
    }
  }
  return 0.5 * dt * width * sum;
}

/** Derivative of the action along a direction of densities and fluxes. */
export function actionSlope(space: PathSpace, path: Path, model: Linearization, direction: Path): number {
  const { intervals, nodes, faces, layers, links, cells, edges, tails, heads, weights, dt, width } = space;
  const middle = (p: number): number => 0.5 * (direction.density[p] + direction.density[p + nodes]);
  let sum = 0;
  for (let j = 0; j < intervals; j++) {
    for (let f = 0, k = j * faces; f < faces; f++, k++) {
      const u = model.velocity[k];
      const mean = 0.5 * (middle(j * nodes + f) + middle(j * nodes + f + layers));
      sum += u * (direction.along[k] - 0.5 * u * mean);
    }
    for (let i = 0, k = j * links; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const p = j * nodes + i * layers;
        const speed = path.across[k] / model.theta[k];
        const ofTail = model.slopeTail[k] * middle(p + tails[e]);
        const ofHead = model.slopeHead[k] * middle(p + heads[e]);
        sum += (speed / weights[e]) * (direction.across[k] - 0.5 * speed * (ofTail + ofHead));
      }
    }
  }
  return dt * width * sum;
}
