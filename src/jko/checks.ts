import { InputError } from "../errors.js";
import type { Problem } from "../model/problem.js";

/** @throws {InputError} on a wrong length, or a negative or non-finite density */
export function checkDensity({ initial }: Problem, density: Float64Array, path: string): void {
  if (density.length !== initial.length) {
    const remedy = `Give ${initial.length}, index cell * layers + layer.`;
    throw new InputError("wrong number of cell averages", { path, value: density.length, remedy });
  }
  const wrong = density.findIndex((f) => !(f >= 0 && f < Number.POSITIVE_INFINITY));
  if (wrong < 0) return;
  throw new InputError("a density is finite and not negative", { path: `${path}[${wrong}]`, value: density[wrong] });
}

/** @throws {InputError} on a step size that is not positive */
export function checkStep(tau: number): void {
  if (tau > 0 && tau < Number.POSITIVE_INFINITY) return;
  throw new InputError("a step size is positive", { path: "tau", value: tau });
}
