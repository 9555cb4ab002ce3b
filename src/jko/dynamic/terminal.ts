import type { Problem } from "../../model/problem.js";

/**
 * What the final density of a path pays: a separable convex energy, per volume, in the density f of node p.
 *
 * This is all that the path problem knows of the energy.
 */
export interface Terminal {
  /** U(f) */
  value(p: number, f: number): number;
  /** U'(f): the chemical potential. */
  slope(p: number, f: number): number;
  /** U''(f) */
  curvature(p: number, f: number): number;
  /** U(f) + U*(mu) - mu f >= 0, without cancellation where it is small. */
  defect(p: number, f: number, mu: number): number;
  /** The density whose chemical potential is mu. */
  density(p: number, mu: number): number;
}

/** The relative entropy T f (log f - 1) + V f, T that of the layer. */
export function createEntropy({ energy, potential }: Pick<Problem, "energy" | "potential">): Terminal {
  const { temperatures } = energy;
  const at = (p: number): number => temperatures[p % temperatures.length];
  const density = (p: number, mu: number): number => Math.exp((mu - potential[p]) / at(p));
  return {
    value: (p, f) => f * (at(p) * (Math.log(f) - 1) + potential[p]),
    slope: (p, f) => at(p) * Math.log(f) + potential[p],
    curvature: (p, f) => at(p) / f,
    defect: (p, f, mu) => at(p) * relativeEntropy(f, density(p, mu)),
    density,
  };
}

/** f log(f/e) - f + e >= 0: a series next to f = e, where the formula cancels. */
function relativeEntropy(f: number, e: number): number {
  const r = (f - e) / e;
  if (Math.abs(r) < 1e-4) return e * r * r * (0.5 + r * (-1 / 6 + r / 12));
  if (e === 0) return Infinity;
  return f * Math.log(f / e) - f + e;
}
