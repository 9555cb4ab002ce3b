import {
  arithmeticMeanLogSlopes,
  arithmeticMeans,
  geometricMeanLogSlopes,
  geometricMeans,
  harmonicMeanLogSlopes,
  harmonicMeans,
  logarithmicMeanLogSlopes,
  logarithmicMeans,
  type PairLoop,
} from "../numerics/mean-arrays.js";
import {
  arithmeticMean,
  fillLogarithmicMean,
  geometricMean,
  geometricMeanLogMixed,
  harmonicMean,
  harmonicMeanLogMixed,
  harmonicMeanSlope,
  logarithmicMean,
  logarithmicMeanLogMixed,
  logarithmicMeanLogSlope,
  type MeanPoint,
} from "../numerics/means.js";

/**
 * A function of the densities s, t >= 0 of two layers at one place, their chemical potentials muS = T log s + V and
 * muT = T log t + V' (-Infinity where the density is 0), and the temperature T. It does not allocate.
 */
export type Mobility = (s: number, t: number, muS: number, muT: number, temperature: number) => number;

/** A mean of two densities, as a mobility, with its derivatives in their logarithms. */
export interface Mean {
  /** `value` and `logSlope` over arrays of densities. */
  readonly values: PairLoop;
  readonly logSlopes: PairLoop;
  value(s: number, t: number): number;
  /** s times the derivative in s; that in t follows by symmetry. */
  logSlope(s: number, t: number): number;
  /** s t times the mixed second derivative, >= 0: means are concave. */
  mixed(s: number, t: number): number;
  /** All of them at once, for s, t > 0. */
  fill(at: MeanPoint): void;
}

/** What an exchange mobility answers: the models ask here. All are symmetric in the two layers. */
export type MobilityKind = MobilityAnswers & (OfMean | OfDonor);

interface MobilityAnswers {
  readonly value: Mobility;
  /**
   * s times the derivative of theta in s, with t and the external potentials fixed: the derivative in log s, which is
   * T times that in mu. Unlike the derivative in s it is finite on empty layers. For `upwind` the donor is held fixed.
   *
   * That in log t follows by exchanging the layers, since theta is symmetric.
   */
  readonly logSlope: Mobility;
  /** Whether theta(s, 0) = 0: then a layer without any mass would stay empty forever. */
  readonly vanishes: boolean;
  /** theta(s, t), from the densities times their weights. */
  tex(weighted: readonly [string, string]): string;
}

/** A mean of the densities, or of the weights, the densities times exp(V/T). */
interface OfMean {
  readonly takes: "densities" | "weights";
  readonly mean: Mean;
}

/** No mean: constant, or the density of the donor, the layer that mass leaves. */
interface OfDonor {
  readonly takes: "nothing" | "donor";
  readonly mean: undefined;
}

/** Logarithm of the largest weight of a density: exchange that fast is at equilibrium, and its rates stay finite. */
const HIGHEST = 600;

/** s exp(V/T) = exp(mu/T): the product itself overflows in the tails, where the potential is large and s small. */
function weighted(mu: number, temperature: number): number {
  return Math.exp(Math.min(mu / temperature, HIGHEST));
}

const logarithmic: Mean = {
  value: logarithmicMean,
  values: logarithmicMeans,
  logSlope: logarithmicMeanLogSlope,
  logSlopes: logarithmicMeanLogSlopes,
  mixed: logarithmicMeanLogMixed,
  fill: fillLogarithmicMean,
};
const geometric: Mean = {
  value: geometricMean,
  values: geometricMeans,
  logSlope: (s, t) => 0.5 * geometricMean(s, t),
  logSlopes: geometricMeanLogSlopes,
  mixed: geometricMeanLogMixed,
  fill(at) {
    at.theta = geometricMean(at.s, at.t);
    at.byS = 0.5 * at.theta;
    at.byT = at.byS;
    at.mixed = 0.25 * at.theta;
  },
};
const arithmetic: Mean = {
  value: arithmeticMean,
  values: arithmeticMeans,
  logSlope: (s) => 0.5 * s,
  logSlopes: arithmeticMeanLogSlopes,
  mixed: () => 0,
  fill(at) {
    at.byS = 0.5 * at.s;
    at.byT = 0.5 * at.t;
    at.theta = at.byS + at.byT;
    at.mixed = 0;
  },
};
const harmonic: Mean = {
  value: harmonicMean,
  values: harmonicMeans,
  logSlope: (s, t) => s * harmonicMeanSlope(s, t),
  logSlopes: harmonicMeanLogSlopes,
  mixed: harmonicMeanLogMixed,
  fill(at) {
    const inverse = 1 / (at.s + at.t);
    const [partS, partT] = [at.s * inverse, at.t * inverse];
    at.theta = 2 * at.s * partT;
    at.byS = at.theta * partT;
    at.byT = at.theta * partS;
    at.mixed = 2 * at.theta * partS * partT;
  },
};

