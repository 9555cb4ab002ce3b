import { parameterName } from "../../convergence/lines.js";
import type { FlowResult, GaussianLayout, NodeLayout, ParticleLayout, StateLayout } from "../../study/run/options.js";
import type { Cell } from "./columns.js";

/** A layout without a mesh. */
export type MeshlessLayout = ParticleLayout | GaussianLayout | NodeLayout;

/** The layout of particles, Gaussians or nodes; undefined where snapshots are densities on a mesh. */
export function meshlessLayout(layout: StateLayout | undefined): MeshlessLayout | undefined {
  return layout === undefined || layout.kind === "grid" ? undefined : layout;
}

/** What moves, in words: `200x100 cells, 2 layers`, `100 particles in dimension 2`, `Gaussian in dimension 2`. */
export function statesText({ layout, cells, layers }: Pick<FlowResult, "layout" | "cells" | "layers">): string {
  const own = meshlessLayout(layout);
  if (own === undefined) return `${cells.join("x")} cells, ${layers.length} layers`;
  const dimension = `in dimension ${own.dimension}`;
  if (own.kind === "nodes") return `${own.nodes.length} nodes ${dimension}`;
  return own.kind === "gaussian" ? `Gaussian ${dimension}` : `${own.count} particles ${dimension}`;
}

/** Names of the columns of snapshots, after the time. */
export function snapshotColumns(layout: MeshlessLayout): string[] {
  const axes = Array.from({ length: layout.dimension }, (_, k) => k + 1);
  if (layout.kind !== "gaussian") return ["particle", "layer", ...axes.map((k) => `x${k}`), "weight"];
  return [...axes.map((k) => `mean_${k}`), ...upperTriangle(layout).map(([a, b]) => `covariance_${a + 1}_${b + 1}`)];
}

/** Rows of a snapshot without the time: one per particle, or a single one. */
export function snapshotRows(layout: MeshlessLayout, numbers: Float64Array): Cell[][] {
  const { dimension } = layout;
  if (layout.kind === "particles") {
    return Array.from({ length: layout.count }, (_, k) => {
      const place = numbers.subarray(k * dimension, (k + 1) * dimension);
      return [k, "0", ...place, layout.weights[k]];
    });
  }
  if (layout.kind === "nodes") {
    const weights = numbers.subarray(layout.nodes.length * dimension);
    return layout.nodes.map((name, k) => {
      return [k, name, ...numbers.subarray(k * dimension, (k + 1) * dimension), weights[k]];
    });
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

/** A snapshot for JSON: positions per particle, or mean and covariance. */
export function snapshotJson(layout: MeshlessLayout, numbers: Float64Array): object {
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
export function layoutJson(layout: MeshlessLayout): object {
  const { kind, dimension } = layout;
  if (layout.kind === "nodes") return { kind, dimension, nodes: layout.nodes };
  return kind === "gaussian"
    ? { kind, dimension }
    : { kind, dimension, count: layout.count, weights: [...layout.weights] };
}

/** `10 steps`, or `10 steps, directions = 8` of a study that sweeps a parameter. */
export function stepsText({ steps, parameter }: Pick<FlowResult, "steps" | "parameter">): string {
  if (parameter === undefined) return `${steps} steps`;
  return `${steps} steps, ${parameterName(parameter.path)} = ${parameter.value}`;
}
