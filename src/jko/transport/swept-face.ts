import { piece, pieceMoment, pieceSlope, pieceWork } from "../../numerics/mass-profile.js";
import type { GridLines } from "./grid-lines.js";

/** What one face sweeps (docs/method.md, eq. 4'). */
export interface Reach {
  /** Displacement q = s/h, in cells. */
  q: number;
  /** |C(x + q) - C(x)|: mass between the face and where it is swept to. */
  mass: number;
  /** Phi: integral of that mass over displacements from 0 to q. */
  moment: number;
  /** C'(x + q), 0 beyond a wall. */
  tangent: number;
}

/**
 * Fills `reach` for face `face` of a line, between node k and its upper neighbour, from its displacement of any size.
 *
 * @param shift slope index of the face minus k
 * @param withMoment whether the moment is asked for
 */
export function sweepFar(
  { cells, inner, mass, slope }: GridLines,
  k: number,
  face: number,
  shift: number,
  withMoment: boolean,
  reach: Reach,
): void {
  const forward = reach.q > 0;
  const step = forward ? inner : -inner;
  let node = forward ? k + inner : k;
  // The slope at the end of a cell that is nearer to the face.
  let near = k + shift;
  let left = forward ? reach.q : -reach.q;
  let cellsLeft = forward ? cells - face : face;
  let sum = 0;
  let moment = 0;
  for (; left >= 1 && cellsLeft > 0; left--, cellsLeft--, node += step, near += step) {
    const m = mass[node];
    if (withMoment) moment += sum + pieceMoment(m, slope[near], slope[near + step], 1);
    sum += m;
  }
  reach.tangent = 0;
  if (cellsLeft > 0) {
    const m = mass[node];
    const a = slope[near];
    const b = slope[near + step];
    if (withMoment) moment += sum * left + pieceMoment(m, a, b, left);
    sum += piece(m, a, b, left);
    reach.tangent = Math.max(0, pieceSlope(m, a, b, left));
  } else moment += sum * left;
  reach.mass = sum;
  reach.moment = moment;
}

/** Hot: adds what the faces of an axis sweep, with the case of faces that stay in the next cell written out. */
export function sweepLines(
  lines: GridLines,
  mu: Float64Array,
  arriving: Float64Array,
  tangent: Float64Array,
  reach: Reach,
): void {
  const { cells, inner, outer, first, toCells, mass, slope } = lines;
  for (let o = 0; o < outer; o++) {
    const shift = inner * (o + 1);
    for (let face = 1, k = o * cells * inner; face < cells; face++) {
      for (let end = k + inner; k < end; k++) {
        const q = toCells * (mu[k + inner] - mu[k]);
        let swept: number;
        if (q < 1 && q > -1) {
          const forward = q >= 0;
          const t = Math.abs(q);
          const m = mass[forward ? k + inner : k];
          const a = slope[k + shift];
          const b = slope[forward ? k + shift + inner : k + shift - inner];
          const size = piece(m, a, b, t);
          tangent[first + k] = Math.max(0, pieceSlope(m, a, b, t));
          swept = forward ? size : -size;
        } else {
          reach.q = q;
          sweepFar(lines, k, face, shift, false, reach);
          tangent[first + k] = reach.tangent;
          swept = q > 0 ? reach.mass : -reach.mass;
        }
        arriving[k] = arriving[k] + swept;
        arriving[k + inner] = arriving[k + inner] - swept;
      }
    }
  }
}

/** Hot: work of the faces of an axis, every mass times its distance to the face. */
export function workOfLines(lines: GridLines, mu: Float64Array, reach: Reach): number {
  const { cells, inner, outer, toCells, mass, slope } = lines;
  // Sums of every other face, line by line: two at a time in the compiled kernel.
  let [even, odd] = [0, 0];
  for (let o = 0; o < outer; o++) {
    const shift = inner * (o + 1);
    const begin = o * cells * inner;
    let [evenOfLine, oddOfLine] = [0, 0];
    for (let f = 0, k = begin; f < (cells - 1) * inner; f++, k++) {
      const q = toCells * (mu[k + inner] - mu[k]);
      let work: number;
      if (q < 1 && q > -1) {
        const forward = q >= 0;
        const far = slope[forward ? k + shift + inner : k + shift - inner];
        work = pieceWork(mass[forward ? k + inner : k], slope[k + shift], far, Math.abs(q));
      } else {
        // Legendre: q C(q) minus the integral of C.
        reach.q = q;
        sweepFar(lines, k, 1 + Math.floor(f / inner), shift, true, reach);
        work = Math.abs(q) * reach.mass - reach.moment;
      }
      if ((f & 1) === 0) evenOfLine += work;
      else oddOfLine += work;
    }
    even += evenOfLine;
    odd += oddOfLine;
  }
  return even + odd;
}

/** Displacements, in cells, below which the secant is the tangent. */
export const AT_REST = 1e-8;

/** Secant mobilities of the faces of an axis. */
export function secantsOfLines(
  lines: GridLines,
  mu: Float64Array,
  tangent: Float64Array,
  secant: Float64Array,
  reach: Reach,
): void {
  const { cells, inner, outer, first } = lines;
  const end = first + cells * inner * outer;
  secant.set(tangent.subarray(first, end), first);
  forFaces(lines, mu, false, reach, (index) => {
    const distance = Math.abs(reach.q);
    if (distance > AT_REST) secant[index] = reach.mass / distance;
  });
}

/** Sum of the moments of the faces of an axis. */
export function momentOfLines(lines: GridLines, mu: Float64Array, reach: Reach): number {
  const block = lines.cells * lines.inner;
  let [even, odd] = [0, 0];
  let [evenOfLine, oddOfLine] = [0, 0];
  forFaces(lines, mu, true, reach, (index) => {
    const f = (index - lines.first) % block;
    if (f === 0) {
      even += evenOfLine;
      odd += oddOfLine;
      evenOfLine = 0;
      oddOfLine = 0;
    }
    if ((f & 1) === 0) evenOfLine += reach.moment;
    else oddOfLine += reach.moment;
  });
  return even + evenOfLine + (odd + oddOfLine);
}

/** Calls `visit` with the index of every face of an axis; `reach` is then what it sweeps. */
export function forFaces(
  lines: GridLines,
  mu: Float64Array,
  withMoment: boolean,
  reach: Reach,
  visit: (index: number) => void,
): void {
  const { cells, inner, outer, first, toCells } = lines;
  for (let o = 0; o < outer; o++) {
    const shift = inner * (o + 1);
    for (let face = 1, k = o * cells * inner; face < cells; face++) {
      for (let end = k + inner; k < end; k++) {
        reach.q = toCells * (mu[k + inner] - mu[k]);
        sweepFar(lines, k, face, shift, withMoment, reach);
        visit(first + k);
      }
    }
  }
}
