import type { StateLayout } from "../../model/states/state.js";
import type { StateSchemeSpec } from "../file/schema.js";
import type { DiscreteStates } from "./state-schemes.js";

/** Iterations of a minimization, about. */
const [fewIterations, manyIterations] = [20, 150];
/** A microsecond's worth of floating-point operations. */
const perMicrosecond = 200;

/** Expected work of a step, in the units of `PlannedLevel.cost`: microseconds, within a factor of some ten. */
export function stepCost(scheme: StateSchemeSpec, { initial, functional }: DiscreteStates): number {
  const { layout } = initial;
  const d = layout.dimension;
  const points = layout.kind === "particles" ? layout.count : layout.kind === "grid" ? layout.mesh.size : 1;
  const pairs = functional.interaction === undefined ? 0 : points * points * (d + 10);
  switch (scheme.name) {
    case "sliced": {
      const perPoint = layout.kind === "gaussian" ? d ** 4 : layout.kind === "grid" ? 100 : d + Math.log2(points) + 5;
      return (fewIterations * (scheme.directions * points * perPoint + pairs)) / perMicrosecond;
    }
    case "input-convex":
      return (manyIterations * (points * (scheme.width + d) * (d * d + 20) + pairs)) / perMicrosecond;
    case "gromov":
      return (manyIterations * (points * d * d + pairs)) / perMicrosecond;
    case "search":
      return (fewIterations * 50 * initial.values.length) / perMicrosecond;
  }
}

/** A thread with the program itself. */
const programMemory = 2e8;

/** Estimated bytes of a run that keeps `kept` states: an upper estimate of the order of magnitude. */
export function stateMemory(scheme: StateSchemeSpec, { initial }: DiscreteStates, kept: number): number {
  const { layout, values } = initial;
  const points = layout.kind === "particles" ? layout.count : layout.kind === "grid" ? layout.mesh.size : 1;
  const numbers = values.length * (40 + kept) + points * numbersPerPoint(scheme, layout.kind);
  return programMemory + 8 * numbers;
}

/** Sorted projections, bins of cells, activations of neurons. */
function numbersPerPoint(scheme: StateSchemeSpec, kind: StateLayout["kind"]): number {
  if (scheme.name === "sliced") return scheme.directions * (kind === "grid" ? 8 : 4);
  return scheme.name === "input-convex" ? scheme.width : 0;
}
