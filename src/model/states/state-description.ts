import type { Setting } from "../description.js";
import { numberTex } from "../expression/tex.js";
import type { ExpressionSpec } from "../formulas.js";
import { boxTex, matrixTex } from "../tex.js";
import type { MatrixSpec, VectorSpec } from "./functional.js";
import { stateKind } from "./kinds/kinds.js";
import { normalTex, vectorTex } from "./normal-tex.js";
import type { StateModelSpec } from "./state-model.js";

/** Settings of a model of states and of a scheme. */
export function stateSettings(model: StateModelSpec, ofScheme: readonly Setting[]): readonly Setting[] {
  const { domain, finalTime, state, initial = 0, dimension = 1 } = model;
  return [
    ...(domain === undefined ? [] : [["Domain", `$\\Omega = ${boxTex(domain)}$`] as const]),
    ["Initial state", stateKind(state).text(state, { dimension, initial })],
    ...functionalSettings(model),
    ...ofScheme,
    ["Time", `$0 \\le t \\le ${numberTex(finalTime)}$`],
  ];
}

function functionalSettings({ functional, dimension = 1 }: StateModelSpec): readonly Setting[] {
  const { potential, entropy = 0, internal, interaction, kl } = functional;
  return [
    ...(kl === undefined ? [] : [["Target", `$\\gamma = ${normalTex(kl.mean, kl.covariance, dimension)}$`] as const]),
    ...(potential === undefined ? [] : [["Potential", potentialText(potential)] as const]),
    ...(entropy === 0 ? [] : [["Factor of the entropy", `$${numberTex(entropy)}$`] as const]),
    ...(internal === undefined ? [] : [["Exponent", `$m = ${numberTex(internal.exponent)}$`] as const]),
    ...(interaction === undefined ? [] : [["Interaction", ["$W(r)$ = ", { formula: interaction }]] as const]),
  ];
}

function potentialText(potential: NonNullable<StateModelSpec["functional"]["potential"]>): Setting[1] {
  if (typeof potential === "object") return `$${quadraticForm(potential.matrix, potential.centre ?? 0)}$`;
  return ["$V(x)$ = ", { formula: potential }, usesRadius(potential) ? ", $r = |x|$" : ""];
}

function usesRadius(expression: ExpressionSpec): boolean {
  return /\br\b/.test(String(expression));
}

/** V(x) = ½ (x - b)ᵀ A (x - b), with a number for A where it is a multiple of the identity. */
function quadraticForm(matrix: MatrixSpec, centre: VectorSpec): string {
  const isCentred = typeof centre === "number" ? centre === 0 : centre.every((value) => value === 0);
  const shifted = isCentred ? "x" : `(x - ${vectorTex(centre)})`;
  if (typeof matrix === "number") return `V(x) = \\frac{${numberTex(matrix)}}{2} |${shifted}|^2`;
  return `V(x) = \\frac{1}{2} ${shifted}^T ${matrixTex(matrix)} ${shifted}`;
}
