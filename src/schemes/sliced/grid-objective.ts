import type { GridMovement } from "./grid-functional.js";

/** Logarithm of the least mass of a cell. */
const logFloor = Math.log(1e-24);
/**
 * Ratios log(p / w) up to which p log(p / w) - p + w is a series, and beyond which -p + w need no common exponential.
 */
const [smallRatio, largeRatio] = [1e-4, 30];

/** What the functional of a step on a mesh is made of. */
export interface GridTerms {
  readonly movement: GridMovement;
  readonly potential: Float64Array;
  readonly entropy: number;
  readonly tau: number;
  readonly cellVolume: number;
}

/** J(p) = SW2²(p, p_k) / (2 tau) + Σ V p + s Σ p log(p / vol), at the point evaluated last. */
export interface GridObjective {
  /** J at masses proportional to exp(logs); `logs` are made those of the masses, and not below log 1e-24. */
  evaluate(logs: Float64Array): number;
  /** p, with sum 1. */
  readonly masses: Float64Array;
  /** dJ / dp, up to a constant. */
  readonly slopes: Float64Array;
  /** SW2² / (2 tau). */
  cost(): number;
  /**
   * Upper bound of J(p) - min J. With g the derivative of the movement at p, convexity gives J(q) >= J(p) + g·(q - p)
   * + E(q) - E(p) for every q; the right-hand side is least at w = vol exp(-(V + g) / s) / Z, so that
   *
   *     J(p) - min J <= s Σ (p log(p / w) - p + w),
   *
   * and since J exceeds its minimum by at least s times the relative entropy to the minimizer, |p - p*|_1² <= 2 gap /
   * s.
   */
  gap(): number;
}

export function createGridObjective({ movement, potential, entropy, tau, cellVolume }: GridTerms): GridObjective {
  const size = potential.length;
  const [logMasses, masses, slopes] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const logVolume = Math.log(cellVolume);
  let cost = 0;
  return {
    masses,
    slopes,
    cost: () => cost,
    evaluate(logs) {
      normalize(logs);
      logMasses.set(logs);
      for (let c = 0; c < size; c++) masses[c] = Math.exp(logs[c]);
      cost = movement.squaredDistance(masses, 1 / (2 * tau), slopes) / (2 * tau);
      let energy = 0;
      for (let c = 0; c < size; c++) {
        const local = potential[c] + entropy * (logs[c] - logVolume);
        energy += masses[c] * local;
        slopes[c] = slopes[c] + local;
      }
      return energy + cost;
    },
    gap() {
      // log(w / p) = -slopes / s - log of the sum of p exp(-slopes / s).
      let most = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < size; c++) most = Math.max(most, logMasses[c] - slopes[c] / entropy);
      let total = 0;
      for (let c = 0; c < size; c++) total += Math.exp(logMasses[c] - slopes[c] / entropy - most);
      const logTotal = most + Math.log(total);
      let sum = 0;
      for (let c = 0; c < size; c++) {
        sum += divergence(masses[c], logMasses[c], slopes[c] / entropy + logTotal);
      }
      return entropy * sum;
    },
  };
}

/** p log(p / w) - p + w >= 0 for r = log(p / w), without cancellation. */
function divergence(mass: number, logMass: number, r: number): number {
  if (Math.abs(r) < smallRatio) return mass * r * r * (0.5 - r / 6 + (r * r) / 24);
  if (r < -largeRatio) return mass * (r - 1) + Math.exp(logMass - r);
  return mass * (r + Math.expm1(-r));
}

/** Makes Σ exp(logs) = 1, none below the floor. */
function normalize(logs: Float64Array): void {
  for (let pass = 0; pass < 2; pass++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < logs.length; c++) most = Math.max(most, logs[c]);
    let sum = 0;
    for (let c = 0; c < logs.length; c++) sum += Math.exp(logs[c] - most);
    const logTotal = most + Math.log(sum);
    for (let c = 0; c < logs.length; c++) logs[c] = Math.max(logs[c] - logTotal, logFloor);
  }
}
