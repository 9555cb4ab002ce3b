import {
  arithmeticMean,
  geometricMean,
  geometricMeanLogMixed,
  geometricMeanSlope,
  harmonicMean,
  harmonicMeanLogMixed,
  harmonicMeanSlope,
  logarithmicMean,
  logarithmicMeanLogMixed,
  logarithmicMeanLogSlope,
  logarithmicMeanSlope,
} from "../numerics/means.js";
import type { MobilityName } from "./exchange.js";

/** The mobilities that are concave, smooth functions of the two densities: all but `upwind`. */
export type ConcaveMobilityName = Exclude<MobilityName, "upwind">;

/**
 * theta(s, t) with its derivatives, for densities s, t > 0 of two layers at one place.
 *
 * `a` and `b` are the potentials V/T of the two layers; only `weighted-logarithmic` reads them, and they may be left
 * out for all others. theta is symmetric in the layers: the derivative in t is `slope(t, s, b, a)`.
 *
 * All but `unit` are homogeneous of degree one, so that the mixed derivative determines the other two second
 * derivatives: theta_ss = -(t/s) theta_st, theta_tt = -(s/t) theta_st. This holds for `unit` too, where all vanish.
 * None allocates. Slopes of `weighted-logarithmic` are of the size of exp(a) and overflow with it, beyond a = 709. At s = 0
 * or t = 0 values are exact, but derivatives may be infinite or NaN: raise such densities.
 */
export interface ConcaveMobility {
  /** theta */
  value(s: number, t: number, a?: number, b?: number): number;
  /** The derivative of theta in s. */
  slope(s: number, t: number, a?: number, b?: number): number;
  /** The derivative of theta in s and t, >= 0. */
  mixed(s: number, t: number, a?: number, b?: number): number;
}

const models: Readonly<Record<ConcaveMobilityName, ConcaveMobility>> = {
  unit: { value: () => 1, slope: () => 0, mixed: () => 0 },
  logarithmic: {
    value: (s, t) => logarithmicMean(s, t),
    slope: (s, t) => logarithmicMeanSlope(s, t),
    mixed: (s, t) => divideByBoth(logarithmicMeanLogMixed(s, t), s, t),
  },
  "weighted-logarithmic": {
    value: (s, t, a = 0, b = 0) => logarithmicMean(tilt(s, a), tilt(t, b)),
    slope: (s, t, a = 0, b = 0) => logarithmicMeanLogSlope(tilt(s, a), tilt(t, b)) / s,
    mixed: (s, t, a = 0, b = 0) => divideByBoth(logarithmicMeanLogMixed(tilt(s, a), tilt(t, b)), s, t),
  },
  arithmetic: { value: (s, t) => arithmeticMean(s, t), slope: () => 0.5, mixed: () => 0 },
  geometric: {
    value: (s, t) => geometricMean(s, t),
    slope: (s, t) => geometricMeanSlope(s, t),
    mixed: (s, t) => divideByBoth(geometricMeanLogMixed(s, t), s, t),
  },
  harmonic: {
    value: (s, t) => harmonicMean(s, t),
    slope: (s, t) => harmonicMeanSlope(s, t),
    mixed: (s, t) => divideByBoth(harmonicMeanLogMixed(s, t), s, t),
  },
};

/** The mobility of that name with its derivatives. */
export function createMobilityModel(name: ConcaveMobilityName): ConcaveMobility {
  return models[name];
}

/** Whether the mobility is a concave function of the two densities, for which {@link createMobilityModel} has a model. */
export function isConcaveMobility(name: MobilityName): name is ConcaveMobilityName {
  return name !== "upwind";
}

/** s exp(a); through the logarithm where the factor alone over- or underflows, as in tails: s small, a large. */
function tilt(s: number, a: number): number {
  return Math.abs(a) < 700 ? s * Math.exp(a) : Math.exp(Math.log(s) + a);
}

/** value/(s t), dividing by the larger first: s t itself underflows for densities of 1e-200. */
function divideByBoth(value: number, s: number, t: number): number {
  return s > t ? value / s / t : value / t / s;
}
