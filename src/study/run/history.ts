import { InputError } from "../../errors.js";
import type { IterationRow, Stepper } from "../../model/evolution.js";

/** An iterate of step n. */
export interface StepIteration extends IterationRow {
  readonly n: number;
}

/** A stepper that keeps the iterations of all its steps; of the step that fails, too. */
export interface RecordedStepper {
  readonly stepper: Stepper;
  /** Grows with every step. */
  readonly history: readonly StepIteration[];
}

/**
 * Makes a stepper keep its iterations.
 *
 * @param scheme the name for the error
 * @throws {InputError} where the scheme has none
 */
export function recordHistory(stepper: Stepper, scheme: string): RecordedStepper {
  if (stepper.keepHistory === undefined) {
    throw new InputError("the scheme has no history of iterations", {
      path: "--history",
      value: scheme,
      remedy: "Leave it out, or use a study whose scheme is a minimizing movement of densities on a mesh.",
    });
  }
  stepper.keepHistory();
  const history: StepIteration[] = [];
  let n = 0;
  const step: Stepper["step"] = (state) => {
    const report = stepper.step(state);
    n++;
    for (const row of report.history ?? []) history.push({ n, ...row });
    return report;
  };
  return { stepper: { ...stepper, step }, history };
}
