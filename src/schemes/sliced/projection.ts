import { cellBox } from "../../model/cell-box.js";
import type { Mesh } from "../../model/mesh.js";

/** Histograms of a mesh along directions: one after the other, `offsets[l] .. offsets[l + 1]` those of direction l. */
export interface Projection {
  readonly directions: number;
  readonly offsets: Int32Array;
  /** Bin width per direction. */
  readonly widths: Float64Array;
  /** Bin masses of the cell masses. */
  project(masses: Float64Array, out: Float64Array): void;
  /** Adds factor * (transpose of {@link project}) of bin values to cell values. */
  addBack(bins: Float64Array, factor: number, out: Float64Array): void;
}

/**
 * Exact bin masses of a density that is constant in every cell: a cell projects to a trapezoid, the convolution of two
 * intervals, of which every bin receives its area.
 *
 * Bins are at most as wide as the smallest cell width, and on one axis they are the cells. Within bins the projected
 * density is then taken for constant, in the last state and in the next alike: for smooth densities that changes
 * distances by O(width²). Weights are stored as a band, 8 * cells * directions * (about 4) bytes.
 *
 * @param vectors directions, `direction * d + axis`
 */
export function createProjection(mesh: Mesh, vectors: Float64Array): Projection {
  const d = mesh.cells.length;
  const directions = vectors.length / d;
  const shapes = Array.from({ length: directions }, (_, l) => shapeOf(mesh, vectors.subarray(l * d, (l + 1) * d)));
  const band = shapes.reduce((most, { ramp, plateau, width }) => Math.max(most, bandOf(ramp + plateau, width)), 1);
  const offsets = new Int32Array(directions + 1);
  shapes.forEach(({ bins }, l) => {
    offsets[l + 1] = offsets[l] + bins;
  });
  const starts = new Int32Array(directions * mesh.size);
  const weights = new Float64Array(directions * mesh.size * band);
  shapes.forEach((shape, l) => {
    for (let cell = 0; cell < mesh.size; cell++) {
      const at = l * mesh.size + cell;
      starts[at] = offsets[l] + spreadCell(mesh, shape, cell, weights, at * band, band);
    }
  });
  return {
    directions,
    offsets,
    widths: Float64Array.from(shapes, ({ width }) => width),
    project(masses, out) {
      out.fill(0);
      for (let at = 0, cell = 0; at < starts.length; at++, cell = cell + 1 === mesh.size ? 0 : cell + 1) {
        const mass = masses[cell];
        const start = starts[at];
        for (let k = 0; k < band; k++) {
          const weight = weights[at * band + k];
          if (weight > 0) out[start + k] = out[start + k] + weight * mass;
        }
      }
    },
    addBack(bins, factor, out) {
      for (let at = 0, cell = 0; at < starts.length; at++, cell = cell + 1 === mesh.size ? 0 : cell + 1) {
        const start = starts[at];
        let sum = 0;
        for (let k = 0; k < band; k++) {
          const weight = weights[at * band + k];
          if (weight > 0) sum += weight * bins[start + k];
        }
        out[cell] = out[cell] + factor * sum;
      }
    },
  };
}

/** How cells and domain look along a direction. */
interface Shape {
  readonly vector: Float64Array;
  readonly lower: number;
  readonly bins: number;
  readonly width: number;
  /** Length of each ramp of the trapezoid of a cell, the shorter of the two projected sides. */
  readonly ramp: number;
  /** Of its basis without one ramp, the longer side. */
  readonly plateau: number;
}

function shapeOf({ domain, widths, cells }: Mesh, vector: Float64Array): Shape {
  let [lower, extent] = [0, 0];
  const sides: number[] = [];
  domain.forEach(([from, to], axis) => {
    const slope = vector[axis];
    lower += slope > 0 ? slope * from : slope * to;
    extent += Math.abs(slope) * (to - from);
    sides.push(Math.abs(slope) * widths[axis]);
  });
  const finest = Math.min(...widths);
  // An extent of so many widths and some round-off is no reason for one bin more.
  const bins = cells.length === 1 ? cells[0] : Math.max(1, Math.ceil(extent / finest - 1e-9));
  const ramp = sides.length === 1 ? 0 : Math.min(...sides);
  return { vector, lower, bins, width: extent / bins, ramp, plateau: Math.max(...sides) };
}

function bandOf(basis: number, width: number): number {
  return Math.floor(basis / width + 1e-9) + 2;
}

/** Writes the shares of the bins from the returned one on. */
function spreadCell(mesh: Mesh, shape: Shape, cell: number, weights: Float64Array, at: number, band: number): number {
  const { vector, lower, width, bins, ramp, plateau } = shape;
  const { x, y, wx, wy } = cellBox(mesh, cell);
  const centre = vector[0] * (x + wx / 2) + (vector[1] ?? 0) * (y + wy / 2);
  const from = centre - lower - (ramp + plateau) / 2;
  const first = Math.min(Math.max(Math.floor(from / width + 1e-9), 0), bins - 1);
  let last = 0;
  let left = 1;
  for (let k = 0; k < band && first + k < bins; k++) {
    const isLast = first + k === bins - 1 || k === band - 1;
    const share = isLast ? 1 : trapezoidShare((first + k + 1) * width - from, ramp, plateau);
    const weight = share - last;
    // Slivers of round-off join their neighbour.
    weights[at + k] = weight > 1e-12 ? weight : 0;
    left -= weights[at + k];
    last = share;
  }
  addToLargest(weights, at, band, left);
  return first;
}

/** Gives the largest share what is missing to 1, so that mass is kept exactly. */
function addToLargest(weights: Float64Array, at: number, band: number, missing: number): void {
  let best = at;
  for (let k = at; k < at + band; k++) if (weights[k] > weights[best]) best = k;
  weights[best] = weights[best] + missing;
}

/** Area of a trapezoid of area 1 to the left of t, from its left end: ramps of length `ramp`, basis ramp + plateau. */
export function trapezoidShare(t: number, ramp: number, plateau: number): number {
  if (t <= 0) return 0;
  if (t >= ramp + plateau) return 1;
  if (t < ramp) return (t * t) / (2 * ramp * plateau);
  if (t <= plateau) return (t - ramp / 2) / plateau;
  return 1 - (ramp + plateau - t) ** 2 / (2 * ramp * plateau);
}
