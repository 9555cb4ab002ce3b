import { createInternalEnergies } from "../model/energy.js";
import type { Problem } from "../model/problem.js";
import { wrightOmega } from "../numerics/wright-omega.js";

/**
 * The internal energy U as the dual problem sees it (docs/method.md, eqs. 3 and 3'). The derivative of its conjugate U*
 * is the density in local equilibrium with a potential, f = (U')⁻¹(mu - V).
 *
 * All masses are per cell and layer: m the equilibrium mass, r the residual, so that m + r is the mass that is kept.
 * `layer` is that of the node.
 */
export interface DualEnergy {
  /** The unit of mu in tolerances: a change by this changes densities by a factor of about e. */
  readonly scale: number;
  /** Whether the next step depends on the mass of every cell, however little. A vacuum has none. */
  readonly hasTails: boolean;
  /** Writes the masses m = h f in equilibrium with `mu`. */
  ask(mu: Float64Array, equilibrium: Float64Array): void;
  /** Sum of h U*(mu - V) from the equilibrium masses: U*(U'(f)) = f U'(f) - U(f) is the pressure. */
  pressure(equilibrium: Float64Array): number;
  /** dm/dmu at m. */
  stiffness(layer: number, m: number): number;
  /**
   * The slope of the chord of mu -> m between m and m + r (eq. 3''): with it a cell on its own is solved in one step.
   * Where m + r is less than a hundredth of m, the chord ends there.
   */
  secant(layer: number, m: number, r: number): number;
  /** Lower bound of `divergence` for m + r >= 0, equal to it up to fourth order in r, without a logarithm. */
  bound(layer: number, m: number, r: number): number;
  /** The term of a cell in the gap (eq. 6): h [U(f^) - U(f) - U'(f) (f^ - f)] >= 0, without cancellation. */
  divergence(layer: number, m: number, r: number): number;
  /** The same where m cannot be told from 0; `z` is mu - V. */
  divergenceOfFaint(layer: number, kept: number, z: number): number;
}

/** Least (m + r)/m that counts: the next equilibrium mass of a drained cell is a hundredth of m. */
export const DRAINED = 0.01;

/** A mass below which the potential of a porous medium cannot be told from its mass. */
const FAINT = 1e-300;

/** From this ratio of densities on, their differences have all digits. */
const LARGE = 1e3;

/** Relative entropy per unit mass, (1 + r) log(1 + r) - r, without cancellation for small r; Infinity for r < -1. */
export function relativeEntropy(r: number): number {
  if (r > -1e-4 && r < 1e-4) return r * r * (0.5 - r * (1 / 6 - r / 12));
  if (r > -1) return (1 + r) * Math.log1p(r) - r;
  return r === -1 ? 1 : Number.POSITIVE_INFINITY;
}

export function createDualEnergy(problem: Problem): DualEnergy {
  const { exponent } = problem.energy;
  return exponent === undefined ? createDualEntropy(problem) : createDualPorousMedium(problem, exponent);
}

/** Entropies T f (log f - 1): f = e^{(mu - V)/T}. */
function createDualEntropy(problem: Problem): DualEnergy {
  const { mesh, potential } = problem;
  const { temperatures } = problem.energy;
  const layers = temperatures.length;
  const h = mesh.cellVolume;
  const betas = temperatures.map((temperature) => 1 / temperature);
  const faint = createDivergenceOfFaint(problem);
  return {
    scale: temperatures.reduce((least, temperature) => Math.min(least, temperature)),
    hasTails: true,
    ask(mu, equilibrium) {
      for (let k = 0, layer = 0; k < mu.length; k++) {
        equilibrium[k] = h * Math.exp(betas[layer] * (mu[k] - potential[k]));
        if (++layer === layers) layer = 0;
      }
    },
    pressure(equilibrium) {
      let sum = 0;
      for (let k = 0, layer = 0; k < equilibrium.length; k++) {
        sum += temperatures[layer] * equilibrium[k];
        if (++layer === layers) layer = 0;
      }
      return sum;
    },
    stiffness: (layer, m) => betas[layer] * m,
    secant: (layer, m, r) => betas[layer] * chordMean(m, r),
    // Bernstein: r²/2/(1 + r/3) <= (1 + r) log(1 + r) - r, equal to it up to r⁴/36.
    bound: (layer, m, r) => (temperatures[layer] * (r * r)) / (2 * m + (2 / 3) * r),
    divergence: (layer, m, r) => temperatures[layer] * (m * relativeEntropy(r / m)),
    divergenceOfFaint: faint,
  };
}

