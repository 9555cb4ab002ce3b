import { type Mean, type MobilityKind, type MobilityName, mobilityKind } from "../../model/exchange.js";

/** A mobility at one edge, and its derivatives in the logarithms of its two arguments (docs/method.md, eq. 7). */
export interface EdgePoint {
  theta: number;
  byTail: number;
  byHead: number;
}

/**
 * A mobility theta(s, t) of an edge as a concave function: s belongs to the tail and t to the head, densities, or
 * weights where the mobility takes them.
 */
export interface EdgeMobility {
  /**
   * Fills `out`. The flux into the tail goes in `direction`, or would: a number of its sign, which only `upwind` reads.
   * Its donor is held fixed, so that theta is linear for each sign.
   */
  at(direction: number, s: number, t: number, out: EdgePoint): void;
  /** s t theta_st >= 0: with Euler's identity the other second derivatives in the logarithms are minus this. */
  mixed(s: number, t: number): number;
}

export function createEdgeMobility(name: MobilityName): EdgeMobility {
  const { takes, mean } = mobilityKind(name);
  return mean === undefined ? linear[takes] : ofMean(mean);
}

function ofMean({ value, logSlope, mixed }: Mean): EdgeMobility {
  return {
    at(_direction, s, t, out) {
      out.theta = value(s, t);
      out.byTail = logSlope(s, t);
      out.byHead = logSlope(t, s);
    },
    mixed,
  };
}

const linear: Readonly<Record<Extract<MobilityKind, { mean: undefined }>["takes"], EdgeMobility>> = {
  nothing: {
    at(_direction, _s, _t, out) {
      out.theta = 1;
      out.byTail = 0;
      out.byHead = 0;
    },
    mixed: () => 0,
  },
  donor: {
    at(direction, s, t, out) {
      const ofHead = direction > 0 ? 1 : direction < 0 ? 0 : 0.5;
      out.byTail = (1 - ofHead) * s;
      out.byHead = ofHead * t;
      out.theta = out.byTail + out.byHead;
    },
    mixed: () => 0,
  },
};
