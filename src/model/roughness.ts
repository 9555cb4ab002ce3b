import { lineBundles } from "./grid-lines.js";
import type { Problem } from "./problem.js";

/** Faces along the lines of one bundle: the one behind unknown k, and unknown k + stride. */
export interface FaceRun {
  readonly start: number;
  readonly end: number;
  readonly stride: number;
  /** Cell width along the lines. */
  readonly width: number;
}

/** How much densities f and potentials phi of a velocity vary from cell to cell. */
export interface Roughness {
  readonly runs: readonly FaceRun[];
  /** Takes a state; phi is read from index `phiAt` of its array. */
  load(density: Float64Array, phi: Float64Array, phiAt: number): void;
  /** Looks along the lines of one of the runs. */
  measure(run: FaceRun): void;
  /** Strength w of the face between unknowns k and `other` of the run that was measured last, 0 (smooth) to 1. */
  strengthAt(k: number, other: number): number;
  /**
   * Part of the mass in cells with a face of more than a tenth of the full strength: shocks, vacua, or too coarse a
   * mesh.
   */
  shareOfMass(density: Float64Array, phi: Float64Array, phiAt: number): number;
}

/** Part of the mass that may lie in shocks: walls make them in tails that do not count. */
export const mostInShocks = 1e-4;
/** Strength from which a face counts for `shareOfMass`. */
const strong = 0.1;

/**
 * The strength of a face is
 *
 *     w = q / (1 + q),   q = (r^2 + r'^2)^2,   r^2 = (delta^2 log f)^2 + (delta^2 phi)^2 / (T h^2),
 *
 * r of the cells on both sides and delta^2 second differences. It is O(h^4) for smooth solutions; where neighbouring
 * cells differ by factors it tends to 1.
 *
 * @see Jameson, Schmidt & Turkel, AIAA 81-1259, for switching by second differences
 */
export function createRoughness({ mesh, graph, energy }: Problem): Roughness {
  const layers = graph.layers.length;
  const count = mesh.size * layers;
  const logs = new Float64Array(count);
  const squared = new Float64Array(count);
  const isRough = new Uint8Array(count);
  let potential: Float64Array = logs;
  let offset = 0;
  const runs = lineBundles(mesh, layers).map(({ start, cells, stride, width }) => {
    return { start, end: start + cells * stride, stride, width };
  });

  function load(density: Float64Array, phi: Float64Array, phiAt: number): void {
    for (let k = 0; k < count; k++) logs[k] = Math.log(density[k]);
    potential = phi;
    offset = phiAt;
  }

  /** r^2 of every cell; beyond walls the state is mirrored. */
  function measure({ start, end, stride, width }: FaceRun): void {
    for (let k = start; k < end; k++) {
      const before = k - stride < start ? k : k - stride;
      const after = k + stride < end ? k + stride : k;
      const temperature = energy.temperatures[k % layers];
      const bend = logs[before] - 2 * logs[k] + logs[after];
      const turn = potential[offset + before] - 2 * potential[offset + k] + potential[offset + after];
      // A mirrored density has a kink at a wall wherever mu is not flat there, however fine the mesh.
      const ofDensity = before === k || after === k ? 0 : bend * bend;
      squared[k] = ofDensity + (turn * turn) / (temperature * width * width);
    }
  }

  function strengthAt(k: number, other: number): number {
    const q = (squared[k] + squared[other]) ** 2;
    return q < Infinity ? q / (1 + q) : 1;
  }

  return {
    runs,
    load,
    measure,
    strengthAt,
    shareOfMass(density, phi, phiAt) {
      load(density, phi, phiAt);
      isRough.fill(0);
      for (const run of runs) {
        measure(run);
        for (let k = run.start; k < run.end - run.stride; k++) {
          if (strengthAt(k, k + run.stride) > strong) isRough[k] = isRough[k + run.stride] = 1;
        }
      }
      let [rough, mass] = [0, 0];
      for (let k = 0; k < count; k++) {
        mass += density[k];
        if (isRough[k] === 1) rough += density[k];
      }
      return rough / mass;
    },
  };
}
