import { max } from "d3-array";
import type { FlowResult, FlowSnapshot } from "../../study/run/options.js";
import { shortNumber } from "./convergence-description.js";
import type { DensityMap } from "./density-map.js";
import type { MapGrid } from "./density-map-layout.js";

/** What the panels show. */
export interface MapPanels {
  readonly snapshots: readonly FlowSnapshot[];
  readonly layers: readonly number[];
  /** By snapshot and layer. */
  readonly maps: readonly (readonly DensityMap[])[];
  readonly grid: MapGrid;
}

/** What of the trajectory the maps leave out or change, a line each. */
export function mapNotes(flow: FlowResult, { layers, maps, grid }: MapPanels): string[] {
  const [map] = maps.flat();
  const averaged = map !== undefined && (map.columns !== flow.cells[0] || map.rows !== flow.cells[1]);
  return [
    ...(layers.length < flow.layers.length ? [`${layers.length} of ${flow.layers.length} layers`] : []),
    ...(averaged ? [`${flow.cells.join(" × ")} cells, averaged to ${map.columns} × ${map.rows}`] : []),
    ...(grid.isTrue ? [] : ["axes not to the same scale"]),
  ];
}

/** What the maps show, in sentences. */
export function describeMaps(flow: FlowResult, panels: MapPanels): string {
  const { snapshots, layers, maps } = panels;
  const times = snapshots.map(({ t }) => shortNumber(t)).join(", ");
  const ranges = layers.map((layer, k) => {
    const largest = maps.map((all) => shortNumber(max(all[k]?.values ?? []) ?? 0));
    return `${flow.layers[layer]}: ${largest.join(", ")}`;
  });
  const notes = mapNotes(flow, panels).map((note) => ` Shown: ${note}.`);
  const ended = flow.status === "ok" ? "" : ` The run ended early with status ${flow.status}.`;
  return `Density over x and y in colours common to all maps, at t = ${times}. Largest values at these times: ${ranges.join("; ")}.${notes.join("")}${ended}`;
}
