import { type ErrorValues, isMaximum, normOf } from "../../convergence/index.js";
import { type StateNormName, stateDistance } from "../../convergence/state-distances/index.js";
import type { StateProblem } from "../../model/evolution.js";
import { createParticleEnergy } from "../../model/states/particle-energy.js";
import { momentsOf, particleParts, type State, type StateLayout } from "../../model/states/state.js";
import type { StateSolution } from "../../reference/states/index.js";
import { type Measured, raise } from "./measure.js";

export interface StatesToMeasure {
  readonly layout: StateLayout;
  /** Compared time levels n, and the states there, run by run. */
  readonly times: readonly number[];
  readonly states: readonly Float64Array[];
  /** Error names. */
  readonly names: readonly string[];
  /** Energy of a state, NaN where it has none. */
  energy(state: State): number;
  /** The reference after n steps, and the exact iterate where it is a second one. */
  sample(n: number): StateSolution;
  readonly iterate: ((n: number) => StateSolution) | undefined;
}

/**
 * Errors of a level of states, those of its reference, and its distances to the exact iterate: root mean squares where there
 * are several runs.
 */
export function measureStates(what: StatesToMeasure): Measured {
  const { times, states } = what;
  const runs = Array.from({ length: states.length / times.length }, (_, k) => {
    return measureRun({ ...what, states: states.slice(k * times.length, (k + 1) * times.length) });
  });
  const [first] = runs;
  if (first === undefined || runs.length === 1) return first ?? { errors: {}, referenceErrors: {} };
  const over = (of: (run: Measured) => ErrorValues | undefined): Record<string, number> => {
    return Object.fromEntries(
      Object.keys(of(first) ?? {}).map((name) => [name, rootMeanSquare(runs.map((run) => of(run)?.[name]))]),
    );
  };
  return {
    errors: over(({ errors }) => errors),
    referenceErrors: first.referenceErrors,
    ...(first.extent !== undefined && { extent: first.extent }),
    ...(first.iterateErrors && { iterateErrors: over(({ iterateErrors }) => iterateErrors) }),
  };
}

function rootMeanSquare(values: readonly (number | undefined)[]): number {
  return Math.sqrt(values.reduce<number>((sum, value = Number.NaN) => sum + value * value, 0) / values.length);
}

function measureRun(what: StatesToMeasure): Measured {
  const { layout, times, states, names, iterate } = what;
  const errors: Record<string, number> = {};
  const referenceErrors: Record<string, number> = {};
  const iterateErrors: Record<string, number> = {};
  const last = times.length - 1;
  for (const [k, n] of times.entries()) {
    const state = { layout, values: states[k] };
    const solution = what.sample(n);
    const exact = iterate?.(n);
    for (const name of names) {
      if (!isMaximum(name) && k !== last) continue;
      raise(errors, name, distance(what, name, state, solution.state));
      raise(referenceErrors, name, distance(what, name, solution.companion, solution.state));
      if (exact !== undefined) raise(iterateErrors, name, distance(what, name, state, exact.state));
    }
  }
  const extent = extentOf({ layout, values: states[last] });
  return { errors, referenceErrors, extent, ...(iterate === undefined ? {} : { iterateErrors }) };
}

function extentOf(state: State): number {
  const { mean, covariance } = momentsOf(state);
  const d = mean.length;
  let trace = 0;
  for (let a = 0; a < d; a++) trace += covariance[a * (d + 1)];
  return Math.sqrt(trace / d);
}

function distance({ energy }: StatesToMeasure, name: string, state: State, reference: State): number {
  const norm = normOf(name);
  if (norm === "energy") return Math.abs(energy(state) - energy(reference));
  return stateDistance(norm as StateNormName, state, reference);
}

/** Energies of particles without entropy; NaN for others, whose references do not carry what their energy needs. */
export function createEnergy({ functional, initial }: StateProblem): (state: State) => number {
  const { layout } = initial;
  if (layout.kind !== "particles" || functional.entropy > 0 || functional.exponent !== undefined)
    return () => Number.NaN;
  const energy = createParticleEnergy(functional, layout.weights);
  return (state) =>
    state.layout.kind === "particles" && state.layout.count === layout.count
      ? energy.value(particleParts(state.layout, state.values).positions)
      : Number.NaN;
}
