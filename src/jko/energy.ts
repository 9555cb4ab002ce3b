import { createInternalEnergies } from "../model/energy.js";
import type { Problem } from "../model/problem.js";
import { wrightOmega } from "../numerics/wright-omega.js";

/**
 * The internal energy U as the dual problem sees it: its conjugate U*, whose derivative is the density that a potential asks for,
 * f = (U')⁻¹(mu - V). All masses per cell and layer; `layer` is that of the node.
 */
export interface DualEnergy {
  /** Change of mu that changes densities by a factor of about e: the unit of tolerances. */
  readonly scale: number;
  /** Whether every cell keeps mass that the next step depends on, however little; a vacuum has none. */
  readonly hasTails: boolean;
  /** Writes the masses h f that `mu` asks for. */
  ask(mu: Float64Array, equilibrium: Float64Array): void;
  /** Sum of h U*(mu - V), from the masses asked for: U*(U'(f)) = f U'(f) - U(f), the pressure. */
  pressure(equilibrium: Float64Array): number;
  /** d asked / d mu where so much is asked for. */
  stiffness(layer: number, asked: number): number;
  /**
   * The slope of the chord of mu -> asked between here and where `asked + rest` is asked for, for that of at least a hundredth
   * of `asked`: a cell on its own is solved in one step.
   */
  secant(layer: number, asked: number, rest: number): number;
  /** Lower bound, up to fourth order, of the divergence at asked + rest >= 0; without a logarithm. */
  bound(layer: number, asked: number, rest: number): number;
  /** U(kept) - U(asked) - U'(asked) (kept - asked) >= 0 in energy units, from the masses, without cancellation. */
  divergence(layer: number, asked: number, rest: number): number;
  /** The same where `asked` cannot be told from 0; `z` is mu - V. */
  divergenceOfFaint(layer: number, kept: number, z: number): number;
}

/** Least share of what a cell is asked for that it is taken to keep: a drained cell is asked for a hundredth next time. */
const DRAINED = 0.01;

/** A mass below which the potential of a porous medium cannot be told from its mass. */
const FAINT = 1e-300;

/** A ratio of densities from which on differences have all digits. */
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
    stiffness: (layer, asked) => betas[layer] * asked,
    secant: (layer, asked, rest) => betas[layer] * asked * meanRatio(rest / asked),
    // Bernstein: r²/2/(1 + r/3) <= (1 + r) log(1 + r) - r, equal to it up to r⁴/36.
    bound: (layer, asked, rest) => (temperatures[layer] * (rest * rest)) / (2 * asked + (2 / 3) * rest),
    divergence: (layer, asked, rest) => temperatures[layer] * (asked * relativeEntropy(rest / asked)),
    divergenceOfFaint: faint,
  };
}

/**
 * Porous medium s^m/(m - 1) + epsilon s (log s - 1): with w = s^(m-1), w + (epsilon/m) log w = (mu - V)(m - 1)/m, which is
 * Wright's omega function.
 */
function createDualPorousMedium(problem: Problem, m: number): DualEnergy {
  const { mesh, potential, graph, energy } = problem;
  const layers = graph.layers.length;
  const h = mesh.cellVolume;
  const volume = mesh.size * h;
  const internal = createInternalEnergies(problem);
  const epsilon = energy.temperatures[0];
  const a = epsilon / m;
  const logA = Math.log(a);
  const toC = (m - 1) / (m * a);

  function density(z: number): number {
    const c = z * toC - logA;
    const u = wrightOmega(c);
    return u > 1 ? (a * u) ** (1 / (m - 1)) : Math.exp((c - u + logA) / (m - 1));
  }

  const stiffness = (layer: number, asked: number): number => h / internal[layer].curvature(asked / h);

  function secant(layer: number, asked: number, rest: number): number {
    if (Math.abs(rest) < 1e-3 * asked) return stiffness(layer, asked + 0.5 * rest);
    if (!(asked >= FAINT)) return rest > FAINT ? secant(layer, FAINT, rest) : 0;
    const { slope } = internal[layer];
    const bounded = Math.max(rest, (DRAINED - 1) * asked);
    return bounded / (slope((asked + bounded) / h) - slope(asked / h));
  }

  return {
    scale: m * (problem.mass / (volume * layers)) ** (m - 1),
    hasTails: false,
    ask(mu, equilibrium) {
      for (let k = 0; k < mu.length; k++) equilibrium[k] = h * density(mu[k] - potential[k]);
    },
    pressure(equilibrium) {
      let sum = 0;
      for (let k = 0; k < equilibrium.length; k++) {
        const s = equilibrium[k] / h;
        sum += epsilon * s + s ** m;
      }
      return sum * h;
    },
    stiffness,
    secant,
    // U'' lies below its value at the smaller density for its first part, for m > 2 at the larger one for the second.
    bound: (layer, asked, rest) => (rest * rest) / (2 * stiffness(layer, asked + rest / 3)),
    divergence: (_layer, asked, rest) => {
      const r = rest / asked;
      const s = asked / h;
      // Where the ratio is large its power would overflow, and nothing cancels.
      if (r < LARGE) return asked * (epsilon * relativeEntropy(r) + s ** (m - 1) * powerDivergence(m, r));
      const power = h * (((asked + rest) / h) ** m - s ** m) - m * s ** (m - 1) * rest;
      return asked * (epsilon * relativeEntropy(r)) + power / (m - 1);
    },
    divergenceOfFaint: createDivergenceOfFaint(problem),
  };
}

/** ((1 + r)^m - 1 - m r)/(m - 1), for r >= -1, without cancellation for small r. */
function powerDivergence(m: number, r: number): number {
  if (r > -1e-3 && r < 1e-3) return m * r * r * (0.5 + ((m - 2) * r * (1 + ((m - 3) * r) / 4)) / 6);
  return r >= -1 ? ((1 + r) ** m - 1 - m * r) / (m - 1) : Number.POSITIVE_INFINITY;
}

/** With asked = 0: U(kept) - z kept, since U* vanishes there too. */
function createDivergenceOfFaint(problem: Problem): DualEnergy["divergenceOfFaint"] {
  const internal = createInternalEnergies(problem);
  const h = problem.mesh.cellVolume;
  return (layer, kept, z) => h * internal[layer].value(kept / h) - z * kept;
}

/** Logarithmic mean of 1 and 1 + r, r / log(1 + r), for 1 + r of at least DRAINED; 1 where r is not a number. */
function meanRatio(r: number): number {
  if (r > -1e-3 && r < 1e-3) return 1 + r * (0.5 - r * (1 / 12 - r / 24));
  if (!(r < Number.POSITIVE_INFINITY)) return 1;
  const bounded = Math.max(r, DRAINED - 1);
  return bounded / Math.log1p(bounded);
}
