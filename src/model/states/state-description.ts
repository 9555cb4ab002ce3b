import type { Setting } from "../description.js";
import { numberTex } from "../expression/tex.js";
import type { ExpressionSpec } from "../formulas.js";
import { boxTex, matrixTex } from "../tex.js";
import type { MatrixSpec, VectorSpec } from "./functional.js";
import type { ParticleSpec } from "./sample.js";
import type { StateModelSpec } from "./state-model.js";

/** Settings of a model of states and of a scheme. */
export function stateSettings(model: StateModelSpec, ofScheme: readonly Setting[]): readonly Setting[] {
  const { domain, finalTime } = model;
  return [
    ...(domain === undefined ? [] : [["Domain", `$\\Omega = ${boxTex(domain)}$`] as const]),
    ["Initial state", initialText(model)],
    ...functionalSettings(model),
    ...ofScheme,
    ["Time", `$0 \\le t \\le ${numberTex(finalTime)}$`],
  ];
}

function initialText({ state, initial = 0, dimension = 1 }: StateModelSpec): Setting[1] {
  switch (state.kind) {
    case "gaussian":
      return `$${normal(state.mean, state.covariance, dimension)}$`;
    case "grid":
      return ["$\\rho(x, 0)$ = ", { formula: initial }, ", up to a factor"];
    case "barenblatt":
      return `Barenblatt profile of mass 1 and support radius $${numberTex(state.scale)}$ around $${numberTex(state.centre ?? 0)}$`;
    case "particles":
      return sampleText(state, dimension);
    case "nodes":
      return "nodes of a graph";
  }
}

function sampleText(
  { sample, count, points, mean = 0, covariance = 1, seed = 1, scale = 1, standardized }: ParticleSpec,
  dimension: number,
): string {
  const particles = `${count ?? points?.length ?? 0} particles`;
  switch (sample) {
    case "points":
      return `${particles} at given points`;
    case "ring":
      return `${particles}, evenly spaced on a circle of radius $${numberTex(scale)}$`;
    case "hermite":
      return `${particles} at the zeros of a Hermite polynomial over the root of their number, times $${numberTex(scale)}$`;
    case "normal": {
      const moments = standardized === true ? ", moved and stretched to have these moments" : "";
      return `${particles} drawn from $${normal(mean, covariance, dimension)}$ with seed ${seed}${moments}`;
    }
  }
}

function functionalSettings({ functional, dimension = 1 }: StateModelSpec): readonly Setting[] {
  const { potential, entropy = 0, internal, interaction, kl } = functional;
  return [
    ...(kl === undefined ? [] : [["Target", `$\\gamma = ${normal(kl.mean, kl.covariance, dimension)}$`] as const]),
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
  const shifted = isCentred ? "x" : `(x - ${vector(centre)})`;
  if (typeof matrix === "number") return `V(x) = \\frac{${numberTex(matrix)}}{2} |${shifted}|^2`;
  return `V(x) = \\frac{1}{2} ${shifted}^T ${matrixTex(matrix)} ${shifted}`;
}

function normal(mean: VectorSpec, covariance: MatrixSpec, dimension: number): string {
  return `N\\left(${vector(mean)}, ${spread(covariance, dimension)}\\right)`;
}

function spread(covariance: MatrixSpec, dimension: number): string {
  if (typeof covariance !== "number") return matrixTex(covariance);
  if (dimension === 1) return numberTex(covariance);
  return `${covariance === 1 ? "" : numberTex(covariance)} I`;
}

/** A column; a number stands for every component. */
function vector(value: VectorSpec): string {
  return typeof value === "number" ? numberTex(value) : matrixTex(value.map((component) => [component]));
}
