import {
  arithmeticMean,
  geometricMean,
  geometricMeanLogMixed,
  harmonicMean,
  harmonicMeanLogMixed,
  harmonicMeanSlope,
  logarithmicMean,
  logarithmicMeanLogMixed,
  logarithmicMeanLogSlope,
} from "../numerics/means.js";

/** Exchange mobilities theta(s, t), by name (docs/method.md lists the formulas). */
export const mobilityNames = [
  "unit",
  "logarithmic",
  "weighted-logarithmic",
  "arithmetic",
  "geometric",
  "weighted-geometric",
  "harmonic",
  "upwind",
] as const;
export type MobilityName = (typeof mobilityNames)[number];

/** Costs of an exchange flux H, with conductance c = K theta: H²/(2 c), or T² c e(H/(T c)), see `src/jko/exchange/cost.ts`. */
export const exchangeCosts = ["quadratic", "cosh"] as const;

/** The density at which a step takes the mobility: that before the step, that after it, or the mean of the two. */
export const mobilityTimes = ["previous", "next", "midpoint"] as const;

/** The exchange part of the metric. */
export interface Exchange {
  readonly mobility: MobilityName;
  readonly cost: (typeof exchangeCosts)[number];
  readonly mobilityAt: (typeof mobilityTimes)[number];
}

/**
 * A function of the densities s, t >= 0 of two layers at one place, their chemical potentials muS = T log s + V and
 * muT = T log t + V' (-Infinity where the density is 0), and the temperature T. It does not allocate.
 */
export type Mobility = (s: number, t: number, muS: number, muT: number, temperature: number) => number;

/** Logarithm of the largest weight of a density: exchange that fast is at equilibrium, and its rates stay finite. */
const HIGHEST = 600;

/** s exp(V/T) = exp(mu/T): the product itself overflows in the tails, where the potential is large and s small. */
function weighted(mu: number, temperature: number): number {
  return Math.exp(Math.min(mu / temperature, HIGHEST));
}

const mobilities: Readonly<Record<MobilityName, Mobility>> = {
  unit: () => 1,
  logarithmic: (s, t) => logarithmicMean(s, t),
  "weighted-logarithmic": (_s, _t, muS, muT, temperature) =>
    logarithmicMean(weighted(muS, temperature), weighted(muT, temperature)),
  arithmetic: (s, t) => arithmeticMean(s, t),
  geometric: (s, t) => geometricMean(s, t),
  // With one temperature, sqrt(s t exp((V + V')/T)).
  "weighted-geometric": (_s, _t, muS, muT, temperature) => weighted((muS + muT) / 2, temperature),
  harmonic: (s, t) => harmonicMean(s, t),
  upwind: (s, t, muS, muT) => (muS > muT ? s : muT > muS ? t : arithmeticMean(s, t)),
};

const logSlopes: Readonly<Record<MobilityName, Mobility>> = {
  unit: () => 0,
  logarithmic: (s, t) => logarithmicMeanLogSlope(s, t),
  "weighted-logarithmic": (_s, _t, muS, muT, temperature) =>
    logarithmicMeanLogSlope(weighted(muS, temperature), weighted(muT, temperature)),
  arithmetic: (s) => 0.5 * s,
  geometric: (s, t) => 0.5 * geometricMean(s, t),
  "weighted-geometric": (_s, _t, muS, muT, temperature) => 0.5 * weighted((muS + muT) / 2, temperature),
  harmonic: (s, t) => s * harmonicMeanSlope(s, t),
  upwind: (s, _t, muS, muT) => (muS > muT ? s : muT > muS ? 0 : 0.5 * s),
};

/**
 * The exchange mobility theta(s, t) of that name.
 *
 * Layers exchange K theta (mu' - mu), mu = T log f + V. What that is in the limit, with rates for the first layer:
 *
 * - `unit`, 1: the log-ratio reaction K (T log(f'/f) + V' - V)
 * - `logarithmic`, (s - t)/(log s - log t): graph Fokker-Planck; for equal V the linear exchange K T (f' - f)
 * - `weighted-logarithmic`, logarithmic mean of s exp(V/T) and t exp(V'/T):
 *   the linear exchange K T (f' exp(V'/T) - f exp(V/T))
 * - `weighted-geometric`, the geometric mean of the same two: with the cosh cost the same linear exchange, as `geometric` is for
 *   K T (f' exp((V'-V)/(2T)) - f exp((V-V')/(2T)))
 * - `arithmetic`, `geometric`, `harmonic`, the means of s and t: nonlinear exchanges
 * - `upwind`, the density of the layer with the larger mu, the donor (both equal: the arithmetic mean):
 *   the graph flow of Chow, Huang, Li & Zhou (2012), rate K (f' (mu' - mu)^+ - f (mu - mu')^+)
 *
 * All are symmetric in the two layers.
 */
export function createMobility(name: MobilityName): Mobility {
  return mobilities[name];
}

/**
 * s times the derivative of theta in s, with t and the external potentials fixed: the derivative in log s, which is
 * T times that in mu. Unlike the derivative in s it is finite on empty layers. For `upwind` the donor is held fixed.
 *
 * That in log t follows by exchanging the layers, since theta is symmetric.
 */
export function createMobilityLogSlope(name: MobilityName): Mobility {
  return logSlopes[name];
}

/** A mean of two densities, as a mobility, with its derivatives in their logarithms. */
export interface Mean {
  value(s: number, t: number): number;
  /** s times the derivative in s; that in t follows by symmetry. */
  logSlope(s: number, t: number): number;
  /** s t times the mixed second derivative, >= 0: means are concave. */
  mixed(s: number, t: number): number;
}

const means: Readonly<Record<Exclude<MobilityName, "unit" | "upwind">, Mean>> = {
  logarithmic: { value: logarithmicMean, logSlope: logarithmicMeanLogSlope, mixed: logarithmicMeanLogMixed },
  "weighted-logarithmic": { value: logarithmicMean, logSlope: logarithmicMeanLogSlope, mixed: logarithmicMeanLogMixed },
  arithmetic: { value: arithmeticMean, logSlope: (s) => 0.5 * s, mixed: () => 0 },
  geometric: { value: geometricMean, logSlope: (s, t) => 0.5 * geometricMean(s, t), mixed: geometricMeanLogMixed },
  "weighted-geometric": {
    value: geometricMean,
    logSlope: (s, t) => 0.5 * geometricMean(s, t),
    mixed: geometricMeanLogMixed,
  },
  harmonic: { value: harmonicMean, logSlope: (s, t) => s * harmonicMeanSlope(s, t), mixed: harmonicMeanLogMixed },
};

/** The mean that a mobility is: of the densities, or for the weighted ones of the densities times exp(V/T). */
export function meanOf(name: keyof typeof means): Mean {
  return means[name];
}

/** Whether theta(s, 0) = 0: then a layer without any mass would stay empty forever. */
export function vanishesOnEmptyLayer(name: MobilityName): boolean {
  return name !== "unit" && name !== "arithmetic" && name !== "upwind";
}
