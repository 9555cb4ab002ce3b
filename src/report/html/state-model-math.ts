import type { DescribedStateStudy } from "./described.js";
import {
  display,
  mfrac,
  mi,
  mn,
  mo,
  mrow,
  msub,
  msubsup,
  msup,
  numberMath,
  parentheses,
  plus,
  sum,
  symbols,
  thinSpace,
  under,
} from "./mathml.js";

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

const [rho, x, y, tau, theta, v, u, F] = symbols("ρ", "x", "y", "τ", "θ", "v", "u", "F");
const [nabla, integral] = [mo("∇"), mo("∫")];
const before = mi("n");
const next = mrow(mi("n"), mo("+"), mn(1));
const differential = mrow(thinSpace, mi("d"), x);
const of = (measure: string): string => mrow(thinSpace, mi("d"), measure);
const log = (argument: string): string => mrow(mi("log"), mo("\u2061"), argument);
const half = mfrac(mn(1), mn(2));
const transposed = (matrix: string): string => msup(matrix, mi("T"));

export function stateFormulas(study: DescribedStateStudy): StateFormulas {
  const functional = functionalFormula(study);
  const limit = limitFormula(study);
  switch (study.scheme.name) {
    case "input-convex":
      return { functional, step: mapStep(), definition: networkFormula(study), limit };
    case "gromov":
      return { functional, step: movement(mi("IGW")), definition: gromovFormula(), limit };
    default:
      return { functional, step: movement(msub(mi("SW"), mn(2)), "SW"), definition: slicedFormula(study), limit };
  }
}

/** Terms with signs between them. */
function added(terms: readonly string[]): string {
  return mrow(...terms.flatMap((term, k) => (k === 0 ? [term] : [plus, term])));
}

/** A factor that is not written where it is 1. */
function factor(value: number): string {
  return value === 1 ? "" : mrow(numberMath(String(value)), mo("\u2062"));
}

/** m - 1 without the digits of round-off. */
function less(exponent: number): string {
  return numberMath(String(Number((exponent - 1).toPrecision(12))));
}

function functionalFormula({ model }: DescribedStateStudy): string {
  const { potential, entropy = 0, internal, interaction, kl } = model.functional;
  const terms = [
    ...(kl === undefined ? [] : [mrow(integral, rho, log(mfrac(rho, mi("γ"))), differential)]),
    ...(potential === undefined ? [] : [mrow(integral, mi("V"), of(rho))]),
    ...(entropy === 0 ? [] : [mrow(factor(entropy), integral, rho, log(rho), differential)]),
    ...(internal === undefined ? [] : [internalEnergy(internal.exponent)]),
    ...(interaction === undefined
      ? []
      : [
          mrow(
            half,
            mo("∬"),
            mi("W"),
            parentheses(mo("|"), x, mo("−"), y, mo("|")),
            of(rho),
            parentheses(x),
            of(rho),
            parentheses(y),
          ),
        ]),
  ];
  return display(F, parentheses(rho), mo("="), added(terms), mo("."));
}

/** The integral of rho^m/(m - 1). */
function internalEnergy(exponent: number): string {
  const power = msup(rho, numberMath(String(exponent)));
  return mrow(integral, exponent === 2 ? power : mfrac(power, less(exponent)), differential);
}

/** The gradient of the functional's first variation. */
function force({ model }: DescribedStateStudy): string {
  const { potential, entropy = 0, internal, interaction, kl } = model.functional;
  const pressure = (exponent: number): string => {
    const power = exponent === 2 ? rho : msup(rho, less(exponent));
    const front = exponent === 2 ? mn(2) : mfrac(numberMath(String(exponent)), less(exponent));
    return mrow(front, nabla, power);
  };
  return added([
    ...(kl === undefined ? [] : [mrow(nabla, log(mfrac(rho, mi("γ"))))]),
    ...(potential === undefined ? [] : [mrow(nabla, mi("V"))]),
    ...(entropy === 0 ? [] : [mrow(factor(entropy), nabla, log(rho))]),
    ...(internal === undefined ? [] : [pressure(internal.exponent)]),
    ...(interaction === undefined ? [] : [mrow(nabla, mi("W"), mo("∗"), rho)]),
  ]);
}

/** The state with the least sum of squared distance and functional. */
function movement(distance: string, sliced?: string): string {
  const squared = sliced === undefined ? msup(distance, mn(2)) : msubsup(mi(sliced), mn(2), mn(2));
  const cost = mfrac(mrow(squared, parentheses(rho, mo(","), msup(rho, before))), mrow(mn(2), tau));
  const least = under(mi("arg min"), rho);
  return display(msup(rho, next), mo("="), least, thinSpace, cost, mo("+"), F, parentheses(rho), mo(","));
}

/** SW_2² as the mean over directions of the squared distances of the projections. */
function slicedFormula({ scheme: { directions = 1 } }: DescribedStateStudy): string {
  const [mu, nu] = [mi("μ"), mi("ν")];
  const projected = (measure: string): string => mrow(msub(theta, mo("#")), measure);
  const whole = mrow(msubsup(mi("SW"), mn(2), mn(2)), parentheses(mu, mo(","), nu));
  const single = mrow(msubsup(mi("W"), mn(2), mn(2)), parentheses(projected(mu), mo(","), projected(nu)));
  return display(whole, mo("="), mfrac(mn(1), mn(directions)), sum(theta), single, mo(","));
}

