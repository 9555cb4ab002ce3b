import { type LineBundle, lineBundles } from "../../model/grid-lines.js";
import type { Mesh } from "../../model/mesh.js";
import { createLineMap } from "../../numerics/line-map.js";
import { createMassProfile, type Position } from "../../numerics/mass-profile.js";

/** Where particles of one layer meet: the layer, and a cell between faces that have. */
export interface Caustic {
  readonly layer: number;
  readonly cell: number;
}

/** Part of its width to which a cell is compressed where particles would meet that do not count. */
const LEAST_WIDTH = 0.01;
/** Mass times distance, in masses of the layer times cells, by which particles may be kept from meeting. */
const NEGLIGIBLE = 1e-12;
/** Weight of a face between empty cells. */
const LIGHTEST = 1e-300;

/**
 * Free flight for a time s: every particle keeps its velocity v = grad phi, and phi solves the Hamilton-Jacobi
 * equation,
 *
 *     f -> (id + s grad phi)_# f,    phi(x + s v(x)) -> phi(x) + s |v(x)|²/2.
 *
 * On two axes flight along x and then along y is not an approximation: the kernel |x|²/(2s) of the Hopf-Lax formula is
 * a sum over the axes, and the two flows of |v|²/2 commute.
 *
 * Thin tails run into walls, and meet there, long before that matters to anything: as long as next to no mass has to be
 * moved for it, particles are kept in order, like those of a pressureless gas that stick: where they meet they go on
 * together, with the mean of what they wanted weighted by their mass.
 *
 * @returns flight(density, phi), which replaces both, index cell * layers + layer; where particles would meet it
 *   returns where, and both are left in between
 */
export function createFlight(
  mesh: Mesh,
  layers: number,
  time: number,
): (density: Float64Array, phi: Float64Array) => Caustic | undefined {
  const bundles = lineBundles(mesh, layers).filter(({ cells }) => cells > 1);
  const flights = bundles.map((bundle) => createBundleFlight(bundle, layers, time));
  return (density, phi) => {
    for (const fly of flights) {
      const caustic = fly(density, phi);
      if (caustic !== undefined) return caustic;
    }
    return undefined;
  };
}

