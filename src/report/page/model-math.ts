import { numberTex } from "../../model/expression/tex.js";
import type { DescribedMeshStudy } from "./described.js";
import { display } from "./formula.js";
import { inertialLimit, inertialStep } from "./inertial-math.js";

/**
 * The formulas of a study, with what it sets written in: a temperature of 1, potentials of 0 and the exchange of a single
 * layer leave no trace in them.
 *
 * @see docs/method.md, equations (0) to (2)
 */
export interface ModelFormulas {
  /** E(f), and the chemical potential. */
  readonly energy: string;
  /** One step of the scheme. */
  readonly step: string;
  /** The cost C_tau of a minimizing movement. */
  readonly cost: string | undefined;
  /** The system the step tends to. */
  readonly limit: string;
  /** theta(s, t). */
  readonly mobility: string | undefined;
}

export function modelFormulas(study: DescribedMeshStudy): ModelFormulas {
  const layered = hasExchange(study);
  const energy = energyFormula(study);
  const mobility = layered ? mobilityFormula(study) : undefined;
  if (study.scheme.name === "inertial") {
    const { mobility: name } = study.model.exchange;
    return {
      energy,
      step: inertialStep(layered, name),
      cost: undefined,
      limit: inertialLimit(layered, name),
      mobility,
    };
  }
  const limit = display(`\\partial_t f_g = ${rightSide(study)}.`);
  if (study.scheme.name === "implicit-euler") {
    return { energy, step: backwardEuler(study), cost: undefined, limit, mobility };
  }
  const step = study.scheme.order === 2 ? secondOrder() : minimization;
  return { energy, step, cost: costFormula(study), limit, mobility };
}

export function hasExchange({ model: { graph } }: DescribedMeshStudy): boolean {
  return "family" in graph ? graph.nodes > 1 : graph.edges.length > 0;
}

/** Whether transport is split by directions: on a single axis that is the Wasserstein distance itself. */
export function isSplit({ model: { domain }, scheme: { name } }: DescribedMeshStudy): boolean {
  return name === "jko" && domain.length > 1;
}

/** The element of length, or of area. */
function differential({ model: { domain } }: DescribedMeshStudy): string {
  return domain.length === 1 ? "\\,dx" : "\\,dx\\,dy";
}

function hasPotential({ model: { potential } }: DescribedMeshStudy): boolean {
  const values = typeof potential === "object" ? Object.values(potential) : [potential];
  return values.some((value) => Number(value) !== 0);
}

/** A factor T of an entropy, T_g where layers differ, nothing where it is 1. */
function temperature({ model: { energy } }: DescribedMeshStudy): string {
  if (energy.kind === "porous-medium") return "\\varepsilon ";
  if (typeof energy.temperature !== "number") return "T_g ";
  return energy.temperature === 1 ? "" : `${numberTex(energy.temperature)}\\,`;
}

/** s^m/(m - 1) of a porous medium, and its derivative. */
function powers({ model: { energy } }: DescribedMeshStudy): readonly [string, string] | undefined {
  if (energy.kind !== "porous-medium") return undefined;
  const [m, less] = [energy.exponent, Number((energy.exponent - 1).toPrecision(12))].map(numberTex) as [string, string];
  return [`\\frac{f_g^{${m}}}{${less}}`, `\\frac{${m}}{${less}} f_g${less === "1" ? "" : `^{${less}}`}`];
}

function energyFormula(study: DescribedMeshStudy): string {
  const factor = temperature(study);
  const power = powers(study);
  const entropy = `${factor}f_g (\\log f_g - 1)`;
  const inner = power === undefined ? entropy : `${power[0]} + ${entropy}`;
  const slope = power === undefined ? `${factor}\\log f_g` : `${power[1]} + ${factor}\\log f_g`;
  const [potential, force] = hasPotential(study) ? [" + V_g f_g", " + V_g"] : ["", ""];
  return [
    display(`E(f) = \\sum_g \\int_{\\Omega} ${inner}${potential}${differential(study)},`),
    display(`\\mu_g = ${slope}${force}.`),
  ].join("\n");
}

const minimization = display("f^{n+1} = \\argmin_f C_{\\tau}(f^n, f) + E(f).");

/** A step of second order: two minimizations of length gamma tau, and an extrapolation between them. */
function secondOrder(): string {
  const stage = (result: string, from: string): string =>
    display(`${result} = \\argmin_f C_{\\gamma\\tau}(${from}, f) + E(f),`);
  return [stage("f^1", "f^n"), display("f^b = 2 f^n - f^1 + \\tau G(f^1),"), stage("f^{n+1}", "f^b")].join("\n");
}

