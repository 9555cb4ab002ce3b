import { incidenceOf } from "../incidence.js";
import { type Aggregates, aggregatesOf, type LayerGraph } from "./aggregates.js";

/**
 * A ladder of some layers, layer by layer: node arrays have index `layer * cells + cell`, edge arrays `edge * cells +
 * cell`, so that all loops run along the cells.
 */
export interface LayerLevel extends LayerGraph {
  readonly cells: number;
  readonly ground: Float64Array;
  /** To the next cell; 0 in the last one. */
  readonly along: Float64Array;
  readonly across: Float64Array;
  /** Of the tridiagonal matrix of each layer: 1 / pivot, and the part of it that leads to the next cell. */
  readonly inverse: Float64Array;
  readonly share: Float64Array;
  /** Neighbours of layer l: `others[k]` by edge `edges[k]`, starts[l] <= k < starts[l + 1], … */
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly edges: Int32Array;
  /** … first those below it, up to splits[l]. */
  readonly splits: Int32Array;
  /** Right-hand side and solution. */
  readonly r: Float64Array;
  readonly z: Float64Array;
  /** The next coarser level; absent of a single layer. */
  readonly next: { readonly level: LayerLevel; readonly aggregates: Aggregates } | undefined;
}

/** The levels from all layers to one: groups of layers are one layer of the next. */
export function createLayerLevels(cells: number, graph: LayerGraph): LayerLevel {
  const { layers, tails, heads } = graph;
  const node = (): Float64Array => new Float64Array(layers * cells);
  const aggregates = layers > 1 ? aggregatesOf(graph) : undefined;
  const next = aggregates && { aggregates, level: createLayerLevels(cells, aggregates.graph) };
  const arrays = { ground: node(), along: node(), inverse: node(), share: node(), r: node(), z: node() };
  const across = new Float64Array(tails.length * cells);
  return { layers, tails, heads, cells, ...arrays, across, ...neighbourhoods(graph), next };
}

function neighbourhoods({
  layers,
  tails,
  heads,
}: LayerGraph): Pick<LayerLevel, "starts" | "others" | "edges" | "splits"> {
  const { starts, edges: unsorted } = incidenceOf(layers, tails, heads);
  const edges = unsorted.slice();
  const others = new Int32Array(edges.length);
  const splits = new Int32Array(layers);
  for (let layer = 0; layer < layers; layer++) {
    const otherOf = (edge: number): number => tails[edge] + heads[edge] - layer;
    const own = edges.subarray(starts[layer], starts[layer + 1]).sort((a, b) => otherOf(a) - otherOf(b));
    others.set(own.map(otherOf), starts[layer]);
    splits[layer] = starts[layer] + own.findLastIndex((edge) => otherOf(edge) < layer) + 1;
  }
  return { starts, others, edges, splits };
}

/** Factors the layers of a level whose conductances are known, and fills and factors all coarser ones. */
export function factorLevels(level: LayerLevel): void {
  factorLines(level);
  const { next } = level;
  if (next === undefined) return;
  addUp(level, next.aggregates, next.level);
  factorLevels(next.level);
}

function factorLines(level: LayerLevel): void {
  const { layers, cells, ground, along, across, starts, edges, inverse, share } = level;
  for (let layer = 0; layer < layers; layer++) {
    const base = layer * cells;
    for (let i = 0; i < cells; i++) inverse[base + i] = ground[base + i];
    for (let n = starts[layer]; n < starts[layer + 1]; n++) {
      const edge = edges[n] * cells;
      for (let i = 0; i < cells; i++) inverse[base + i] = inverse[base + i] + across[edge + i];
    }
    let carried = 0;
    for (let k = base; k < base + cells; k++) {
      const g = carried + inverse[k];
      const w = along[k];
      const reciprocal = g + w > 0 ? 1 / (g + w) : 0;
      inverse[k] = reciprocal;
      share[k] = w * reciprocal;
      carried = g * share[k];
    }
  }
}

/** Layers of a group have one value: their conductances are parallel. */
function addUp(fine: LayerLevel, { groupOf, edgeOf }: Aggregates, coarse: LayerLevel): void {
  const { cells } = fine;
  for (const array of [coarse.ground, coarse.along, coarse.across]) array.fill(0);
  for (let layer = 0; layer < fine.layers; layer++) {
    addRow(fine.ground, layer, coarse.ground, groupOf[layer], cells);
    addRow(fine.along, layer, coarse.along, groupOf[layer], cells);
  }
  for (let edge = 0; edge < edgeOf.length; edge++) {
    if (edgeOf[edge] >= 0) addRow(fine.across, edge, coarse.across, edgeOf[edge], cells);
  }
}

/** Adds a row of `from`, `cells` numbers, to one of `to`. */
export function addRow(from: Float64Array, row: number, to: Float64Array, target: number, cells: number): void {
  const shift = row * cells;
  for (let k = target * cells, end = k + cells, p = shift; k < end; k++, p++) to[k] = to[k] + from[p];
}
