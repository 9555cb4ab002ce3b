import { energyAbove, massOf } from "../model/energy.js";
import type { Problem } from "../model/problem.js";
import type { MeshNormName } from "./names.js";
import { wasserstein2 } from "./wasserstein.js";

/** Share of the mass that may lie where the reference is zero before the relative entropy is infinite. */
const negligibleShare = 1e-14;
/** Smallest normal number: what a reference density that has underflowed to zero is taken for. */
const smallestNormal = 2 ** -1022;

/** Distance of a density from a reference on the same mesh. */
export type Norm = (problem: Problem, density: Float64Array, reference: Float64Array) => number;

/**
 * The distances by name; e = density - reference, v the cell volume.
 *
 * | name | distance |
 * |---|---|
 * | L1 | sum of v abs(e) over layers and cells |
 * | L2 | (sum of v e²)^1/2 |
 * | Linf | largest abs(e) |
 * | KL | relative entropy of the density to the reference |
 * | W2 | Wasserstein distance of the x-marginals, one axis only |
 * | mass | sum over layers of abs(difference of masses) |
 * | energy | abs(E(density) - E(reference)), the reference rescaled to the mass of the density |
 */
export const norms: Readonly<Record<MeshNormName, Norm>> = {
  L1: (problem, density, reference) => problem.mesh.cellVolume * differences(density, reference, Math.abs),
  L2: (problem, density, reference) => Math.sqrt(problem.mesh.cellVolume * differences(density, reference, square)),
  Linf: (_problem, density, reference) => largestDifference(density, reference),
  KL: (problem, density, reference) => relativeEntropy(problem, density, reference),
  W2: (problem, density, reference) => marginalDistance(problem, density, reference),
  mass: (problem, density, reference) => layerMassDistance(problem, density, reference),
  energy: energyDistance,
};

/** Masses that differ by less than this part are equal to round-off. */
const equalMasses = 1e-13;

/** An energy has a constant per mass, which depends on the unit of densities: only those of equal masses can be compared. */
function energyDistance(problem: Problem, density: Float64Array, reference: Float64Array): number {
  const factor = massOf(problem, density) / massOf(problem, reference);
  const compared = Math.abs(factor - 1) <= equalMasses ? reference : reference.map((value) => factor * value);
  return Math.abs(energyAbove(problem, density) - energyAbove(problem, compared));
}

function square(e: number): number {
  return e * e;
}

function differences(density: Float64Array, reference: Float64Array, of: (e: number) => number): number {
  let sum = 0;
  for (let k = 0; k < density.length; k++) sum += of(density[k] - reference[k]);
  return sum;
}

function largestDifference(density: Float64Array, reference: Float64Array): number {
  let most = 0;
  for (let k = 0; k < density.length; k++) {
    const e = Math.abs(density[k] - reference[k]);
    if (Number.isNaN(e)) return e;
    if (e > most) most = e;
  }
  return most;
}

/**
 * Sum of v [f log(f / r) - f + r]: the relative entropy, as a sum of non-negative terms; equal masses make it the usual one.
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

/** f log(f / r) - f + r without cancellation: with q = (f - r)/r below 1e-4, r(q²/2 - q³/6 + q⁴/12), relative error q³/10. */
function entropyTerm(f: number, r: number): number {
  if (f === 0) return r;
  const q = (f - r) / r;
  if (Math.abs(q) < 1e-4) return r * q * q * (0.5 - q * (1 / 6 - q / 12));
  return f * (Math.log(f) - Math.log(r)) - f + r;
}

function marginalDistance({ mesh, graph }: Problem, density: Float64Array, reference: Float64Array): number {
  if (mesh.cells.length !== 1) return Number.NaN;
  const layers = graph.layers.length;
  const width = mesh.widths[0];
  return wasserstein2(marginal(density, layers, width), marginal(reference, layers, width), width);
}

/** Cell masses summed over layers. */
function marginal(density: Float64Array, layers: number, width: number): Float64Array {
  const masses = new Float64Array(density.length / layers);
  for (let k = 0; k < density.length; k++) {
    const cell = Math.floor(k / layers);
    masses[cell] = masses[cell] + width * density[k];
  }
  return masses;
}

function layerMassDistance({ mesh, graph }: Problem, density: Float64Array, reference: Float64Array): number {
  const layers = graph.layers.length;
  let sum = 0;
  for (let layer = 0; layer < layers; layer++) {
    let difference = 0;
    for (let k = layer; k < density.length; k += layers) {
      difference += density[k] - reference[k];
    }
    sum += Math.abs(difference);
  }
  return mesh.cellVolume * sum;
}
