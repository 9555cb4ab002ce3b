import { parameterName } from "../../convergence/lines.js";
import { layoutKind } from "../../model/states/layouts.js";
import type { FlowResult, StateLayout } from "../../study/run/options.js";

/** How particles, Gaussians or nodes are told; undefined where snapshots are densities on a mesh. */
export function toldStates(layout: StateLayout | undefined) {
  const told = layout && layoutKind(layout).told;
  return told && layout && { ...told, layout };
}

/** What moves, in words: `200x100 cells, 2 layers`, `100 particles in dimension 2`, `Gaussian in dimension 2`. */
export function statesText({ layout, cells, layers }: Pick<FlowResult, "layout" | "cells" | "layers">): string {
  const told = toldStates(layout);
  if (told === undefined) return `${cells.join("x")} cells, ${layers.length} layers`;
  return `${told.text(told.layout)} in dimension ${told.layout.dimension}`;
}

/** `10 steps`, or `10 steps, directions = 8` of a study that sweeps a parameter. */
export function stepsText({ steps, parameter }: Pick<FlowResult, "steps" | "parameter">): string {
  if (parameter === undefined) return `${steps} steps`;
  return `${steps} steps, ${parameterName(parameter.path)} = ${parameter.value}`;
}