/** Transport in a directionally split cost has a symbol of its own. */
function costFormula(study: DescribedMeshStudy): string {
  const whole = "C_{\\tau}(f^n, f)";
  if (study.scheme.transport === "dynamic") return display(`${whole} = ${dynamicCost}.`);
  const layered = hasExchange(study);
  const squared = isSplit(study) ? "W_s^2" : "W_2^2";
  const transport = `\\sum_g \\frac{${squared}(f_g^n, ${layered ? "\\tilde{f}_g" : "f_g"})}{2\\tau}`;
  if (!layered) return display(`${whole} = ${transport}.`);
  const exchange = `\\tau \\sum_{\\text{edges}} \\int ${exchangeCost(study)}${differential(study)}`;
  return [
    display(`${whole} = \\inf_{\\tilde{f},\\, H} \\Bigl( ${transport} + ${exchange} \\Bigr),`),
    display("f_g = \\tilde{f}_g + \\tau \\sum_k H(k \\to g)."),
  ].join("\n");
}

/** What a flux H costs: H²/(2 K theta), or T² K theta e(H/(T K theta)). */
function exchangeCost(study: DescribedMeshStudy): string {
  const { cost, mobilityAt } = study.model.exchange;
  const level = mobilityAt === "next" ? "n+1" : mobilityAt === "midpoint" ? "n+\\frac{1}{2}" : "n";
  const conductance = `K \\theta^{${level}}`;
  if (cost !== "cosh") return `\\frac{H^2}{2 ${conductance}}`;
  const factor = temperature(study);
  return `${factor}${factor}${conductance}\\, e\\Bigl(\\frac{H}{${factor}${conductance}}\\Bigr)`;
}

/** The squared distance of Ω × G over 2 tau, from a path of densities and fluxes. */
const dynamicCost =
  "\\frac{1}{\\tau} \\inf_{\\rho,\\, m,\\, H} \\int_0^1 \\sum_g \\int \\frac{|m|^2}{2 \\rho_g} + \\sum_{\\text{edges}} \\int \\frac{H^2}{2 K \\theta(\\rho)}";

function backwardEuler(study: DescribedMeshStudy): string {
  return display(`\\frac{f_g^{n+1} - f_g^n}{\\tau} = ${rightSide(study, "n+1")}.`);
}

/** Transport and exchange, at a time level if one is given. */
function rightSide(study: DescribedMeshStudy, level?: string): string {
  const at = (symbol: string): string => (level === undefined ? symbol : `${symbol}^{${level}}`);
  const [own, foreign, mu, muForeign] = ["f_g", "f_k", "\\mu_g", "\\mu_k"].map(at) as [string, string, string, string];
  const plane = study.model.domain.length > 1;
  const transport = plane ? `\\operatorname{div}(${own} \\nabla ${mu})` : `\\partial_x (${own}\\, \\partial_x ${mu})`;
  if (!hasExchange(study)) return transport;
  const { mobility, cost } = study.model.exchange;
  const doubled = `2 ${temperature(study)}`;
  const difference =
    cost === "cosh" ? `${doubled}\\sinh \\frac{${muForeign} - ${mu}}{${doubled}}` : `(${muForeign} - ${mu})`;
  const theta = mobility === "unit" ? "" : `\\theta(${own}, ${foreign})\\,`;
  return `${transport} + \\sum_k K(g, k)\\, ${theta}${difference}`;
}

/** theta(s, t) for densities s, t of the layers g and k. */
function mobilityFormula(study: DescribedMeshStudy): string | undefined {
  const formula = mobilities(study)[study.model.exchange.mobility];
  return formula && display(`\\theta(s, t) = ${formula}.`);
}

function mobilities({ model: { energy } }: DescribedMeshStudy): Readonly<Record<string, string>> {
  const value = energy.kind === "entropy" ? energy.temperature : 1;
  const over = value === 1 ? "" : `/${numberTex(String(value))}`;
  const [a, b] = [`s\\, e^{V_g${over}}`, `t\\, e^{V_k${over}}`];
  return {
    unit: "1",
    logarithmic: "\\frac{s - t}{\\log s - \\log t}",
    "weighted-logarithmic": `\\frac{${a} - ${b}}{\\log(${a}) - \\log(${b})}`,
    arithmetic: "\\frac{s + t}{2}",
    geometric: "\\sqrt{s\\, t}",
    "weighted-geometric": `\\sqrt{${a}\\, ${b}}`,
    harmonic: "\\frac{2 s t}{s + t}",
    upwind: "s \\text{ if } \\mu_g > \\mu_k, \\quad t \\text{ otherwise}",
  };
}
