import type { MobilityName } from "../../model/exchange.js";
import { createMobilityModel, isConcaveMobility } from "../../model/mobility-derivatives.js";

/** A mobility at one edge, with what the quadratic model of H^2 / (2 K theta) needs. */
export interface MobilityPoint {
  theta: number;
  /** Derivative in the density of the tail. */
  slopeTail: number;
  /** Derivative in the density of the head. */
  slopeHead: number;
  /** Derivative in both, >= 0; with it -theta'' = mixed [[t/s, -1], [-1, s/t]]. */
  mixed: number;
}

/**
 * Evaluates the mobility at densities s of the tail and t of the head, in the potentials a and b (V/T), into `out`.
 *
 * `direction` is the flux into the tail, or the force that drives it; only `upwind` reads its sign.
 */
export type EdgeMobility = (direction: number, s: number, t: number, a: number, b: number, out: MobilityPoint) => void;

/**
 * The mobility of that name on edges.
 *
 * H^2 / (2 K theta) is jointly convex in H and the densities, since theta is concave. For `upwind` it is
 * H^2 / (2 K f), f the density of the layer that H leaves, convex as well: theta is linear for each sign of H, the
 * derivative is continuous at H = 0. It makes the distance from A to B differ from that from B to A.
 */
export function createEdgeMobility(name: MobilityName): EdgeMobility {
  if (!isConcaveMobility(name)) return upwind;
  const { value, slope, mixed } = createMobilityModel(name);
  return (_direction, s, t, a, b, out) => {
    out.theta = value(s, t, a, b);
    out.slopeTail = slope(s, t, a, b);
    out.slopeHead = slope(t, s, b, a);
    out.mixed = mixed(s, t, a, b);
  };
}

function upwind(direction: number, s: number, t: number, _a: number, _b: number, out: MobilityPoint): void {
  const fromHead = direction > 0 ? 1 : direction < 0 ? 0 : 0.5;
  out.theta = fromHead === 0.5 ? 0.5 * (s + t) : fromHead === 1 ? t : s;
  out.slopeTail = 1 - fromHead;
  out.slopeHead = fromHead;
  out.mixed = 0;
}
