import type { DescribedMeshStudy } from "./described.js";
import { inertialLimit, inertialStep } from "./inertial-math.js";
import {
  display,
  mfrac,
  mi,
  mn,
  mo,
  mrow,
  msqrt,
  msub,
  msubsup,
  msup,
  numberMath,
  parentheses,
  plus,
  sum,
  thinSpace,
  under,
} from "./mathml.js";

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

const [f, g, s, t, tau] = [mi("f"), mi("g"), mi("s"), mi("t"), mi("τ")];
const k = mi("k");
const fg = msub(f, g);
const [muG, muOther] = [msub(mi("μ"), g), msub(mi("μ"), k)];
const weight = mrow(mi("K"), parentheses(g, mo(","), k));
const next = mrow(mi("n"), mo("+"), mn(1));
/** The element of length, or of area. */
const differential = ({ model: { domain } }: DescribedMeshStudy): string =>
  mrow(...domain.flatMap((_, axis) => [thinSpace, mi("d"), mi(axis === 0 ? "x" : "y")]));
const log = (of: string): string => mrow(mi("log"), mo("\u2061"), of);
const e = mi("e");

export function modelFormulas(study: DescribedMeshStudy): ModelFormulas {
  const layered = hasExchange(study);
  if (study.scheme.name === "inertial") {
    const { mobility } = study.model.exchange;
    return {
      energy: energyFormula(study),
      step: inertialStep(layered, mobility),
      cost: undefined,
      limit: inertialLimit(layered, mobility),
      mobility: layered ? mobilityFormula(study) : undefined,
    };
  }
  const minimizing = study.scheme.name !== "implicit-euler";
  return {
    energy: energyFormula(study),
    step: !minimizing ? backwardEuler(study) : study.scheme.order === 2 ? secondOrder() : minimization(),
    cost: minimizing ? costFormula(study) : undefined,
    limit: limitFormula(study),
    mobility: layered ? mobilityFormula(study) : undefined,
  };
}

export function hasExchange({ model: { graph } }: DescribedMeshStudy): boolean {
  return "family" in graph ? graph.nodes > 1 : graph.edges.length > 0;
}

/** Whether transport is split by directions: on a single axis that is the Wasserstein distance itself. */
export function isSplit({ model: { domain }, scheme: { name } }: DescribedMeshStudy): boolean {
  return name === "jko" && domain.length > 1;
}

function hasPotential({ model: { potential } }: DescribedMeshStudy): boolean {
  const values = typeof potential === "object" ? Object.values(potential) : [potential];
  return values.some((value) => Number(value) !== 0);
}

/** A factor T of an entropy, T_g where layers differ, nothing where it is 1. */
function temperature({ model: { energy } }: DescribedMeshStudy): string {
  if (energy.kind === "porous-medium") return mrow(mi("ε"), mo("\u2062"));
  if (typeof energy.temperature !== "number") return mrow(msub(mi("T"), g), mo("\u2062"));
  return energy.temperature === 1 ? "" : mrow(numberMath(String(energy.temperature)), mo("\u2062"));
}

/** s^m/(m - 1) of a porous medium, and its derivative. */
function powers({ model: { energy } }: DescribedMeshStudy): readonly [string, string] | undefined {
  if (energy.kind !== "porous-medium") return undefined;
  const [m, less] = [energy.exponent, Number((energy.exponent - 1).toPrecision(12))].map((n) =>
    numberMath(String(n)),
  ) as [string, string];
  return [mfrac(msup(fg, m), less), mrow(mfrac(m, less), less === numberMath("1") ? fg : msup(fg, less))];
}

