import { type MobilityName, mobilityKind } from "../../model/exchange.js";
import { createEdgeMobility, type EdgePoint } from "../exchange/edge-mobility.js";

/** A mobility at one edge, with what the quadratic model of H^2 / (2 K theta) needs. */
export interface MobilityPoint extends EdgePoint {
  /** Derivative in the density of the tail. */
  slopeTail: number;
  /** Derivative in the density of the head. */
  slopeHead: number;
  /** Derivative in both, >= 0; with it -theta'' = mixed [[t/s, -1], [-1, s/t]]. */
  mixed: number;
}

export function newMobilityPoint(): MobilityPoint {
  return { theta: 0, byTail: 0, byHead: 0, slopeTail: 0, slopeHead: 0, mixed: 0 };
}

/**
 * Evaluates the mobility at densities s of the tail and t of the head, in the potentials a and b (V/T), into `out`.
 *
 * `direction` is the flux into the tail, or the force that drives it; only `upwind` reads its sign.
 */
export type PathMobility = (direction: number, s: number, t: number, a: number, b: number, out: MobilityPoint) => void;

/**
 * The mobility of that name along a path.
 *
 * H^2 / (2 K theta) is jointly convex in H and the densities, since theta is concave. For `upwind` it is
 * H^2 / (2 K f), f the density of the layer that H leaves, convex as well: theta is linear for each sign of H, the
 * derivative is continuous at H = 0. It makes the distance from A to B differ from that from B to A.
 */
export function createPathMobility(name: MobilityName): PathMobility {
  const mobility = createEdgeMobility(name);
  const isWeighted = mobilityKind(name).takes === "weights";
  return (direction, s, t, a, b, out) => {
    const p = isWeighted ? tilt(s, a) : s;
    const q = isWeighted ? tilt(t, b) : t;
    mobility.at(direction, p, q, out);
    out.slopeTail = out.byTail / s;
    out.slopeHead = out.byHead / t;
    out.mixed = divideByBoth(mobility.mixed(p, q), s, t);
  };
}

/** s exp(a); through the logarithm where the factor alone over- or underflows, as in tails: s small, a large. */
function tilt(s: number, a: number): number {
  return Math.abs(a) < 700 ? s * Math.exp(a) : Math.exp(Math.log(s) + a);
}

/** value/(s t), dividing by the larger first: s t itself underflows for densities of 1e-200. */
function divideByBoth(value: number, s: number, t: number): number {
  return s > t ? value / s / t : value / t / s;
}
