import { type Description, displayed } from "../../model/description.js";
import { stateSettings } from "../../model/states/state-description.js";
import type { StateModelSpec } from "../../model/states/state-model.js";
import { forceTex, parametrizationText, whatMoves } from "../../model/states/state-tex.js";
import { continuity, movementFormula, movementParagraphs } from "../movement.js";
import type { NonInvariantRule } from "./check.js";

export function describeGromov(
  { onNonInvariant }: { readonly onNonInvariant: NonInvariantRule },
  model: StateModelSpec,
): Description {
  const least =
    onNonInvariant === "minimum"
      ? " $F$ may change under rotations; its minimum over all of them takes its place."
      : "";
  const paragraphs = movementParagraphs(model, {
    moves: whatMoves(model),
    name: "The minimizing movement in the inner-product Gromov–Wasserstein distance",
    step: [movementFormula("\\mathrm{IGW}^2")],
    definition: displayed(
      "\\mathrm{IGW}^2(\\mu, \\nu) = \\inf_{\\pi} \\iint |x \\cdot x' - y \\cdot y'|^2\\,d\\pi(x, y)\\,d\\pi(x', y'),",
    ),
    meaning: `the least over all couplings $\\pi$, which no rotation changes: after every step the state is turned to fit the one before it.${least}`,
    // 2 (Σ v + M x) = -force.
    limit: [
      continuity,
      displayed(`2 (\\Sigma v + M x) = -(${forceTex(model)}),`),
      displayed("\\Sigma = \\int x x^T\\,d\\rho, \\quad M = \\int x v^T\\,d\\rho."),
    ],
  });
  return {
    paragraphs,
    settings: stateSettings(model, [
      ["Parametrization", parametrizationText(model)],
      ["Functionals that rotations change", onNonInvariant === "minimum" ? "the minimum over rotations" : "refused"],
    ]),
  };
}
