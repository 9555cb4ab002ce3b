import type { FlowResult } from "../../study/run/options.js";
import { type MeshlessLayout, meshlessLayout } from "./flow-states.js";

/**
 * A trajectory as JSON: its rows, and its snapshots with one array of cell averages per layer; of particles and Gaussians,
 * with positions or moments.
 */
export function flowJson(flow: FlowResult): object {
  const layout = meshlessLayout(flow.layout);
  if (layout === undefined) return meshFlowJson(flow);
  const { id, status, reason, steps, tau, rows, companion } = flow;
  const states = (snapshots: FlowResult["snapshots"]) =>
    snapshots.map(({ n, t, density }) => ({ n, t, ...snapshotJson(layout, density) }));
  const beside = companion && { name: companion.name, snapshots: states(companion.snapshots) };
  return {
    study: id,
    layout: layoutJson(layout),
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

/** A snapshot for JSON: positions per particle, or mean and covariance. */
function snapshotJson(layout: MeshlessLayout, numbers: Float64Array): object {
  const { dimension } = layout;
  const rows = (from: number, count: number): number[][] =>
    Array.from({ length: count }, (_, k) => [...numbers.subarray(from + k * dimension, from + (k + 1) * dimension)]);
  if (layout.kind === "gaussian") return { mean: rows(0, 1)[0], covariance: rows(dimension, dimension) };
  if (layout.kind === "nodes") {
    const count = layout.nodes.length;
    return { positions: rows(0, count), weights: [...numbers.subarray(count * dimension)] };
  }
  const own = { positions: rows(0, layout.count) };
  return layout.tracksDensity ? { ...own, logDensity: [...numbers.subarray(layout.count * dimension)] } : own;
}

/** A layout for JSON: kind, dimension and weights. */
function layoutJson(layout: MeshlessLayout): object {
  const { kind, dimension } = layout;
  if (layout.kind === "nodes") return { kind, dimension, nodes: layout.nodes };
  return kind === "gaussian"
    ? { kind, dimension }
    : { kind, dimension, count: layout.count, weights: [...layout.weights] };
}