function energyFormula(study: DescribedMeshStudy): string {
  const factor = temperature(study);
  const power = powers(study);
  const [entropy, potential] = [
    mrow(factor, fg, parentheses(log(fg), mo("−"), mn(1))),
    hasPotential(study) ? mrow(plus, msub(mi("V"), g), fg) : "",
  ];
  const inner = power === undefined ? entropy : mrow(power[0], plus, entropy);
  const integral = mrow(msub(mo("∫"), mi("Ω")), inner, potential, differential(study));
  const slope = power === undefined ? mrow(factor, log(fg)) : mrow(power[1], plus, factor, log(fg));
  const mu = mrow(muG, mo("="), slope, hasPotential(study) ? mrow(plus, msub(mi("V"), g)) : "");
  return `${display(mi("E"), parentheses(f), mo("="), sum(g), integral, mo(","))}\n${display(mu, mo("."))}`;
}

/** A step of second order: two minimizations of length gamma tau, and an extrapolation between them. */
function secondOrder(): string {
  const [gamma, first, between] = [mi("γ"), msup(f, mn(1)), msup(f, mi("b"))];
  const stage = (result: string, from: string): string =>
    display(
      result,
      mo("="),
      under(mi("arg min"), f),
      mrow(thinSpace, msub(mi("C"), mrow(gamma, tau)), parentheses(from, mo(","), f), mo("+"), mi("E"), parentheses(f)),
      mo(","),
    );
  const before = msup(f, mi("n"));
  const right = mrow(mi("G"), parentheses(first));
  const extrapolated = display(between, mo("="), mrow(mn(2), before, mo("−"), first, mo("+"), tau, right), mo(","));
  return [stage(first, before), extrapolated, stage(msup(f, next), between)].join("\n");
}

function minimization(): string {
  const cost = mrow(msub(mi("C"), tau), parentheses(msup(f, mi("n")), mo(","), f));
  const least = under(mi("arg min"), f);
  return display(msup(f, next), mo("="), least, mrow(thinSpace, cost, mo("+"), mi("E"), parentheses(f)), mo("."));
}

/** Transport in a directionally split cost has a symbol of its own. */
function costFormula(study: DescribedMeshStudy): string {
  const layered = hasExchange(study);
  const moved = `<mover>${f}${mo("~")}</mover>`;
  const arriving = layered ? msub(moved, g) : fg;
  const squared = msubsup(mi("W"), isSplit(study) ? mi("s") : mn(2), mn(2));
  const distance = mrow(squared, parentheses(msubsup(f, g, mi("n")), mo(","), arriving));
  const transport = mrow(sum(g), mfrac(distance, mrow(mn(2), tau)));
  const whole = mrow(msub(mi("C"), tau), parentheses(msup(f, mi("n")), mo(","), f), mo("="));
  if (!layered && study.scheme.transport !== "dynamic") return display(whole, transport, mo("."));
  if (study.scheme.transport === "dynamic") return display(whole, dynamicCost(), mo("."));
  const flux = mi("H");
  const exchange = mrow(tau, sum(mi("edges")), mo("∫"), exchangeCost(study, flux), differential(study));
  const balance = mrow(fg, mo("="), arriving, mo("+"), tau, sum(k), flux, parentheses(k, mo("→"), g));
  const lowest = under(mi("inf"), mrow(moved, mo(","), flux));
  return `${display(whole, lowest, mrow(transport, mo("+"), exchange), mo(","))}\n${display(balance, mo("."))}`;
}

/** What a flux costs: H²/(2 K theta), or T² K theta e(H/(T K theta)). */
function exchangeCost(study: DescribedMeshStudy, flux: string): string {
  const { cost, mobilityAt } = study.model.exchange;
  const half = mrow(mi("n"), mo("+"), mfrac(mn(1), mn(2)));
  const theta = msup(mi("θ"), mobilityAt === "next" ? next : mobilityAt === "midpoint" ? half : mi("n"));
  const conductance = mrow(mi("K"), theta);
  if (cost !== "cosh") return mfrac(msup(flux, mn(2)), mrow(mn(2), conductance));
  const factor = temperature(study);
  const ratio = mfrac(flux, mrow(factor, conductance));
  return mrow(factor, factor, conductance, mi("e"), parentheses(ratio));
}

