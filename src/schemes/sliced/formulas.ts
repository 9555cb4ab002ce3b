import { type Description, displayed } from "../../model/description.js";
import { stateSettings } from "../../model/states/state-description.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import { factorTex, forceTex, parametrizationText, whatMoves } from "../../model/states/state-tex.js";
import { continuity, movementFormula, movementParagraphs } from "../movement.js";
import type { SlicedOptions } from "./options.js";

export function describeSliced(
  { directions, rule, seed }: Pick<SlicedOptions, "directions" | "rule" | "seed">,
  model: StateModelSpec,
): Description {
  const how = rule === "random" ? `drawn at random with seed ${seed}` : "evenly spaced";
  const mean = `\\frac{1}{${directions}} \\sum_{\\theta} W_2^2(\\theta_{\\#}\\mu, \\theta_{\\#}\\nu)`;
  const paragraphs = movementParagraphs(model, {
    moves: whatMoves(model),
    name: "The sliced minimizing movement",
    step: [movementFormula("\\mathrm{SW}_2^2")],
    definition: displayed(`\\mathrm{SW}_2^2(\\mu, \\nu) = ${mean},`),
    meaning: `the mean over ${directions} directions $\\theta$, ${how}, of the squared Wasserstein distances of the projections onto them.`,
    limit: model.state.kind === "particles" ? limitOfParticles(model) : limitOfDensities(model),
  });
  return {
    paragraphs,
    settings: stateSettings(model, [
      ["Parametrization", parametrizationText(model)],
      ["Directions", `${directions}, ${rule === "random" ? `random, seed ${seed}` : "uniform"}`],
    ]),
  };
}

/**
 * With finitely many particles every projection tells them apart, so that the mean over directions of θ θ' = I/d is all
 * that is left of the metric.
 */
function limitOfParticles(model: StateModelSpec): readonly string[] {
  return [
    displayed(`\\frac{dx_i}{dt} = -${factorTex(model.dimension ?? 1)}(${forceTex(model)})(x_i),`),
    "where the directions are spread evenly and the particles finitely many, so that every projection tells them apart; a density tends to another limit.",
  ];
}

/** mean over θ of θ E[θ·v | θ·x] = -force. */
function limitOfDensities(model: StateModelSpec): readonly string[] {
  const mean = "\\int_{S^{d-1}} \\theta\\, E[\\theta \\cdot v \\,|\\, \\theta \\cdot x]\\,d\\theta";
  return [
    continuity,
    displayed(`${mean} = -(${forceTex(model)}),`),
    "the mean over all directions $\\theta$, and $E$ the expectation under $\\rho$.",
  ];
}
