import { isSwept } from "../../convergence/index.js";
import { InputError } from "../../errors.js";
import { schemeOf } from "../../schemes/schemes.js";
import type { MeshStudy, Study, SweptMeshStudy, SweptStudy } from "../file/schema.js";
import type { PlannedLevel } from "../run/events.js";
import { axesOf } from "./levels.js";

/** What of a study its expectations are about. */
type Swept = Pick<SweptStudy, "errors" | "expect" | "sweep">;

/**
 * The study as one that can be run.
 *
 * @param example of a sweep that would do
 * @throws {InputError} where there is none
 */
export function requireSweep(study: MeshStudy, example?: string): SweptMeshStudy;
export function requireSweep(study: Study, example?: string): SweptStudy;
export function requireSweep(study: Study, example = exampleFor(study)): SweptStudy {
  if (study.sweep !== undefined) return study as SweptStudy;
  throw new InputError("required, but missing", { path: "sweep", remedy: `Give e.g. ${example}.` });
}

function exampleFor(study: Study): string {
  const cells = axesOf(study) > 0 ? ", cells: 400" : "";
  return `{axis: tau, steps: [8, 16, 32, 64]${cells}}${schemeOf(study.scheme).withoutSweep}`;
}

/**
 * Checks that errors are named once, and that what is expected can be judged.
 *
 * @throws {InputError} with the path inside the study
 */
export function checkExpectations({ errors, expect, sweep }: Swept): void {
  for (const [k, error] of errors.entries()) {
    if (errors.indexOf(error) === k) continue;
    throw new InputError("an error is repeated", { path: `errors[${k}]`, value: error, remedy: "Name it once." });
  }
  for (const [k, { error, order, max, plateau, axis }] of expect.entries()) {
    const path = `expect[${k}]`;
    if (!errors.includes(error)) {
      const remedy = `Add it to errors, or expect one of ${errors.join(", ")}.`;
      throw new InputError("an expected error is not among the study's errors", {
        path: `${path}.error`,
        value: error,
        remedy,
      });
    }
    if (order === undefined && max === undefined && plateau === undefined) {
      throw new InputError("nothing is expected", { path, remedy: "Give order, max or plateau." });
    }
    if (axis !== undefined && !isSwept(sweep.axis, axis)) {
      const remedy = `Remove it: the sweep is along ${sweep.axis}.`;
      throw new InputError("the sweep does not change this size", { path: `${path}.axis`, value: axis, remedy });
    }
  }
}

/** Expectations that too few levels can meet. */
export function expectationWarnings({ expect, sweep }: Swept, levels: readonly PlannedLevel[]): string[] {
  const lineLength = (axis: "tau" | "h" | undefined): number => {
    if (sweep.axis !== "tensor") return levels.length;
    return axis === "h" ? sweep.cells.length : sweep.steps.length;
  };
  return expect
    .filter(({ order, max, last, axis }) => (order ?? max) !== undefined && lineLength(axis) - 1 < last)
    .map(({ error, last, axis }) => {
      const pairs = lineLength(axis) - 1;
      return `expected orders of ${error} need ${last} pairs of levels, the sweep has ${pairs}: it cannot pass`;
    });
}
