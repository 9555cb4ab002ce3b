import type { Position } from "../../numerics/mass-profile.js";
import { poolAdjacentViolators } from "../../numerics/pool-violators.js";

/** Displacements q of the faces of one layer, in cells (docs/method.md, eq. 4). */
export interface Displacements {
  /** q by face 1 … cells - 1, of the layer that was filled last. */
  readonly displacement: Float64Array;
  /**
   * Fills the displacements of a layer for potentials `mu`. Where faces would cross, they are those of the convex
   * envelope of mu + x²/(2 tau), which is what the Hopf-Lax formula Q_tau sees: cells off the envelope receive no mass.
   *
   * @returns the number of pools of faces, 0 where none cross
   */
  displace(layer: number, mu: Float64Array): number;
  /** Marks the cells between faces that have met; false where there are none. */
  markOff(layer: number, pools: number, off: Uint8Array): boolean;
}

/** @param toCells tau / h² */
export function createDisplacements(cells: number, layers: number, toCells: number): Displacements {
  const displacement = new Float64Array(cells);
  const swept = new Float64Array(cells);
  const poolMean = new Float64Array(cells);
  const poolStart = new Int32Array(cells);
  const poolTotal = new Float64Array(cells);

  function displace(layer: number, mu: Float64Array): number {
    const q0 = displacement;
    const scale = toCells;
    let monotone = true;
    let muHere = mu[layer];
    let before = Number.NEGATIVE_INFINITY;
    for (let face = 1, k = layer + layers; face < cells; face++, k += layers) {
      const muNext = mu[k];
      const q = scale * (muNext - muHere);
      muHere = muNext;
      q0[face] = q;
      if (q - before < -1) monotone = false;
      before = q;
    }
    return monotone ? 0 : poolCrossings();
  }

  /** Pool adjacent violators: crossing runs of faces meet at their mean position. */
  function poolCrossings(): number {
    for (let face = 1; face < cells; face++) swept[face] = face + displacement[face];
    const pools = poolAdjacentViolators(swept, 1, cells, poolMean, poolStart, poolTotal);
    for (let pool = 0; pool < pools; pool++) {
      const start = poolStart[pool];
      const end = pool + 1 < pools ? poolStart[pool + 1] : cells;
      if (end - start < 2) continue;
      for (let face = start; face < end; face++) displacement[face] = poolMean[pool] - face;
    }
    return pools;
  }

  /** Marks the cells between faces that have met. */
  function markOff(layer: number, pools: number, off: Uint8Array): boolean {
    let any = false;
    for (let pool = 0; pool < pools; pool++) {
      const end = pool + 1 < pools ? poolStart[pool + 1] : cells;
      for (let cell = poolStart[pool]; cell < end - 1; cell++) {
        off[cell * layers + layer] = 1;
        any = true;
      }
    }
    return any;
  }

  return { displacement, displace, markOff };
}

/** Finds face + q, clipped to the box. */
export function locate(cells: number, face: number, q: number, at: Position): void {
  const whole = Math.floor(q);
  at.cell = face + whole;
  at.t = q - whole;
  if (at.cell < 0) {
    at.cell = 0;
    at.t = 0;
  } else if (!(at.cell < cells)) {
    at.cell = cells - 1;
    at.t = 1;
  }
}
