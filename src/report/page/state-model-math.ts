import { numberTex } from "../../model/expression/tex.js";
import type { DescribedStateStudy } from "./described.js";
import { display } from "./formula.js";

/** The formulas of a study of states; parts of the functional that are absent leave no trace in them. */
export interface StateFormulas {
  /** F(rho). */
  readonly functional: string;
  /** One step of the scheme. */
  readonly step: string;
  /** What the step is made of: the distance, or the map. */
  readonly definition: string;
  /** What the step tends to. */
  readonly limit: string;
}

export function stateFormulas(study: DescribedStateStudy): StateFormulas {
  const functional = functionalFormula(study);
  const limit = limitFormula(study);
  switch (study.scheme.name) {
    case "input-convex":
      return { functional, step: mapStep, definition: networkFormula(study), limit };
    case "gromov":
      return { functional, step: movement("\\mathrm{IGW}^2"), definition: gromovFormula, limit };
    default:
      return { functional, step: movement("\\mathrm{SW}_2^2"), definition: slicedFormula(study), limit };
  }
}

/** A factor that is not written where it is 1. */
function factor(value: number): string {
  return value === 1 ? "" : `${numberTex(value)}\\,`;
}

/** m - 1 without the digits of round-off. */
function less(exponent: number): string {
  return numberTex(Number((exponent - 1).toPrecision(12)));
}

function functionalFormula({ model }: DescribedStateStudy): string {
  const { potential, entropy = 0, internal, interaction, kl } = model.functional;
  const terms = [
    ...(kl === undefined ? [] : ["\\int \\rho \\log\\frac{\\rho}{\\gamma}\\,dx"]),
    ...(potential === undefined ? [] : ["\\int V\\,d\\rho"]),
    ...(entropy === 0 ? [] : [`${factor(entropy)}\\int \\rho \\log \\rho\\,dx`]),
    ...(internal === undefined ? [] : [internalEnergy(internal.exponent)]),
    ...(interaction === undefined ? [] : ["\\frac{1}{2} \\iint W(|x - y|)\\,d\\rho(x)\\,d\\rho(y)"]),
  ];
  return display(`F(\\rho) = ${terms.join(" + ")}.`);
}

/** The integral of rho^m/(m - 1). */
function internalEnergy(exponent: number): string {
  const power = `\\rho^{${numberTex(exponent)}}`;
  return `\\int ${exponent === 2 ? power : `\\frac{${power}}{${less(exponent)}}`}\\,dx`;
}

/** The gradient of the functional's first variation. */
function force({ model }: DescribedStateStudy): string {
  const { potential, entropy = 0, internal, interaction, kl } = model.functional;
  return [
    ...(kl === undefined ? [] : ["\\nabla \\log\\frac{\\rho}{\\gamma}"]),
    ...(potential === undefined ? [] : ["\\nabla V"]),
    ...(entropy === 0 ? [] : [`${factor(entropy)}\\nabla \\log \\rho`]),
    ...(internal === undefined ? [] : [pressure(internal.exponent)]),
    ...(interaction === undefined ? [] : ["\\nabla W * \\rho"]),
  ].join(" + ");
}

function pressure(exponent: number): string {
  if (exponent === 2) return "2 \\nabla \\rho";
  return `\\frac{${numberTex(exponent)}}{${less(exponent)}} \\nabla \\rho^{${less(exponent)}}`;
}

/** The state with the least sum of squared distance and functional. */
function movement(squared: string): string {
  return display(`\\rho^{n+1} = \\argmin_{\\rho} \\frac{${squared}(\\rho, \\rho^n)}{2\\tau} + F(\\rho),`);
}

/** SW_2² as the mean over directions of the squared distances of the projections. */
function slicedFormula({ scheme: { directions = 1 } }: DescribedStateStudy): string {
  const mean = `\\frac{1}{${directions}} \\sum_{\\theta} W_2^2(\\theta_{\\#}\\mu, \\theta_{\\#}\\nu)`;
  return display(`\\mathrm{SW}_2^2(\\mu, \\nu) = ${mean},`);
}

const gromovFormula = display(
  "\\mathrm{IGW}^2(\\mu, \\nu) = \\inf_{\\pi} \\iint |x \\cdot x' - y \\cdot y'|^2\\,d\\pi(x, y)\\,d\\pi(x', y'),",
);

/** The convex function with the least sum of movement and functional, and where it moves the state. */
const mapStep = [
  display(
    "u^{n+1} = \\argmin_u \\frac{1}{2\\tau} \\int |\\nabla u(x) - x|^2\\,d\\rho^n + F\\bigl((\\nabla u)_{\\#} \\rho^n\\bigr),",
  ),
  display("\\rho^{n+1} = (\\nabla u^{n+1})_{\\#} \\rho^n,"),
].join("\n");

/** The input-convex network: a quadratic form, and softplus of affine functions. */
function networkFormula({ scheme: { width = 0 } }: DescribedStateStudy): string {
  const soft = ` + \\sum_{j=1}^{${width}} e^{a_j} \\log\\bigl(1 + e^{w_j \\cdot x + b_j}\\bigr)`;
  return display(`u(x) = \\frac{1}{2} x^T L L^T x + \\beta \\cdot x${width === 0 ? "" : soft},`);
}

function limitFormula(study: DescribedStateStudy): string {
  const { scheme, model } = study;
  if (scheme.name === "input-convex") {
    return display(`\\partial_t \\rho = \\operatorname{div}\\bigl(\\rho\\,(${force(study)})\\bigr).`);
  }
  if (scheme.name === "sliced" && model.state.kind === "particles") return slicedParticles(study);
  const continuity = display("\\partial_t \\rho + \\operatorname{div}(\\rho v) = 0,");
  return `${continuity}\n${scheme.name === "gromov" ? gromovVelocity(study) : slicedVelocity(study)}`;
}

/**
 * With finitely many particles every projection tells them apart, so that the mean over directions of θ θ' = I/d is all
 * that is left of the metric.
 */
function slicedParticles(study: DescribedStateStudy): string {
  return display(`\\frac{dx_i}{dt} = -${factor(study.model.dimension ?? 1)}(${force(study)})(x_i),`);
}

/** mean over θ of θ E[θ·v | θ·x] = -force. */
function slicedVelocity(study: DescribedStateStudy): string {
  const mean = "\\int_{S^{d-1}} \\theta\\, E[\\theta \\cdot v \\,|\\, \\theta \\cdot x]\\,d\\theta";
  return display(`${mean} = -(${force(study)}),`);
}

/** 2 (Σ v + M x) = -force. */
function gromovVelocity(study: DescribedStateStudy): string {
  return [
    display(`2 (\\Sigma v + M x) = -(${force(study)}),`),
    display("\\Sigma = \\int x x^T\\,d\\rho, \\quad M = \\int x v^T\\,d\\rho."),
  ].join("\n");
}
