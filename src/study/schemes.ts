import { createDynamicJko, createJko } from "../jko/index.js";
import type { Stepper, StepperOptions } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import type { SameMeshFlux } from "../reference/types.js";
import { createImplicitEuler } from "../schemes/implicit-euler/implicit-euler.js";
import type { MeshSchemeSpec } from "./schema.js";

/** Binds the scheme a study names to a problem and a step size. */
export function createStepper(scheme: MeshSchemeSpec, problem: Problem, steps: number): Stepper {
  const options: StepperOptions = { tau: problem.finalTime / steps, steps, tolerance: scheme.tolerance };
  switch (scheme.name) {
    case "jko":
      return scheme.transport === "dynamic"
        ? createDynamicJko(problem, { ...options, innerSteps: scheme.innerSteps ?? 1 })
        : createJko(problem, { ...options, order: scheme.order });
    case "implicit-euler":
      return createImplicitEuler(problem, { ...options, flux: scheme.flux });
  }
}

/** Discretization of transport, for the `transport` column of tables. */
export function transportOf(scheme: MeshSchemeSpec): string {
  return scheme.name === "jko" ? scheme.transport : scheme.flux;
}

/** Transport discretization whose limit as tau -> 0 `same-mesh` computes. */
export function sameMeshFlux(scheme: MeshSchemeSpec): SameMeshFlux {
  return scheme.name === "jko" ? "slopes" : scheme.flux;
}
