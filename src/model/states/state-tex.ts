import { displayed } from "../description.js";
import { numberTex } from "../expression/tex.js";
import { stateKind } from "./kinds/kinds.js";
import type { StateModelSpec } from "./state-model.js";

/** The formulas of a model of states; parts of the functional that are absent leave no trace in them. */

/** A factor that is not written where it is 1. */
export function factorTex(value: number): string {
  return value === 1 ? "" : `${numberTex(value)}\\,`;
}

/** The space of the state, as a formula in a line. */
export function spaceText({ dimension, domain }: StateModelSpec): string {
  return `$\\mathbb{R}^{${dimension ?? domain?.length ?? 1}}$`;
}

/** m - 1 without the digits of round-off. */
function less(exponent: number): string {
  return numberTex(Number((exponent - 1).toPrecision(12)));
}

/** F(rho). */
export function functionalFormula({ functional }: StateModelSpec): string {
  const { potential, entropy = 0, internal, interaction, kl } = functional;
  const terms = [
    ...(kl === undefined ? [] : ["\\int \\rho \\log\\frac{\\rho}{\\gamma}\\,dx"]),
    ...(potential === undefined ? [] : ["\\int V\\,d\\rho"]),
    ...(entropy === 0 ? [] : [`${factorTex(entropy)}\\int \\rho \\log \\rho\\,dx`]),
    ...(internal === undefined ? [] : [internalEnergy(internal.exponent)]),
    ...(interaction === undefined ? [] : ["\\frac{1}{2} \\iint W(|x - y|)\\,d\\rho(x)\\,d\\rho(y)"]),
  ];
  return displayed(`F(\\rho) = ${terms.join(" + ")}.`);
}

/** The integral of rho^m/(m - 1). */
function internalEnergy(exponent: number): string {
  const power = `\\rho^{${numberTex(exponent)}}`;
  return `\\int ${exponent === 2 ? power : `\\frac{${power}}{${less(exponent)}}`}\\,dx`;
}

/** The gradient of the functional's first variation. */
export function forceTex({ functional }: StateModelSpec): string {
  const { potential, entropy = 0, internal, interaction, kl } = functional;
  return [
    ...(kl === undefined ? [] : ["\\nabla \\log\\frac{\\rho}{\\gamma}"]),
    ...(potential === undefined ? [] : ["\\nabla V"]),
    ...(entropy === 0 ? [] : [`${factorTex(entropy)}\\nabla \\log \\rho`]),
    ...(internal === undefined ? [] : [pressure(internal.exponent)]),
    ...(interaction === undefined ? [] : ["\\nabla W * \\rho"]),
  ].join(" + ");
}

function pressure(exponent: number): string {
  if (exponent === 2) return "2 \\nabla \\rho";
  return `\\frac{${numberTex(exponent)}}{${less(exponent)}} \\nabla \\rho^{${less(exponent)}}`;
}

/** What a state is, where it is kept as it is given. */
export function whatMoves(model: StateModelSpec): string {
  const measure = `A probability measure $\\rho$ on ${spaceText(model)}`;
  return stateKind(model.state).whatMoves(model.state, measure);
}

/** How such a state is described. */
export function parametrizationText({ state }: StateModelSpec): string {
  return stateKind(state).parametrization;
}
