import { createDynamicJko, createJko } from "../../jko/index.js";
import type { Stepper, StepperOptions } from "../../model/evolution.js";
import type { OwnConstants } from "../../model/expression/tokens.js";
import type { Problem } from "../../model/problem.js";
import type { SameMeshFlux } from "../../reference/types.js";
import { createImplicitEuler } from "../../schemes/implicit-euler/implicit-euler.js";
import { createInertial } from "../../schemes/inertial/inertial.js";
import type { MeshSchemeSpec } from "../file/schema.js";
import { initialPotentialOn } from "./inertia.js";

/**
 * Binds the scheme a study names to a problem and a step size.
 *
 * @param constants that formulas of the scheme may name
 */
export function createStepper(
  scheme: MeshSchemeSpec,
  problem: Problem,
  steps: number,
  constants?: OwnConstants,
): Stepper {
  const options: StepperOptions = { tau: problem.finalTime / steps, steps, tolerance: scheme.tolerance };
  switch (scheme.name) {
    case "jko":
      return scheme.transport === "dynamic"
        ? createDynamicJko(problem, { ...options, innerSteps: scheme.innerSteps ?? 1 })
        : createJko(problem, { ...options, order: scheme.order });
    case "implicit-euler":
      return createImplicitEuler(problem, { ...options, flux: scheme.flux });
    case "inertial": {
      const { damping } = scheme;
      return createInertial(problem, {
        ...options,
        damping,
        initialPotential: initialPotentialOn(scheme, problem, constants),
      });
    }
  }
}

/** Discretization of transport, for the `transport` column of tables. */
export function transportOf(scheme: MeshSchemeSpec): string {
  return scheme.name === "implicit-euler" ? scheme.flux : scheme.transport;
}

/** Transport discretization whose limit as tau -> 0 `same-mesh` computes. */
export function sameMeshFlux(scheme: MeshSchemeSpec): SameMeshFlux {
  return scheme.name === "implicit-euler" ? scheme.flux : "slopes";
}
