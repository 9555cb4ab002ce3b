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

/**
 * Free flight for a time s: every particle keeps its velocity v = grad phi, and phi solves the Hamilton-Jacobi equation,
 *
 *     f -> (id + s grad phi)_# f,    phi(x + s v(x)) -> phi(x) + s |v(x)|²/2.
 *
 * On two axes flight along x and then along y is not an approximation: the kernel |x|²/(2s) of the Hopf-Lax formula is a sum over
 * the axes, and the two flows of |v|²/2 commute.
 *
 * Thin tails run into walls, and meet there, long before that matters to anything: as long as next to no mass has to be moved
 * for it, particles are kept in order, like those of a pressureless gas that stick.
 *
 * @returns flight(density, phi), which replaces both, index cell * layers + layer; where particles would meet it returns where,
 *   and both are left in between
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
  const arrived = new Float64Array(cells + 1);
  const at: Position = { cell: 0, t: 0 };

  /** Displacements of the faces of a line; the fullest of the cells in which they meet, or -1. */
  function displace(line: number, density: Float64Array, phi: Float64Array): number {
    let met = -1;
    displacement[0] = 0;
    displacement[cells] = 0;
    let k = start + line;
    for (let face = 1; face < cells; face++, k += stride) {
      displacement[face] = toCells * ((phi[k + stride] as number) - (phi[k] as number));
      if (!(1 + (displacement[face] as number) > (displacement[face - 1] as number))) met = fuller(line, met, face - 1);
    }
    if (!((displacement[cells - 1] as number) < 1)) met = fuller(line, met, cells - 1);
    if (met >= 0 && !(sort(line) <= NEGLIGIBLE * layerTotal(density, line % layers))) return met;
    map.load();
    return -1;
  }

  function fuller(line: number, cell: number, other: number): number {
    if (cell < 0) return other;
    return (lines[other * stride + line] as number) > (lines[cell * stride + line] as number) ? other : cell;
  }

  /** Puts the images of the faces in order; density times distance that this takes, in cells. */
  function sort(line: number): number {
    wanted.set(displacement);
    map.separate(LEAST_WIDTH);
    let moved = 0;
    for (let face = 1, k = line; face < cells; face++, k += stride) {
      const density = Math.max(lines[k] as number, lines[k + stride] as number);
      moved += density * Math.abs((displacement[face] as number) - (wanted[face] as number));
    }
    return moved;
  }

  function layerTotal(density: Float64Array, layer: number): number {
    let total = 0;
    for (let k = layer; k < density.length; k += layers) total += density[k] as number;
    return total;
  }

  /** Moves the mass of a line: what lies between the feet of two faces arrives between the faces; and keeps how far feet go. */
  function moveMass(line: number, density: Float64Array): void {
    let cellPrev = 0;
    let tPrev = 0;
    for (let face = 1, k = start + line; face <= cells; face++, k += stride) {
      map.preimage(face, at);
      arrived[face] = map.displacementAt(at);
      density[k] = profile.between(line, cellPrev, tPrev, at.cell, at.t);
      cellPrev = at.cell;
      tPrev = at.t;
    }
  }

  /**
   * The velocity that arrives at a face is the one of its foot; phi is summed up from them. At a wall, where nothing moves, phi
   * stays what it is, h v/8 beyond the first cell's; what the sums from both walls differ by is shared.
   */
  function movePotential(line: number, phi: Float64Array): void {
    const first = start + line;
    const last = first + (cells - 1) * stride;
    const left = ((arrived[1] as number) - (displacement[1] as number)) / toCells;
    const right = ((arrived[cells - 1] as number) - (displacement[cells - 1] as number)) / toCells;
    const atLast = (phi[last] as number) - right / 8;
    phi[first] = (phi[first] as number) + left / 8;
    for (let face = 1, k = first; face < cells; face++, k += stride) {
      phi[k + stride] = (phi[k] as number) + (arrived[face] as number) / toCells;
    }
    const shift = (atLast - (phi[last] as number)) / 2;
    for (let k = first; k <= last; k += stride) phi[k] = (phi[k] as number) + shift;
  }

  return (density: Float64Array, phi: Float64Array): Caustic | undefined => {
    for (let k = 0; k < lines.length; k++) lines[k] = density[start + k] as number;
    profile.load(lines, 1);
    for (let line = 0; line < stride; line++) {
      const met = displace(line, density, phi);
      if (met >= 0) {
        const k = start + met * stride + line;
        return { layer: k % layers, cell: Math.floor(k / layers) };
      }
      moveMass(line, density);
      movePotential(line, phi);
    }
    return undefined;
  };
}
