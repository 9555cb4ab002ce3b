import type { StateProblem } from "../../../../src/model/evolution.js";
import { momentsOf, type ParticleLayout, particleParts } from "../../../../src/model/states/state.js";
import {
  createStateModel,
  initialState,
  type NodeSpec,
  type StateModelSpec,
} from "../../../../src/model/states/state-model.js";
import { evolve, stateAccounts } from "../../../../src/schemes/evolve.js";
import { createInputConvex } from "../../../../src/schemes/input-convex/input-convex.js";

export interface RunSettings {
  readonly steps: number;
  readonly width: number;
  readonly nodes?: NodeSpec;
  readonly penalty?: number;
  readonly seed?: number;
}

/** An evolution by input-convex maps, and what is judged of it. */
export function runMaps(spec: StateModelSpec, { steps, width, nodes, penalty = 1e-7, seed = 1 }: RunSettings) {
  const model = createStateModel(spec);
  const initial = initialState(model, { nodes });
  const problem: StateProblem = { functional: model.functional, initial, finalTime: model.finalTime };
  const tau = model.finalTime / steps;
  const stepper = createInputConvex(problem, { tau, steps, tolerance: 1e-12, width, penalty, seed });
  const { summary, state } = evolve(stateAccounts(problem, stepper), stepper, steps);
  const layout = initial.layout as ParticleLayout;
  return {
    summary,
    state,
    layout,
    tau,
    before: particleParts(layout, initial.values),
    after: particleParts(layout, state),
    moments: momentsOf({ layout, values: state }),
  };
}

/** Root of the mean of squares of f(i), by the weights. */
export function rootMeanSquare(weights: Float64Array, f: (i: number) => number): number {
  return Math.sqrt(weights.reduce((sum, weight, i) => sum + weight * f(i) ** 2, 0));
}

/** A zero of an increasing function by bisection. */
export function zeroOf(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let k = 0; k < 200; k++) {
    const middle = (a + b) / 2;
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
