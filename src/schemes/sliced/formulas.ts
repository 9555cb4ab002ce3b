import { type Description, displayed } from "../../model/description.js";
import { stateSettings } from "../../model/states/state-description.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import { parametrizationText, whatMoves } from "../../model/states/state-tex.js";
import { movementFormula, movementParagraphs } from "../movement.js";
import type { SlicedOptions } from "./options.js";
import { slicedState } from "./states.js";

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
    limit: slicedState(model.state.kind).limit(model),
  });
  return {
    paragraphs,
    settings: stateSettings(model, [
      ["Parametrization", parametrizationText(model)],
      ["Directions", `${directions}, ${rule === "random" ? `random, seed ${seed}` : "uniform"}`],
    ]),
  };
}
