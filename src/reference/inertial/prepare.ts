import { InputError } from "../../errors.js";
import type { Inertia, ReferenceData, ReferenceDemand, ReferenceSource, ReferenceSpec } from "../types.js";
import { prepareInertialFiniteVolume } from "./finite-volume.js";
import { prepareInertialHomogeneous } from "./homogeneous.js";
import { prepareInertialSpectral } from "./spectral.js";

/** A reference of inertial dynamics. */
export type InertialSpec = Extract<ReferenceSpec, { readonly inertia?: Inertia | undefined }> & {
  readonly inertia: Inertia;
};

export function isInertial(spec: ReferenceSpec): spec is InertialSpec {
  return "inertia" in spec && spec.inertia !== undefined;
}

/**
 * Computes a reference of damped inertial dynamics,
 *
 *     f_t = -div(f grad phi) + sum K theta(f, f') (phi - phi'),
 *     phi_t = -|grad phi|^2/2 - 1/2 sum K d theta/df (phi - phi')^2 - damping phi - (T log f + V),
 *
 * for everything a study demands of it: `spectral` is linearized at equilibrium, `homogeneous` for data without x.
 *
 * @throws {InputError} where the reference does not apply to the problem
 * @throws {ReferenceFailure} where its computation fails numerically: at a vacuum, a caustic, or where it is too stiff
 */
export function prepareInertialReference(
  spec: InertialSpec,
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  switch (spec.kind) {
    case "spectral":
      return prepareInertialSpectral(spec.inertia, source, demand);
    case "homogeneous":
      return prepareInertialHomogeneous(spec.inertia, source, demand);
    case "finite-volume":
      refuseSteps(spec.steps);
      return prepareInertialFiniteVolume(spec.cells, spec.inertia, source, demand);
  }
}

/** @throws {InputError} where a finite-volume reference is given steps: with inertia it chooses them itself */
export function refuseSteps(steps: number | undefined): void {
  if (steps === undefined) return;
  throw new InputError("a finite-volume reference with inertia chooses its steps itself", {
    path: "reference.steps",
    value: steps,
    remedy: "Remove them.",
  });
}
