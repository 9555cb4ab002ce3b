import { piece, pieceSlope } from "../../numerics/mass-profile.js";
import type { GridLines } from "../transport/grid-lines.js";

/** Where the slope at an end is 0 Newton's method takes a third off at a time. */
const MAX_ITERATIONS = 200;

/** Face `face` of a line, between node k and its upper neighbour; `shift` is the index of its slope minus k. */
export type VisitFace = (lines: GridLines, k: number, face: number, shift: number) => void;

/** Visits the inner faces of all axes. */
export function visitFaces(axes: readonly GridLines[], visit: VisitFace): void {
  for (const lines of axes) {
    const { cells, inner, outer } = lines;
    for (let o = 0; o < outer; o++) {
      const shift = inner * (o + 1);
      for (let face = 1, k = o * cells * inner; face < cells; face++) {
        for (const end = k + inner; k < end; k++) visit(lines, k, face, shift);
      }
    }
  }
}

/**
 * Fills, per face, the mass of its line above and below it: the most that it can sweep into its lower node, and out of
 * it.
 */
export function fillLimits(axes: readonly GridLines[], above: Float64Array, below: Float64Array): void {
  for (const { cells, inner, outer, first, mass } of axes) {
    for (let o = 0; o < outer; o++) {
      for (let r = 0, line = o * cells * inner; r < inner; r++, line++) {
        for (let face = 1, sum = 0; face < cells; face++) {
          const k = line + (face - 1) * inner;
          sum += mass[k];
          below[first + k] = sum;
        }
        for (let face = cells - 1, sum = 0; face > 0; face--) {
          const k = line + (face - 1) * inner;
          sum += mass[k + inner];
          above[first + k] = sum;
        }
      }
    }
  }
}

/** The displacement of a face, in cells, that sweeps a mass into its lower node: at the wall for all there is. */
export function displacementFor(
  { cells, inner, mass, slope }: GridLines,
  k: number,
  face: number,
  shift: number,
  swept: number,
): number {
  const forward = swept > 0;
  const step = forward ? inner : -inner;
  let rest = Math.abs(swept);
  let node = forward ? k + inner : k;
  // The slope at the end of a cell that is nearer to the face.
  let near = k + shift;
  const most = forward ? cells - face : face;
  let distance = 0;
  while (distance < most && rest >= mass[node]) {
    rest -= mass[node];
    node += step;
    near += step;
    distance++;
  }
  if (distance < most) distance += fractionFor(mass[node], slope[near], slope[near + step], rest);
  return forward ? distance : -distance;
}

/** The part of a cell next to its near end that holds `wanted` of its mass m: safeguarded Newton on the cubic. */
function fractionFor(m: number, near: number, far: number, wanted: number): number {
  let low = 0;
  let high = 1;
  let t = wanted / m;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const excess = piece(m, near, far, t) - wanted;
    if (excess > 0) high = t;
    else low = t;
    let next = t - excess / pieceSlope(m, near, far, t);
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (Math.abs(next - t) <= Number.EPSILON * t) return next;
    t = next;
  }
  return t;
}

/** A displacement as far as its line goes, in cells. */
export function withinLine(q: number, face: number, cells: number): number {
  return Math.min(cells - face, Math.max(-face, q));
}