function ofMean(mean: Mean, vanishes: boolean, formula: string) {
  const { value, logSlope } = mean;
  return { value, logSlope, takes: "densities" as const, mean, vanishes, tex: () => formula };
}

/**
 * Layers exchange K theta (mu' - mu), mu = T log f + V. What that is in the limit, with rates for the first layer, is
 * told beside each.
 */
export const mobilities = {
  /** The log-ratio reaction K (T log(f'/f) + V' - V). */
  unit: { value: () => 1, logSlope: () => 0, takes: "nothing", mean: undefined, vanishes: false, tex: () => "1" },
  /** Graph Fokker-Planck; for equal V the linear exchange K T (f' - f). */
  logarithmic: ofMean(logarithmic, true, "\\frac{s - t}{\\log s - \\log t}"),
  /** The linear exchange K T (f' exp(V'/T) - f exp(V/T)). */
  "weighted-logarithmic": {
    value: (_s, _t, muS, muT, temperature) => logarithmicMean(weighted(muS, temperature), weighted(muT, temperature)),
    logSlope: (_s, _t, muS, muT, temperature) =>
      logarithmicMeanLogSlope(weighted(muS, temperature), weighted(muT, temperature)),
    mean: logarithmic,
    takes: "weights",
    vanishes: true,
    tex: ([a, b]) => `\\frac{${a} - ${b}}{\\log(${a}) - \\log(${b})}`,
  },
  /** A nonlinear exchange, as that of the other means of s and t. */
  arithmetic: ofMean(arithmetic, false, "\\frac{s + t}{2}"),
  /** With the cosh cost K T (f' exp((V'-V)/(2T)) - f exp((V-V')/(2T))). */
  geometric: ofMean(geometric, true, "\\sqrt{s\\, t}"),
  /** With the cosh cost the linear exchange of `weighted-logarithmic`. */
  "weighted-geometric": {
    // With one temperature, sqrt(s t exp((V + V')/T)).
    value: (_s, _t, muS, muT, temperature) => weighted((muS + muT) / 2, temperature),
    logSlope: (_s, _t, muS, muT, temperature) => 0.5 * weighted((muS + muT) / 2, temperature),
    mean: geometric,
    takes: "weights",
    vanishes: true,
    tex: ([a, b]) => `\\sqrt{${a}\\, ${b}}`,
  },
  harmonic: ofMean(harmonic, true, "\\frac{2 s t}{s + t}"),
  /**
   * The density of the layer with the larger mu, the donor (both equal: the arithmetic mean): the graph flow of
   * Chow, Huang, Li & Zhou (2012), rate K (f' (mu' - mu)^+ - f (mu - mu')^+).
   */
  upwind: {
    value: (s, t, muS, muT) => (muS > muT ? s : muT > muS ? t : arithmeticMean(s, t)),
    logSlope: (s, _t, muS, muT) => (muS > muT ? s : muT > muS ? 0 : 0.5 * s),
    takes: "donor",
    mean: undefined,
    vanishes: false,
    tex: () => "s \\text{ if } \\mu_g > \\mu_k, \\quad t \\text{ otherwise}",
  },
} satisfies Readonly<Record<string, MobilityKind>>;
