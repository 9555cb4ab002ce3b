import type { Problem } from "../../model/problem.js";
import type { ErrorMeasure } from "../error.js";

export const KL = {
  name: "KL",
  symbol: undefined,
  power: 2,
  onMesh: {
    meaning: "relative entropy of the density to the reference",
    blindTo: undefined,
    ownRoundOff: false,
    refusal: () => undefined,
    distance: relativeEntropy,
  },
  ofStates: undefined,
} as const satisfies ErrorMeasure;

/** Share of the mass that may lie where the reference is zero before the relative entropy is infinite. */
const negligibleShare = 1e-14;
/** Smallest normal number: what a reference density that has underflowed to zero is taken for. */
const smallestNormal = 2 ** -1022;

/**
 * Sum of v [f log(f / r) - f + r]: the relative entropy, as a sum of non-negative terms; equal masses make it the usual
 * one.
 *
 * Where r is zero it may have underflowed. It is then taken for the smallest normal number, unless the mass found there
 * exceeds round-off: the relative entropy is then infinite.
 */
function relativeEntropy({ mesh, mass }: Problem, density: Float64Array, reference: Float64Array): number {
  let sum = 0;
  let stray = 0;
  for (let k = 0; k < density.length; k++) {
    const f = density[k];
    const r = reference[k];
    if (!(f >= 0 && r >= 0)) return Number.NaN;
    if (r === 0) stray += f;
    sum += entropyTerm(f, Math.max(r, smallestNormal));
  }
  return mesh.cellVolume * stray > negligibleShare * mass ? Number.POSITIVE_INFINITY : mesh.cellVolume * sum;
}

/**
 * f log(f / r) - f + r without cancellation: with q = (f - r)/r below 1e-4, r(q²/2 - q³/6 + q⁴/12), relative error
 * q³/10.
 */
function entropyTerm(f: number, r: number): number {
  if (f === 0) return r;
  const q = (f - r) / r;
  if (Math.abs(q) < 1e-4) return r * q * q * (0.5 - q * (1 / 6 - q / 12));
  return f * (Math.log(f) - Math.log(r)) - f + r;
}