function gromovFormula(): string {
  const [mu, nu, pi] = [mi("μ"), mi("ν"), mi("π")];
  const primed = (name: string): string => msup(name, mo("′"));
  const difference = mrow(mo("|"), x, mo("·"), primed(x), mo("−"), y, mo("·"), primed(y), mo("|"));
  const [near, far] = [mrow(x, mo(","), y), mrow(primed(x), mo(","), primed(y))];
  return display(
    mrow(msup(mi("IGW"), mn(2)), parentheses(mu, mo(","), nu)),
    mo("="),
    under(mi("inf"), pi),
    mrow(mo("∬"), msup(difference, mn(2)), of(pi), parentheses(near), of(pi), parentheses(far)),
    mo(","),
  );
}

/** The convex function with the least sum of movement and functional, and where it moves the state. */
function mapStep(): string {
  const moved = mrow(mo("|"), nabla, u, parentheses(x), mo("−"), x, mo("|"));
  const movementCost = mrow(mfrac(mn(1), mrow(mn(2), tau)), integral, msup(moved, mn(2)), of(msup(rho, before)));
  const pushed = (map: string): string => mrow(msub(parentheses(nabla, map), mo("#")), msup(rho, before));
  const least = display(
    msup(u, next),
    mo("="),
    under(mi("arg min"), u),
    thinSpace,
    movementCost,
    mo("+"),
    F,
    parentheses(pushed(u)),
    mo(","),
  );
  return `${least}\n${display(msup(rho, next), mo("="), pushed(msup(u, next)), mo(","))}`;
}

/** The input-convex network: a quadratic form, and softplus of affine functions. */
function networkFormula({ scheme: { width = 0 } }: DescribedStateStudy): string {
  const j = mi("j");
  const quadratic = mrow(half, transposed(x), mi("L"), transposed(mi("L")), x);
  const linear = mrow(mi("β"), mo("·"), x);
  const inner = mrow(msub(mi("w"), j), mo("·"), x, mo("+"), msub(mi("b"), j));
  const soft = mrow(msup(mi("e"), msub(mi("a"), j)), log(parentheses(mn(1), mo("+"), msup(mi("e"), inner))));
  const total = `<munderover>${mo("∑")}${mrow(j, mo("="), mn(1))}${mn(width)}</munderover>`;
  const network = width === 0 ? [] : [mo("+"), total, soft];
  return display(u, parentheses(x), mo("="), quadratic, mo("+"), linear, ...network, mo(","));
}

function limitFormula(study: DescribedStateStudy): string {
  const { scheme, model } = study;
  const rate = mrow(msub(mo("∂"), mi("t")), rho);
  if (scheme.name === "input-convex") {
    return display(rate, mo("="), mi("div"), parentheses(rho, parentheses(force(study))), mo("."));
  }
  if (scheme.name === "sliced" && model.state.kind === "particles") return slicedParticles(study);
  const continuity = display(rate, mo("+"), mi("div"), parentheses(rho, v), mo("="), mn(0), mo(","));
  return `${continuity}\n${scheme.name === "gromov" ? gromovVelocity(study) : slicedVelocity(study)}`;
}

/**
 * With finitely many particles every projection tells them apart, so that the mean over directions of θ θ' = I/d is all
 * that is left of the metric.
 */
function slicedParticles(study: DescribedStateStudy): string {
  const place = msub(x, mi("i"));
  const rate = mfrac(mrow(mi("d"), place), mrow(mi("d"), mi("t")));
  const dimension = study.model.dimension ?? 1;
  return display(rate, mo("="), mo("−"), factor(dimension), parentheses(force(study)), parentheses(place), mo(","));
}

/** mean over θ of θ E[θ·v | θ·x] = -force. */
function slicedVelocity(study: DescribedStateStudy): string {
  const conditional = mrow(mi("E"), mo("["), theta, mo("·"), v, mo("|"), theta, mo("·"), x, mo("]"));
  const mean = mrow(msub(integral, msup(mi("S"), mrow(mi("d"), mo("−"), mn(1)))), theta, conditional, of(theta));
  return display(mean, mo("="), mo("−"), parentheses(force(study)), mo(","));
}

/** 2 (Σ v + M x) = -force. */
function gromovVelocity(study: DescribedStateStudy): string {
  const [sigma, M] = [mi("Σ"), mi("M")];
  const operator = mrow(mn(2), parentheses(sigma, v, mo("+"), M, x));
  const moment = (second: string): string => mrow(integral, x, transposed(second), of(rho));
  const moments = mrow(sigma, mo("="), moment(x), mo(","), thinSpace, M, mo("="), moment(v));
  return `${display(operator, mo("="), mo("−"), parentheses(force(study)), mo(","))}\n${display(moments, mo("."))}`;
}
