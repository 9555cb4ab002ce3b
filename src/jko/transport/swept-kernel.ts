import type { Workspace } from "../../numerics/compiled/workspace.js";
import type { GridLines } from "./grid-lines.js";
import { AT_REST, momentOfLines, type Reach, secantsOfLines, sweepLines, workOfLines } from "./swept-face.js";

/** What the faces of the lines of an axis sweep, all at once. */
export interface SweptKernel {
  /** Adds what faces sweep to `arriving`, and writes their tangents. */
  sweep(lines: GridLines, mu: Float64Array, arriving: Float64Array, tangent: Float64Array): void;
  secants(lines: GridLines, mu: Float64Array, tangent: Float64Array, secant: Float64Array): void;
  /** Conductances of the faces of an axis: tau/h² times their mobility. */
  conduct(lines: GridLines, mobility: Float64Array, along: Float64Array): void;
  /** Sum of the moments. */
  moment(lines: GridLines, mu: Float64Array): number;
  /** Sum of the masses times their distance to the face. */
  work(lines: GridLines, mu: Float64Array): number;
}

/** In TypeScript, or compiled for arrays that the workspace reaches, bit by bit the same. */
export function createSweptKernel(axes: readonly GridLines[], workspace: Workspace): SweptKernel {
  const plain = createPlainKernel();
  const { compiled } = workspace;
  const { mass } = axes[0];
  const swept = workspace.float64(compiled === undefined ? 0 : mass.length);
  if (compiled === undefined || !workspace.reaches(mass, swept, ...axes.map(({ slope }) => slope))) return plain;
  return {
    sweep(lines, mu, arriving, tangent) {
      if (!workspace.reaches(mu, arriving, tangent)) {
        plain.sweep(lines, mu, arriving, tangent);
        return;
      }
      const { cells, inner, outer, toCells, slope } = lines;
      compiled.sweepLines(
        ...([cells, inner, outer, toCells, mass.byteOffset, slope.byteOffset, mu.byteOffset] as const),
        arriving.byteOffset,
        ofAxis(lines, tangent),
        swept.byteOffset,
      );
    },
    secants(lines, mu, tangent, secant) {
      if (!workspace.reaches(mu, tangent, secant)) {
        plain.secants(lines, mu, tangent, secant);
        return;
      }
      const { cells, inner, outer, toCells, slope } = lines;
      compiled.secantsOfLines(
        ...([cells, inner, outer, toCells, mass.byteOffset, slope.byteOffset, mu.byteOffset] as const),
        AT_REST,
        ofAxis(lines, tangent),
        ofAxis(lines, secant),
      );
    },
    conduct(lines, mobility, along) {
      if (!workspace.reaches(mobility, along)) plain.conduct(lines, mobility, along);
      else compiled.scale(mass.length, lines.toCells, ofAxis(lines, mobility), ofAxis(lines, along));
    },
    moment(lines, mu) {
      if (!workspace.reaches(mu)) return plain.moment(lines, mu);
      const { cells, inner, outer, toCells, slope } = lines;
      return compiled.momentOfLines(cells, inner, outer, toCells, mass.byteOffset, slope.byteOffset, mu.byteOffset);
    },
    work(lines, mu) {
      if (!workspace.reaches(mu)) return plain.work(lines, mu);
      const { cells, inner, outer, toCells, slope } = lines;
      return compiled.workOfLines(cells, inner, outer, toCells, mass.byteOffset, slope.byteOffset, mu.byteOffset);
    },
  };
}

/** Address of the faces of an axis in an array of those of all axes. */
function ofAxis({ first }: GridLines, { byteOffset, BYTES_PER_ELEMENT }: Float64Array): number {
  return byteOffset + first * BYTES_PER_ELEMENT;
}

function createPlainKernel(): SweptKernel {
  const reach: Reach = { q: 0, mass: 0, moment: 0, tangent: 0 };
  return {
    sweep: (lines, mu, arriving, tangent) => sweepLines(lines, mu, arriving, tangent, reach),
    secants: (lines, mu, tangent, secant) => secantsOfLines(lines, mu, tangent, secant, reach),
    conduct({ first, cells, inner, outer, toCells }, mobility, along) {
      for (let k = first; k < first + cells * inner * outer; k++) along[k] = toCells * mobility[k];
    },
    moment: (lines, mu) => momentOfLines(lines, mu, reach),
    work: (lines, mu) => workOfLines(lines, mu, reach),
  };
}
