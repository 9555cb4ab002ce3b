import type { FlowResult } from "../../study/run/options.js";
import { toldStates } from "./flow-states.js";

/**
 * A trajectory as JSON: its rows, and its snapshots with one array of cell averages per layer; of particles and
 * Gaussians, with positions or moments.
 */
export function flowJson(flow: FlowResult): object {
  const told = toldStates(flow.layout);
  if (told === undefined) return meshFlowJson(flow);
  const { layout } = told;
  const { id, status, reason, steps, tau, rows, companion } = flow;
  const states = (snapshots: FlowResult["snapshots"]) =>
    snapshots.map(({ n, t, density }) => ({ n, t, ...told.named(layout, density) }));
  const beside = companion && { name: companion.name, snapshots: states(companion.snapshots) };
  return {
    study: id,
    layout: { kind: layout.kind, dimension: layout.dimension, ...told.details(layout) },
    ...{ status, reason, steps, tau, rows, snapshots: states(flow.snapshots) },
    ...(beside && { companion: beside }),
  };
}

/** Of a grid, layout and companion tell nothing that mesh and snapshots do not. */
function meshFlowJson({ id, snapshots, layers, layout: _, companion: __, ...flow }: FlowResult): object {
  const densities = snapshots.map(({ n, t, density }) => {
    const byLayer = layers.map((layer, k) => [layer, [...density].filter((_, index) => index % layers.length === k)]);
    return { n, t, density: Object.fromEntries(byLayer) as Record<string, number[]> };
  });
  return { study: id, layers, ...flow, snapshots: densities };
}
