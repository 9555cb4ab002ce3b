import type { ExecutionContext } from "ava";
import type { StateStepper } from "../../src/model/evolution.js";
import type { State } from "../../src/model/states/state.js";
import { atMost, below, near } from "./matchers.js";
import { farthest, minimize, minimizeFromMany, type Objective } from "./minimize.js";

/** A step from its definition: argmin over z of movement(z) + energy(z), z the numbers to be found. */
export interface StepOracle {
  readonly start: readonly number[];
  /** d²(state of z, initial state) / (2 tau). */
  readonly movement: Objective;
  readonly energy: Objective;
  /** What is compared of the oracle's minimizer. */
  compared(z: readonly number[]): readonly number[];
}

/** How well both have to agree: the oracle is accurate to about 1e-9, the schemes are asked for 1e-10 or better. */
const tolerance = 1e-6;

/**
 * Compares one step of a scheme with the brute-force minimizer: the state, its cost, the energy released, and that no
 * point the oracle found is better.
 *
 * @param compared of the state the scheme returned, in the order of the oracle's
 * @param read of the state the scheme returned, the oracle's unknowns
 */
export function compareStep(
  t: ExecutionContext,
  stepper: StateStepper,
  initial: State,
  oracle: StepOracle,
  read: (values: Float64Array) => readonly number[],
): Float64Array {
  const { start, movement, energy } = oracle;
  const objective: Objective = (z) => movement(z) + energy(z);
  const values = Float64Array.from(initial.values);
  const report = stepper.step(values);
  t.is(report.status, "converged", report.reason);
  const found = read(values);
  // Matchings make some objectives non-convex: the oracle also looks where the scheme ended, and the better one counts.
  const closest = minimize(objective, found);
  const far = minimizeFromMany(objective, start, 0.02);
  const { z, slope } = objective(far.z) < objective(closest.z) - 1e-12 ? far : closest;
  below(t, slope, 1e-7, `the oracle has a slope of ${slope}`);
  const difference = farthest(oracle.compared(found), oracle.compared(z));
  below(
    t,
    difference,
    tolerance,
    `the states differ by ${difference}: ${oracle.compared(found)} and ${oracle.compared(z)}`,
  );
  atMost(t, objective(found), objective(z) + 1e-10, `${objective(found)} is above ${objective(z)}`);
  near(t, report.cost, movement(found), 1e-9, `the cost is ${report.cost}, not ${movement(found)}`);
  const released = stepper.energy(Float64Array.from(initial.values)) - stepper.energy(values);
  near(t, released, energy(start) - energy(found), 1e-11, `an energy of ${released} is released`);
  atMost(t, report.cost, released + 1e-13 * (1 + Math.abs(energy(start))), "the energy inequality");
  atMost(
    t,
    difference,
    10 * (report.distance ?? Number.NaN) + 1e-8,
    `estimated distance ${report.distance}, found ${difference}`,
  );
  return values;
}
