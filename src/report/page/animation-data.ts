import type { FlowResult } from "../../study/run/options.js";

/** Densities as the heights of curves in a drawing, in whole units of it. */
export interface AnimationData {
  readonly layers: readonly string[];
  /** Times of the frames. */
  readonly times: readonly number[];
  /** Position of every point along the first axis, from left to right. */
  readonly x: readonly number[];
  /** Heights by frame, layer and point: from 0 for no density to `height`. */
  readonly y: readonly (readonly (readonly number[])[])[];
  /** Density that `height` stands for. */
  readonly top: number;
}

/** The drawing's units; a tenth of a pixel where the page is wide. */
export const width = 6000;
export const height = 2800;

/** Numbers a page carries at most: some 200 kB. */
const mostNumbers = 40_000;
const fewestPoints = 50;
const mostPoints = 240;

/**
 * Snapshots of a trajectory as whole numbers small enough to be part of a page.
 *
 * Where there are more cells than points, a point is the mean of neighbouring cells. Undefined where there is nothing
 * that moves.
 */
export function animationData(flow: FlowResult): AnimationData | undefined {
  const { centres, layers, snapshots } = flow;
  if (snapshots.length < 2) return undefined;
  const groups = groupCells(centres.length, pointsFor(layers.length, snapshots.length));
  const position = (cell: number): number => centres[cell]?.[0];
  const curves = snapshots.map(({ density }) =>
    layers.map((_, layer) => groups.map((cells) => mean(cells, (cell) => density[cell * layers.length + layer]))),
  );
  const top = curves.flat(2).reduce((most, value) => Math.max(most, value), 0);
  if (!(top > 0) || !Number.isFinite(top)) return undefined;
  const [low, high] = ends(centres.length, position);
  return {
    layers,
    times: snapshots.map(({ t }) => t),
    x: groups.map((cells) => Math.round((width * (mean(cells, position) - low)) / (high - low))),
    y: curves.map((frame) => frame.map((curve) => curve.map((value) => Math.round((height * value) / top)))),
    top,
  };
}

/** The ends of the domain, half a cell beyond the outermost centres. */
export function ends(cells: number, position: (cell: number) => number): readonly [number, number] {
  const first = position(0);
  const last = position(cells - 1);
  const half = cells > 1 ? (last - first) / (cells - 1) / 2 : 0.5;
  return [first - half, last + half];
}

function pointsFor(layers: number, frames: number): number {
  const affordable = Math.floor(mostNumbers / (layers * frames));
  return Math.min(mostPoints, Math.max(fewestPoints, affordable));
}

/** Cells in groups of equal size, the last one perhaps smaller. */
function groupCells(cells: number, points: number): number[][] {
  const size = Math.ceil(cells / points);
  return Array.from({ length: Math.ceil(cells / size) }, (_, group) => {
    const first = group * size;
    return Array.from({ length: Math.min(size, cells - first) }, (_, k) => first + k);
  });
}

function mean(cells: readonly number[], value: (cell: number) => number): number {
  return cells.reduce((sum, cell) => sum + value(cell), 0) / cells.length;
}
