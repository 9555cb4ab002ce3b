import test from "ava";
import { integrateAdaptively, type OdeSystem, type StepMethod } from "../../../src/reference/adaptive-steps.js";

const constant: OdeSystem = { size: 1, rate: (_, out) => out.fill(0), scale: () => 1, isLegal: () => true };

/** The steps from 0 to `times`, the first one of length 1, of a method that has no error and proposes `factor`. */
function stepsOf(times: readonly number[], factor: number): number[] {
  const taken: number[] = [];
  const method: StepMethod = {
    next: new Float64Array(1),
    leastFactor: 0.1,
    mostFactor: 4,
    firstStep: () => 1,
    afterSuccess: () => factor,
    afterFailure: () => factor,
    attempt(_, h) {
      taken.push(h);
      return 0;
    },
  };
  integrateAdaptively(method, constant, new Float64Array(1), times, { tolerance: 1, maxSteps: 100 });
  return taken;
}

test("steps grow by no more than the method allows, however small their error", (t) => {
  t.deepEqual(stepsOf([100], 1e9), [1, 4, 16, 64, 15]);
});

test("a step cut short by a demanded time does not shorten the next one", (t) => {
  t.deepEqual(stepsOf([0.5, 3.5], 1), [0.5, 1, 1, 1]);
});

test("a sliver before a demanded time is no step of its own", (t) => {
  t.deepEqual(stepsOf([2.005], 1), [1, 1.005]);
});
