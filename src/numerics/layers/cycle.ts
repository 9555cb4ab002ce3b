import { addRow, type LayerLevel } from "./levels.js";

/** z = one cycle of the levels for the right-hand side r of the first: symmetric and positive definite. */
export type LayerCycle = (level: LayerLevel) => void;

/**
 * A multigrid V-cycle over layers: Gauss-Seidel from the first layer to the last before the coarse correction and from
 * the last to the first after it, each layer solved exactly along the cells.
 *
 * Lines take care of the transport, however far it goes, the coarse levels of layers that exchange locks together, and
 * the sweeps of all between: iterations depend neither on the cells nor, but for long paths, on the layers.
 */
export function createLayerCycle(cells: number): LayerCycle {
  const line = new Float64Array(cells);

  /** Adds what neighbours `begin` to `end` of a layer send to it to `line`. */
  function gather({ across, others, edges, z }: LayerLevel, begin: number, end: number): void {
    for (let n = begin; n < end; n++) {
      const edge = edges[n] * cells;
      const other = others[n] * cells;
      for (let i = 0; i < cells; i++) line[i] = line[i] + across[edge + i] * z[other + i];
    }
  }

  /** Solves a layer with its right-hand side and what neighbours `begin` to `end` send to it. */
  function solve(level: LayerLevel, layer: number, begin: number, end: number): void {
    const { r, z, inverse, share } = level;
    const base = layer * cells;
    for (let i = 0; i < cells; i++) line[i] = r[base + i];
    gather(level, begin, end);
    let carried = 0;
    for (let i = 0, k = base; i < cells; i++, k++) {
      const b = line[i] + carried;
      line[i] = b;
      carried = b * share[k];
    }
    let value = 0;
    for (let i = cells - 1, k = base + i; i >= 0; i--, k--) {
      value = line[i] * inverse[k] + share[k] * value;
      z[k] = value;
    }
  }

  /** After a sweep upwards, the residual of a layer is what the layers above it send. */
  function restrict(level: LayerLevel, coarse: LayerLevel, groupOf: Int32Array): void {
    const { layers, splits, starts } = level;
    coarse.r.fill(0);
    for (let layer = 0; layer < layers; layer++) {
      line.fill(0);
      gather(level, splits[layer], starts[layer + 1]);
      addRow(line, 0, coarse.r, groupOf[layer], cells);
    }
  }

  return function cycle(level) {
    const { layers, starts, splits, next } = level;
    for (let layer = 0; layer < layers; layer++) solve(level, layer, starts[layer], splits[layer]);
    if (next === undefined) return;
    const { groupOf } = next.aggregates;
    restrict(level, next.level, groupOf);
    cycle(next.level);
    for (let layer = 0; layer < layers; layer++) addRow(next.level.z, groupOf[layer], level.z, layer, cells);
    for (let layer = layers - 1; layer >= 0; layer--) solve(level, layer, starts[layer], starts[layer + 1]);
  };
}
