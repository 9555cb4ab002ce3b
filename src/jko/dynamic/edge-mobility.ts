import { type MobilityName, meanOf } from "../../model/exchange.js";

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
  if (name === "upwind") return upwind;
  if (name === "unit") return unit;
  const { value, logSlope, mixed } = meanOf(name);
  const weighted = name.startsWith("weighted");
  return (_direction, s, t, a, b, out) => {
    const [p, q] = weighted ? [tilt(s, a), tilt(t, b)] : [s, t];
    out.theta = value(p, q);
    out.slopeTail = logSlope(p, q) / s;
    out.slopeHead = logSlope(q, p) / t;
    out.mixed = divideByBoth(mixed(p, q), s, t);
  };
}

function unit(_direction: number, _s: number, _t: number, _a: number, _b: number, out: MobilityPoint): void {
  out.theta = 1;
  out.slopeTail = 0;
  out.slopeHead = 0;
  out.mixed = 0;
}

function upwind(direction: number, s: number, t: number, _a: number, _b: number, out: MobilityPoint): void {
  const fromHead = direction > 0 ? 1 : direction < 0 ? 0 : 0.5;
  out.theta = fromHead === 0.5 ? 0.5 * (s + t) : fromHead === 1 ? t : s;
  out.slopeTail = 1 - fromHead;
  out.slopeHead = fromHead;
  out.mixed = 0;
}

/** s exp(a); through the logarithm where the factor alone over- or underflows, as in tails: s small, a large. */
function tilt(s: number, a: number): number {
  return Math.abs(a) < 700 ? s * Math.exp(a) : Math.exp(Math.log(s) + a);
}

/** value/(s t), dividing by the larger first: s t itself underflows for densities of 1e-200. */
function divideByBoth(value: number, s: number, t: number): number {
  return s > t ? value / s / t : value / t / s;
}
