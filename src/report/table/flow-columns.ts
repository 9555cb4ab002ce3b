import type { FlowResult, GaussianLayout } from "../../study/run/options.js";
import { type Cell, cellTable, type KeyRow, keyTable, type Table } from "../../tables/column.js";
import { type MeshlessLayout, meshlessLayout } from "./flow-states.js";

/** One row per step; the first is the initial state. The last two columns are for schemes that have momentum. */
export function stepTable({ rows }: FlowResult): Table<KeyRow> {
  const moves = rows.some(({ kinetic }) => kinetic !== undefined);
  const values = rows.map(
    ({ n, t, energy, dissipation, mass, gap, iterations: newton, residual, densityMin: density_min, kinetic }) => ({
      ...{ n, t, energy, dissipation, mass, gap, newton, residual, density_min },
      ...(moves && { kinetic, total: energy + (kinetic ?? 0) }),
    }),
  );
  return keyTable(values);
}

/**
 * Cell averages of every snapshot, one row per time, cell and layer; of particles a row per time and particle, of Gaussians
 * one per time with the mean and the upper triangle of the covariance.
 */
export function snapshotTable({
  snapshots,
  centres,
  layers,
  layout,
}: Pick<FlowResult, "snapshots" | "centres" | "layers" | "layout">): Table<readonly Cell[]> {
  const states = meshlessLayout(layout);
  if (states !== undefined) {
    const own = snapshots.flatMap(({ t, density }) => stateRows(states, density).map((row) => [t, ...row]));
    return cellTable(["t", ...stateNames(states)], own);
  }
  const axes = ["x", "y"].slice(0, centres[0]?.length ?? 1);
  const rows = snapshots.flatMap(({ t, density }) =>
    centres.flatMap((centre, cell) =>
      layers.map((layer, k) => [t, ...centre, layer, density[cell * layers.length + k]]),
    ),
  );
  return cellTable(["t", ...axes, "layer", "density"], rows);
}

/** Names of the columns after the time. */
function stateNames(layout: MeshlessLayout): string[] {
  const axes = Array.from({ length: layout.dimension }, (_, k) => k + 1);
  if (layout.kind !== "gaussian") return ["particle", "layer", ...axes.map((k) => `x${k}`), "weight"];
  return [...axes.map((k) => `mean_${k}`), ...upperTriangle(layout).map(([a, b]) => `covariance_${a + 1}_${b + 1}`)];
}

/** Rows of a snapshot without the time: one per particle, or a single one. */
function stateRows(layout: MeshlessLayout, numbers: Float64Array): Cell[][] {
  const { dimension } = layout;
  const place = (k: number) => numbers.subarray(k * dimension, (k + 1) * dimension);
  if (layout.kind === "particles") {
    return Array.from({ length: layout.count }, (_, k) => [k, "0", ...place(k), layout.weights[k]]);
  }
  if (layout.kind === "nodes") {
    const weights = numbers.subarray(layout.nodes.length * dimension);
    return layout.nodes.map((name, k) => [k, name, ...place(k), weights[k]]);
  }
  const covariance = numbers.subarray(dimension);
  const above = upperTriangle(layout).map(([a, b]) => covariance[a * dimension + b]);
  return [[...numbers.subarray(0, dimension), ...above]];
}

/** Rows and columns on and above the diagonal, row by row. */
function upperTriangle({ dimension }: GaussianLayout): (readonly [row: number, column: number])[] {
  return Array.from({ length: dimension }, (_, a) =>
    Array.from({ length: dimension - a }, (_, k) => [a, a + k] as const),
  ).flat();
}
