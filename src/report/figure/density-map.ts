import { max } from "d3-array";
import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";

/** Density of one layer over equal rectangles that fill the domain. */
export interface DensityMap {
  readonly columns: number;
  readonly rows: number;
  /** Means over the rectangles, index `row * columns + column`; the first row is the lowest. */
  readonly values: Float64Array;
}

/**
 * Density of a layer in a snapshot on two axes: the cells themselves, or means over at most `most` equal parts of every
 * axis.
 *
 * A cell that two parts share counts in each by its share, so that the mass is conserved whatever the numbers.
 */
export function mapOf(
  { cells, layers }: FlowResult,
  { density }: FlowSnapshot,
  layer: number,
  most: number,
): DensityMap {
  const [across = 1, up = 1] = cells;
  const [columns, rows] = [partsOf(across, most), partsOf(up, most)];
  const own = Float64Array.from({ length: across * up }, (_, cell) => density[cell * layers.length + layer]);
  const narrowed = averaged(own, across, columns, 1);
  return { columns, rows, values: averaged(narrowed, up, rows, columns) };
}

/** As many parts as whole cells per part allow, up to a part that is smaller. */
export function partsOf(count: number, most: number): number {
  return Math.ceil(count / Math.ceil(count / most));
}

/** Means along one axis of `count` cells, whose neighbours are `stride` apart, over `parts` of equal length. */
function averaged(values: Float64Array, count: number, parts: number, stride: number): Float64Array {
  if (parts === count) return values;
  const result = new Float64Array((values.length / count) * parts);
  for (let k = 0; k < values.length; k++) {
    const cell = Math.floor(k / stride) % count;
    const first = Math.floor((cell * parts) / count);
    // In units in which a cell is `parts` long and a part `count`.
    const share = Math.min(parts, (first + 1) * count - cell * parts);
    const at = (Math.floor(k / (stride * count)) * parts + first) * stride + (k % stride);
    result[at] = result[at] + values[k] * (share / count);
    if (share === parts) continue;
    result[at + stride] = result[at + stride] + values[k] * ((parts - share) / count);
  }
  return result;
}

/** Largest finite density of some maps, 1 if all are zero: what the lightest colour stands for. */
export function largestOf(maps: readonly DensityMap[]): number {
  const largest = max(maps, ({ values }) => max(values.filter(Number.isFinite))) ?? 0;
  return largest > 0 ? largest : 1;
}

/** Layers that are drawn where there is no room for all: `most` of them, evenly spaced and with both ends. */
export function chooseLayers(layers: readonly string[], most: number): readonly number[] {
  if (layers.length <= most) return layers.map((_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round(((layers.length - 1) * k) / (most - 1)));
}