/** The squared distance of Ω × G over 2 tau, from a path of densities and fluxes. */
function dynamicCost(): string {
  const [m, flux, rho] = [mi("m"), mi("H"), msub(mi("ρ"), g)];
  const squared = msup(mrow(mo("|"), m, mo("|")), mn(2));
  const action = mrow(
    under(mi("inf"), mrow(mi("ρ"), mo(","), m, mo(","), flux)),
    msubsup(mo("∫"), mn(0), mn(1)),
    sum(g),
    mo("∫"),
    mfrac(squared, mrow(mn(2), rho)),
    plus,
    sum(mi("edges")),
    mo("∫"),
    mfrac(msup(flux, mn(2)), mrow(mn(2), mi("K"), mi("θ"), parentheses(mi("ρ")))),
  );
  return mrow(mfrac(mn(1), tau), action);
}

function backwardEuler(study: DescribedMeshStudy): string {
  const quotient = mfrac(mrow(msubsup(f, g, next), mo("−"), msubsup(f, g, mi("n"))), tau);
  return display(quotient, mo("="), rightSide(study, next), mo("."));
}

function limitFormula(study: DescribedMeshStudy): string {
  return display(msub(mo("∂"), t), fg, mo("="), rightSide(study), mo("."));
}

/** Transport and exchange, at a time level if one is given. */
function rightSide(study: DescribedMeshStudy, level?: string): string {
  const at = (symbol: string, index: string): string =>
    level === undefined ? msub(symbol, index) : msubsup(symbol, index, level);
  const [own, foreign] = [at(f, g), at(f, k)];
  const mu = mi("μ");
  const plane = study.model.domain.length > 1;
  const transport = plane
    ? mrow(mi("div"), parentheses(own, mo("∇"), at(mu, g)))
    : mrow(msub(mo("∂"), mi("x")), parentheses(own, msub(mo("∂"), mi("x")), at(mu, g)));
  if (!hasExchange(study)) return transport;
  const { mobility, cost } = study.model.exchange;
  const plain = mrow(at(mu, k), mo("−"), at(mu, g));
  const doubled = mrow(mn(2), temperature(study));
  const difference =
    cost === "cosh" ? mrow(doubled, mi("sinh"), mo("\u2061"), mfrac(plain, doubled)) : parentheses(plain);
  const theta = mobility === "unit" ? "" : mrow(mi("θ"), parentheses(own, mo(","), foreign));
  return mrow(transport, mo("+"), sum(k), weight, theta, difference);
}

/** theta(s, t) for densities s, t of the layers g and k. */
function mobilityFormula(study: DescribedMeshStudy): string | undefined {
  const { mobility } = study.model.exchange;
  const formula = mobilities(study)[mobility];
  return formula && display(mi("θ"), parentheses(s, mo(","), t), mo("="), formula, mo("."));
}

function logarithmic(a: string, b: string): string {
  return mfrac(mrow(a, mo("−"), b), mrow(log(a), mo("−"), log(b)));
}

function mobilities({ model: { energy } }: DescribedMeshStudy): Readonly<Record<string, string>> {
  const value = energy.kind === "entropy" ? energy.temperature : 1;
  const over = (potential: string): string =>
    value === 1 ? potential : mrow(potential, mo("/"), numberMath(String(value)));
  const [V, VOther] = [msub(mi("V"), g), msub(mi("V"), k)];
  const [a, b] = [mrow(s, msup(e, over(V))), mrow(t, msup(e, over(VOther)))];
  return {
    unit: mn(1),
    logarithmic: logarithmic(s, t),
    "weighted-logarithmic": logarithmic(a, b),
    arithmetic: mfrac(mrow(s, mo("+"), t), mn(2)),
    geometric: msqrt(mrow(s, mo("\u2062"), t)),
    "weighted-geometric": msqrt(mrow(a, mo("\u2062"), b)),
    harmonic: mfrac(mrow(mn(2), s, t), mrow(s, mo("+"), t)),
    upwind: mrow(s, words("if"), muG, mo(">"), muOther, mo(","), t, words("otherwise")),
  };
}

function words(text: string): string {
  return `<mtext>\u00a0${text}\u00a0</mtext>`;
}
