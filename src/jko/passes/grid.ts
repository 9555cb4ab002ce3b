import { createVectorKernel } from "../../numerics/compiled/vectors.js";
import type { Workspace } from "../../numerics/compiled/workspace.js";
import { DRAINED_COST } from "../certificate.js";
import type { DualState } from "../dual-state.js";
import { createGridKernel } from "./grid-kernel.js";
import type { DualPasses } from "./passes.js";
import { carriedMass, createPlainPasses, type PassParts } from "./plain.js";

export interface GridPassParts extends PassParts {
  readonly workspace: Workspace;
}

/**
 * The passes of a single layer with an entropy on two axes: what is done to a cell is done in one pass, which may be
 * compiled. They agree with the plain ones but for round-off; other energies and graphs are left to these.
 */
export function createGridPasses(parts: GridPassParts): DualPasses {
  const { problem, transport, solve, system, tails, workspace } = parts;
  const { mesh, graph, energy, potential } = problem;
  const plain = createPlainPasses(parts);
  if (energy.exponent !== undefined || graph.layers.length > 1 || tails !== undefined) return plain;
  const temperature = energy.temperatures[0];
  const kernel = createGridKernel(
    { volume: mesh.cellVolume, temperature, carrying: carriedMass(problem), potential },
    workspace,
  );

  const vectors = createVectorKernel(workspace);

  /** Evaluates a state; returns the derivative of J along a direction. */
  function evaluate(state: DualState, direction: Float64Array): number {
    state.hasOff = transport.sweep(state.point.mu, state.arriving, state.tangent, state.off);
    const [bound, drained, relative, slope] = kernel.balance(state, direction);
    state.size.gapBound = temperature * bound + temperature * DRAINED_COST * drained;
    state.size.drained = drained;
    state.size.relative = relative;
    return slope;
  }

  return {
    evaluate: (state) => void evaluate(state, state.point.mu),
    move(here, length, { point }, there) {
      vectors.move(here.point.mu, length, point.mu, there.point.mu);
      there.slope = evaluate(there, point.mu);
    },
    aim(here, caution, tolerance, direction) {
      const { along, ground } = system;
      kernel.ground(here, ground);
      if (caution > 0) {
        transport.secants(here.point.mu, here.tangent, along);
        for (let k = 0; k < along.length; k++) along[k] = Math.max(here.tangent[k], caution * along[k]);
        transport.conduct(along, along);
      } else transport.conduct(here.tangent, along);
      solve({ ...system, source: here.source, flow: here.flow }, direction.point.tree, tolerance);
      const [slope, growth, change] = kernel.survey(here, direction.point.mu);
      direction.slope = slope;
      direction.growth = growth;
      direction.change = change;
    },
  };
}
