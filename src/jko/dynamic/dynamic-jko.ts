import { InputError } from "../../errors.js";
import { massOf } from "../../model/energy.js";
import type { Stepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { createPathSpace, moveDensity } from "./path-space.js";
import { createPathNewton } from "./path-newton.js";
import { createEntropy } from "./terminal.js";

export interface DynamicJkoOptions extends StepperOptions {
  /** Intervals of the path of a step, >= 1; the error is of order two in its inverse. */
  readonly innerSteps: number;
}

const GAP_SHARE = 5e-9;

export function createDynamicJko(problem: Problem, { tau, steps, tolerance, innerSteps }: DynamicJkoOptions): Stepper {
  if (!(tau > 0 && tau < Infinity)) throw new InputError("a step size is positive", { path: "tau", value: tau });
  const space = createPathSpace(problem, innerSteps);
  const newton = createPathNewton(space, 1 / tau, createEntropy(problem));
  const tolGap = Math.min(tolerance, GAP_SHARE / steps ** 4) * problem.mass;
  const { nodes } = space;
  return {
    step(density): StepReport {
      const { path, phi } = newton.iterate;
      path.along.fill(0);
      path.across.fill(0);
      phi.fill(0);
      for (let p = 0; p < nodes; p++) path.density[p] = density[p] as number;
      for (let j = 0; j < innerSteps; j++) {
        moveDensity(space, path, j, path.density);
        newton.weight.set(density, j * nodes);
      }
      const { status, iterations, backtracks, certificate, action } = newton.solve(massOf(problem, density), tolGap, Number(process.env.EPS ?? 0));
      for (let p = 0; p < nodes; p++) density[p] = path.density[innerSteps * nodes + p] as number;
      return { status, iterations, backtracks, gap: certificate.gap, residual: certificate.residual, cost: action / tau };
    },
  };
}