/** Flight along the lines of one bundle. */
function createBundleFlight({ start, cells, stride, width }: LineBundle, layers: number, time: number) {
  const profile = createMassProfile(cells, stride);
  const map = createLineMap(cells, true);
  const { displacement } = map;
  const toCells = time / (width * width);
  const lines = new Float64Array(cells * stride);
  const wanted = new Float64Array(cells + 1);
  const heavy = new Float64Array(cells + 1);
  const feet = new Float64Array(cells + 1);
  const arrived = new Float64Array(cells + 1);
  const at: Position = { cell: 0, t: 0 };

  /** Displacements of the faces of a line; the fullest of the cells in which they meet, or -1. */
  function displace(line: number, density: Float64Array, phi: Float64Array): number {
    let met = -1;
    displacement[0] = 0;
    displacement[cells] = 0;
    let k = start + line;
    for (let face = 1; face < cells; face++, k += stride) {
      displacement[face] = toCells * (phi[k + stride] - phi[k]);
      if (!(1 + displacement[face] > displacement[face - 1])) met = fuller(line, met, face - 1);
    }
    if (!(displacement[cells - 1] < 1)) met = fuller(line, met, cells - 1);
    if (met >= 0 && !(sort(line) <= NEGLIGIBLE * layerTotal(density, line % layers))) return met;
    map.load();
    return -1;
  }

  function fuller(line: number, cell: number, other: number): number {
    if (cell < 0) return other;
    return lines[other * stride + line] > lines[cell * stride + line] ? other : cell;
  }

  /** Puts the images of the faces in order; density times distance that this takes, in cells. */
  function sort(line: number): number {
    wanted.set(displacement);
    for (let face = 1, k = line; face < cells; face++, k += stride) {
      heavy[face] = Math.max(lines[k], lines[k + stride], LIGHTEST);
    }
    map.separate(LEAST_WIDTH, heavy);
    let moved = 0;
    for (let face = 1; face < cells; face++) {
      moved += heavy[face] * Math.abs(displacement[face] - wanted[face]);
    }
    return moved;
  }

  function layerTotal(density: Float64Array, layer: number): number {
    let total = 0;
    for (let k = layer; k < density.length; k += layers) total += density[k];
    return total;
  }

  /**
   * Moves the mass of a line: what lies between the feet of two faces arrives between the faces; keeps feet and
   * displacements.
   *
   * @returns the face on the left of the fullest cell, or the first one inside
   */
  function moveMass(line: number, density: Float64Array): number {
    let cellPrev = 0;
    let tPrev = 0;
    let fullest = 0;
    let most = -1;
    for (let face = 1, k = start + line; face <= cells; face++, k += stride) {
      map.preimage(face, at);
      feet[face] = at.cell + at.t;
      arrived[face] = map.displacementAt(at);
      const own = profile.between(line, cellPrev, tPrev, at.cell, at.t);
      density[k] = own;
      if (own > most) [most, fullest] = [own, face - 1];
      cellPrev = at.cell;
      tPrev = at.t;
    }
    return Math.max(1, fullest);
  }

  /**
   * The mean of phi in the cells on both sides of a face is so much above phi there: h²/8 times the second derivative.
   */
  function bendOf(moved: Float64Array, face: number): number {
    if (face === 0) return moved[1] / (8 * toCells);
    if (face === cells) return -moved[cells - 1] / (8 * toCells);
    return (moved[face + 1] - moved[face - 1]) / (16 * toCells);
  }

  /** phi at the foot of a face: from the face on its left with velocities linear in between. Walls reflect. */
  function potentialAtFoot(face: number, line: number, phi: Float64Array): number {
    const left = Math.min(cells - 1, Math.floor(feet[face]));
    const t = feet[face] - left;
    const k = start + line + left * stride;
    const mean = 0.5 * (phi[left === 0 ? k : k - stride] + phi[k]);
    const [a, b] = [displacement[left], displacement[left + 1]];
    const bend = (1 - t) * bendOf(displacement, left) + t * bendOf(displacement, left + 1);
    return mean + (t * a + 0.5 * t * t * (b - a)) / toCells - bend;
  }

  /**
   * The velocity that arrives at a face is the one of its foot, and phi is summed up from these. Its constant is told
   * where most of the mass is, by phi(foot) + s |v|²/2 at one face: at walls, beyond thin tails, it would depend on how
   * these were sorted.
   */
  function movePotential(line: number, anchor: number, phi: Float64Array): void {
    const displaced = arrived[anchor];
    const there = potentialAtFoot(anchor, line, phi) + (0.5 * displaced * displaced) / toCells;
    const first = start + line;
    const last = first + (cells - 1) * stride;
    for (let face = 1, k = first; face < cells; face++, k += stride) {
      phi[k + stride] = phi[k] + arrived[face] / toCells;
    }
    const right = first + anchor * stride;
    const mean = 0.5 * (phi[right - stride] + phi[right]);
    const shift = there + bendOf(arrived, anchor) - mean;
    for (let k = first; k <= last; k += stride) phi[k] = phi[k] + shift;
  }

  return (density: Float64Array, phi: Float64Array): Caustic | undefined => {
    for (let k = 0; k < lines.length; k++) lines[k] = density[start + k];
    profile.load(lines, 1);
    for (let line = 0; line < stride; line++) {
      const met = displace(line, density, phi);
      if (met >= 0) {
        const k = start + met * stride + line;
        return { layer: k % layers, cell: Math.floor(k / layers) };
      }
      movePotential(line, moveMass(line, density), phi);
    }
    return undefined;
  };
}
