import { type Mobility, type MobilityKind, mobilities } from "./mobilities.js";

export type { Mean, Mobility, MobilityKind } from "./mobilities.js";

export type MobilityName = keyof typeof mobilities;
/** Exchange mobilities theta(s, t), by name (docs/method.md lists the formulas). */
export const mobilityNames = Object.keys(mobilities) as readonly MobilityName[];

/** What a cost of exchange answers, for conductances c = K theta. */
interface CostKind {
  /** Whether its meaning rests on one temperature. */
  readonly needsTemperature: boolean;
  /** The mobility with which equal potentials make the exchange K T (f' - f). */
  readonly linearWith: MobilityName;
  /**
   * The level W with which the mean of that mobility makes the exchange of potentials v and w linear,
   * K T (f' exp((w - W)/T) - f exp((v - W)/T)); NaN where it is not.
   */
  linearLevel(v: number, w: number): number;
  /** Flux per conductance in the limit, for a difference xi of chemical potentials. */
  flux(xi: number, temperature: number): number;
  /** Its derivative in xi. */
  fluxSlope(xi: number, temperature: number): number;
  /** The same in TeX. */
  fluxTex(xi: string, temperature: string): string;
  /** The cost of a flux H. */
  tex(conductance: string, temperature: string): string;
  /** What the formula leaves open. */
  readonly notes: readonly string[];
}

/** Costs of an exchange flux H: H²/(2 c), or T² c e(H/(T c)), see `src/jko/exchange/cost.ts`. */
export const costKinds = {
  quadratic: {
    needsTemperature: false,
    linearWith: "logarithmic",
    linearLevel: (v, w) => (v === w ? v : Number.NaN),
    flux: (xi) => xi,
    fluxSlope: () => 1,
    fluxTex: (xi) => `(${xi})`,
    tex: (conductance) => `\\frac{H^2}{2 ${conductance}}`,
    notes: [],
  },
  cosh: {
    needsTemperature: true,
    linearWith: "geometric",
    linearLevel: (v, w) => (v + w) / 2,
    flux: (xi, temperature) => 2 * temperature * Math.sinh(xi / (2 * temperature)),
    fluxSlope: (xi, temperature) => Math.cosh(xi / (2 * temperature)),
    fluxTex: (xi, temperature) => `2 ${temperature}\\sinh \\frac{${xi}}{2 ${temperature}}`,
    tex: (conductance, temperature) =>
      `${temperature}${temperature}${conductance}\\, e\\Bigl(\\frac{H}{${temperature}${conductance}}\\Bigr)`,
    notes: [
      "with $e(z) = 2 z \\operatorname{arsinh}(z/2) - 2 \\sqrt{z^2 + 4} + 4$, the conjugate of $4 (\\cosh(\\xi/2) - 1)$.",
    ],
  },
} satisfies Readonly<Record<string, CostKind>>;
export const exchangeCosts = Object.keys(costKinds) as readonly Exchange["cost"][];

/**
 * The density at which a step takes the mobility: that before the step, that after it, or the mean of the two; `weight`
 * is that of the new one.
 */
export const mobilityTimeKinds = {
  previous: { weight: 0, words: "previous", level: "n" },
  next: { weight: 1, words: "new", level: "n+1" },
  midpoint: { weight: 0.5, words: "mean of the previous and the new", level: "n+\\frac{1}{2}" },
} as const;
export const mobilityTimes = Object.keys(mobilityTimeKinds) as readonly Exchange["mobilityAt"][];

/** The exchange part of the metric. */
export interface Exchange {
  readonly mobility: MobilityName;
  readonly cost: keyof typeof costKinds;
  readonly mobilityAt: keyof typeof mobilityTimeKinds;
}

export function mobilityKind(name: MobilityName): MobilityKind {
  return mobilities[name];
}

/** The exchange mobility theta(s, t) of that name. */
export function createMobility(name: MobilityName): Mobility {
  return mobilities[name].value;
}
