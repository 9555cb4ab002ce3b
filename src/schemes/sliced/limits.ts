import { displayed } from "../../model/description.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import { factorTex, forceTex } from "../../model/states/state-tex.js";
import { continuity } from "../movement.js";

/**
 * With finitely many particles every projection tells them apart, so that the mean over directions of θ θ' = I/d is all
 * that is left of the metric.
 */
export function limitOfParticles(model: StateModelSpec): readonly string[] {
  return [
    displayed(`\\frac{dx_i}{dt} = -${factorTex(model.dimension ?? 1)}(${forceTex(model)})(x_i),`),
    "where the directions are spread evenly and the particles finitely many, so that every projection tells them apart; a density tends to another limit.",
  ];
}

/** mean over θ of θ E[θ·v | θ·x] = -force. */
export function limitOfDensities(model: StateModelSpec): readonly string[] {
  const mean = "\\int_{S^{d-1}} \\theta\\, E[\\theta \\cdot v \\,|\\, \\theta \\cdot x]\\,d\\theta";
  return [
    continuity,
    displayed(`${mean} = -(${forceTex(model)}),`),
    "the mean over all directions $\\theta$, and $E$ the expectation under $\\rho$.",
  ];
}