/**
 * Porous medium s^m/(m - 1) + epsilon s (log s - 1): with w = s^(m-1), w + (epsilon/m) log w = (mu - V)(m - 1)/m, which
 * is Wright's omega function.
 */
function createDualPorousMedium(problem: Problem, exponent: number): DualEnergy {
  const { mesh, potential, graph, energy } = problem;
  const layers = graph.layers.length;
  const h = mesh.cellVolume;
  const volume = mesh.size * h;
  const internal = createInternalEnergies(problem);
  const epsilon = energy.temperatures[0];
  const a = epsilon / exponent;
  const logA = Math.log(a);
  const toC = (exponent - 1) / (exponent * a);

  function density(z: number): number {
    const c = z * toC - logA;
    const u = wrightOmega(c);
    return u > 1 ? (a * u) ** (1 / (exponent - 1)) : Math.exp((c - u + logA) / (exponent - 1));
  }

  const stiffness = (layer: number, m: number): number => h / internal[layer].curvature(m / h);

  function secant(layer: number, m: number, r: number): number {
    if (Math.abs(r) < 1e-3 * m) return stiffness(layer, m + 0.5 * r);
    if (!(m >= FAINT)) return r > FAINT ? secant(layer, FAINT, r) : 0;
    const { slope } = internal[layer];
    const bounded = Math.max(r, (DRAINED - 1) * m);
    return bounded / (slope((m + bounded) / h) - slope(m / h));
  }

  return {
    scale: exponent * (problem.mass / (volume * layers)) ** (exponent - 1),
    hasTails: false,
    ask(mu, equilibrium) {
      for (let k = 0; k < mu.length; k++) equilibrium[k] = h * density(mu[k] - potential[k]);
    },
    pressure(equilibrium) {
      let sum = 0;
      for (let k = 0; k < equilibrium.length; k++) {
        const s = equilibrium[k] / h;
        sum += epsilon * s + s ** exponent;
      }
      return sum * h;
    },
    stiffness,
    secant,
    // U'' lies below its value at the smaller density for its first part, for m > 2 at the larger one for the second.
    bound: (layer, m, r) => (r * r) / (2 * stiffness(layer, m + r / 3)),
    divergence: (_layer, m, r) => {
      const ratio = r / m;
      const s = m / h;
      const entropy = epsilon * relativeEntropy(ratio);
      // Where the ratio is large its power would overflow, and nothing cancels.
      if (ratio < LARGE) return m * (entropy + s ** (exponent - 1) * powerDivergence(exponent, ratio));
      const power = h * (((m + r) / h) ** exponent - s ** exponent) - exponent * s ** (exponent - 1) * r;
      return m * entropy + power / (exponent - 1);
    },
    divergenceOfFaint: createDivergenceOfFaint(problem),
  };
}

/** ((1 + r)^m - 1 - m r)/(m - 1), for r >= -1, without cancellation for small r. */
function powerDivergence(m: number, r: number): number {
  if (r > -1e-3 && r < 1e-3) return m * r * r * (0.5 + ((m - 2) * r * (1 + ((m - 3) * r) / 4)) / 6);
  return r >= -1 ? ((1 + r) ** m - 1 - m * r) / (m - 1) : Number.POSITIVE_INFINITY;
}

/** With m = 0: U(kept) - z kept, since U* vanishes there too. */
function createDivergenceOfFaint(problem: Problem): DualEnergy["divergenceOfFaint"] {
  const internal = createInternalEnergies(problem);
  const h = problem.mesh.cellVolume;
  return (layer, kept, z) => h * internal[layer].value(kept / h) - z * kept;
}

/**
 * Logarithmic mean of the masses m and m + r, r / log(1 + r/m), to 1e-12.
 *
 * With u = r/(2 m + r) it is (m + r/2)/(1 + u²/3 + u⁴/5 + …), summed up to u^14 where |u| < 0.2.
 */
export function chordMean(m: number, r: number): number {
  const u = r / (2 * m + r);
  const z = u * u;
  if (!(z < 0.04)) return m * meanRatio(r / m);
  const z2 = z * z;
  const odd = 1 / 3 + z2 * (1 / 7 + z2 * (1 / 11 + z2 * (1 / 15)));
  const even = 1 / 5 + z2 * (1 / 9 + z2 * (1 / 13));
  return (m + 0.5 * r) / (1 + z * (odd + z * even));
}

/** Logarithmic mean of 1 and 1 + r, r / log(1 + r), for 1 + r of at least DRAINED; 1 where r is not a number. */
export function meanRatio(r: number): number {
  if (!(r < Number.POSITIVE_INFINITY)) return 1;
  const bounded = Math.max(r, DRAINED - 1);
  return bounded / Math.log1p(bounded);
}
