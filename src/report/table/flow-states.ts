import { parameterName } from "../../convergence/lines.js";
import type { FlowResult, GaussianLayout, NodeLayout, ParticleLayout, StateLayout } from "../../study/run/options.js";

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

/** `10 steps`, or `10 steps, directions = 8` of a study that sweeps a parameter. */
export function stepsText({ steps, parameter }: Pick<FlowResult, "steps" | "parameter">): string {
  if (parameter === undefined) return `${steps} steps`;
  return `${steps} steps, ${parameterName(parameter.path)} = ${parameter.value}`;
}
