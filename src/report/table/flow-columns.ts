import type { FlowResult } from "../../study/run/options.js";
import { type Cell, cellTable, type KeyRow, keyTable, type Table } from "../../tables/column.js";
import { toldStates } from "./flow-states.js";

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
 * Cell averages of every snapshot, one row per time, cell and layer; of particles a row per time and particle, of
 * Gaussians one per time with the mean and the upper triangle of the covariance.
 */
export function snapshotTable({
  snapshots,
  centres,
  layers,
  layout,
}: Pick<FlowResult, "snapshots" | "centres" | "layers" | "layout">): Table<readonly Cell[]> {
  const told = toldStates(layout);
  if (told !== undefined) {
    const rows = snapshots.flatMap(({ t, density }) => told.rows(told.layout, density).map((row) => [t, ...row]));
    return cellTable(["t", ...told.columns(told.layout)], rows);
  }
  const axes = ["x", "y"].slice(0, centres[0]?.length ?? 1);
  const rows = snapshots.flatMap(({ t, density }) =>
    centres.flatMap((centre, cell) =>
      layers.map((layer, k) => [t, ...centre, layer, density[cell * layers.length + k]]),
    ),
  );
  return cellTable(["t", ...axes, "layer", "density"], rows);
}
