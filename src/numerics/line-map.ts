import type { Position } from "./mass-profile.js";
import { poolAdjacentViolators } from "./pool-violators.js";

/**
 * An increasing map x -> x + D(x) of an interval of `cells` cells of width 1 onto itself, given by the displacements of
 * the faces: a cubic Hermite interpolant between them, with central slopes.
 */
export interface LineMap {
  /** D at the faces 0 … cells; 0 at the walls, and increasing by more than -1 from each face to the next. */
  readonly displacement: Float64Array;
  /**
   * Moves the images of the faces as little as possible, in least squares with weights where there are any, so that
   * they are `width` apart and inside the walls.
   */
  separate(width: number, weights?: Float64Array): void;
  /** Takes what has been written to `displacement`. */
  load(): void;
  /** Finds the preimage of a face; the faces of one map are asked for in ascending order, from 1 to `cells`. */
  preimage(face: number, at: Position): void;
  /** D at a position: without the cancellation in the difference of a face and its preimage. */
  displacementAt(at: Position): number;
}

const MAX_ITERATIONS = 60;
/** Change of a fraction after which the next one, of the size of its square, is below round-off. */
const SETTLED = 1e-10;

/**
 * @param isLimited whether slopes are limited so that the interpolant increases however close images of faces are
 *   (Fritsch & Carlson 1980); otherwise they have to keep a distance
 */
export function createLineMap(cells: number, isLimited: boolean): LineMap {
  const displacement = new Float64Array(cells + 1);
  const slope = new Float64Array(cells + 1);
  const spaced = new Float64Array(cells);
  const poolMean = new Float64Array(cells);
  const poolStart = new Int32Array(cells);
  const poolTotal = new Float64Array(cells);
  let position = 0;

  function separate(width: number, weights?: Float64Array): void {
    for (let face = 1; face < cells; face++) spaced[face] = face * (1 - width) + displacement[face];
    const pools = poolAdjacentViolators(spaced, 1, cells, poolMean, poolStart, poolTotal, weights);
    const most = cells * (1 - width);
    for (let pool = 0; pool < pools; pool++) {
      const end = pool + 1 < pools ? poolStart[pool + 1] : cells;
      const mean = Math.min(most, Math.max(0, poolMean[pool]));
      for (let face = poolStart[pool]; face < end; face++) displacement[face] = mean - face * (1 - width);
    }
  }

  function load(): void {
    position = 0;
    // Walls reflect.
    slope[0] = cells > 1 ? displacement[1] : 0;
    slope[cells] = cells > 1 ? -displacement[cells - 1] : 0;
    for (let face = 1; face < cells; face++) {
      const here = displacement[face];
      const [left, right] = [here - displacement[face - 1], displacement[face + 1] - here];
      const central = 0.5 * (left + right);
      slope[face] = isLimited ? Math.min(central, 2 + 3 * Math.min(left, right)) : central;
    }
  }

  function displacementIn(cell: number, t: number): number {
    const u = 1 - t;
    const [a, b] = [displacement[cell], displacement[cell + 1]];
    const [p, q] = [slope[cell], slope[cell + 1]];
    return u * u * (a * (1 + 2 * t) + p * t) + t * t * (b * (1 + 2 * u) - q * u);
  }

  /** t + D in the cell, relative to its left face. */
  function image(cell: number, t: number): number {
    return t + displacementIn(cell, t);
  }

  function imageSlope(cell: number, t: number): number {
    const u = 1 - t;
    const [a, b] = [displacement[cell], displacement[cell + 1]];
    const [p, q] = [slope[cell], slope[cell + 1]];
    return 1 + 6 * t * u * (b - a) + u * (1 - 3 * t) * p + t * (1 - 3 * u) * q;
  }

  /** Fraction of the cell that is sent to the left of `target`: safeguarded Newton. */
  function fractionAt(cell: number, target: number): number {
    let low = 0;
    let high = 1;
    let t = Math.min(1, Math.max(0, (target - image(cell, 0)) / (image(cell, 1) - image(cell, 0))));
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      const excess = image(cell, t) - target;
      if (excess > 0) high = t;
      else low = t;
      let next = t - excess / imageSlope(cell, t);
      if (!(next >= low && next <= high)) next = 0.5 * (low + high);
      if (Math.abs(next - t) <= SETTLED) return next;
      t = next;
    }
    return t;
  }

  return {
    displacement,
    separate,
    load,
    displacementAt: ({ cell, t }) => displacementIn(cell, t),
    preimage(face, at) {
      while (position < cells - 1 && position + 1 + displacement[position + 1] <= face) position++;
      at.cell = face === cells ? cells - 1 : position;
      at.t = face === cells ? 1 : fractionAt(position, face - position);
    },
  };
}
