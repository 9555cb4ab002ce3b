import {
  display,
  inline,
  mfrac,
  mi,
  mn,
  mo,
  mrow,
  msub,
  msubsup,
  msup,
  parentheses,
  plus,
  sum,
  symbols,
  under,
} from "./mathml.js";

/** Formulas of second-order dynamics, docs/method.md, equations (10) to (13). */

const [f, g, k, t, x, tau, phi, mu, gamma] = symbols("f", "g", "k", "t", "x", "τ", "φ", "μ", "γ");
const n = mi("n");
const next = mrow(n, mo("+"), mn(1));
const hat = (symbol: string): string => `<mover>${symbol}${mo("^")}</mover>`;
const tilde = (symbol: string): string => `<mover>${symbol}${mo("~")}</mover>`;
const half = mfrac(mn(1), mn(2));
const at = (symbol: string, layer: string): string => msub(symbol, layer);
const weight = mrow(mi("K"), parentheses(g, mo(","), k));
const gradient = mrow(mo("∇"), phi);
const tau1 = msub(tau, mn(1));

/** (phi_g - phi_k), to a power if there is one. */
function difference(power?: number): string {
  const plain = parentheses(at(phi, g), mo("−"), at(phi, k));
  return power === undefined ? plain : msup(plain, mn(power));
}

/** The system that the step tends to. */
export function inertialLimit(layered: boolean, mobility: string): string {
  const theta = mobility === "unit" ? "" : mrow(mi("θ"), parentheses(at(f, g), mo(","), at(f, k)));
  const slope = mrow(msub(mo("∂"), mn(1)), theta);
  const exchange = layered ? mrow(plus, sum(k), weight, theta, difference()) : "";
  const turning = layered && mobility !== "unit" ? mrow(mo("−"), half, sum(k), weight, slope, difference(2)) : "";
  const speed = mrow(mo("−"), half, msup(mrow(mo("|"), mo("∇"), at(phi, g), mo("|")), mn(2)));
  return [
    display(
      msub(mo("∂"), t),
      at(f, g),
      mo("="),
      mrow(mo("−"), mi("div"), parentheses(at(f, g), mo("∇"), at(phi, g))),
      exchange,
      mo(","),
    ),
    display(
      mrow(msub(mo("∂"), t), at(phi, g), mo("="), speed, turning, mo("−"), gamma, at(phi, g), mo("−"), at(mu, g)),
      mo("."),
    ),
  ].join("\n");
}

/** The edges' part, free flight, a minimizing movement from where it ends, and the new potential. */
export function inertialStep(layered: boolean, mobility: string): string {
  // Without layers, or where theta does not depend on the densities, nothing happens along the edges.
  const turns = layered && mobility !== "unit";
  const flying = msup(phi, turns ? mo("*") : n);
  const flown = mrow(hat(f), mo("="), msub(parentheses(mi("id"), mo("+"), tau1, mo("∇"), flying), mo("#")), msup(f, n));
  const arrived = mrow(
    hat(phi),
    parentheses(x, mo("+"), tau1, mo("∇"), flying, parentheses(x)),
    mo("="),
    flying,
    parentheses(x),
    plus,
    mfrac(tau1, mn(2)),
    msup(mrow(mo("|"), mo("∇"), flying, parentheses(x), mo("|")), mn(2)),
  );
  const turned = mrow(
    msubsup(phi, g, mo("*")),
    mo("="),
    msubsup(phi, g, n),
    mo("−"),
    mfrac(tau1, mn(2)),
    sum(k),
    weight,
    msub(mo("∂"), mn(1)),
    mi("θ"),
    parentheses(msubsup(f, g, n), mo(","), msubsup(f, k, n)),
    msup(parentheses(msubsup(phi, g, n), mo("−"), msubsup(phi, k, n)), mn(2)),
  );
  const drag = mrow(mn(1), mo("+"), gamma, tau);
  const short = mrow(tau1, mo("="), mfrac(tau, drag));
  const sigma = mrow(tau, tau1);
  const cost = mrow(msub(mi("C"), sigma), parentheses(hat(f), mo(","), f), plus, mi("E"), parentheses(f));
  const driven = layered
    ? mrow(
        mo("−"),
        mfrac(mn(1), tau),
        sum(g),
        mo("∫"),
        at(hat(phi), g),
        parentheses(at(f, g), mo("−"), at(tilde(f), g)),
      )
    : "";
  return [
    ...(turns ? [display(turned, mo(","), mi("\u2003"), short, mo(","))] : []),
    display(flown, mo(","), ...(turns ? [] : [mi("\u2003"), short, mo(",")])),
    display(arrived, mo(",")),
    display(msup(f, next), mo("="), under(mi("arg min"), f), cost, driven, mo(",")),
    display(msup(phi, next), mo("="), mfrac(mrow(hat(phi), mo("−"), tau, msup(mu, next)), drag), mo(".")),
  ].join("\n");
}

/** What the lines of the step say. */
export function inertialText(layered: boolean, mobility: string): string {
  const star = inline(msup(phi, mo("*")));
  const edges =
    layered && mobility !== "unit"
      ? `First the potential goes along the edges for the time ${inline(tau1)}, by the Hamilton–Jacobi equation, to ${star}. `
      : "";
  return `${edges}Particles fly freely for that time with the velocity ${inline(gradient)}, and ${inline(hat(phi))} is the potential where they arrive. One minimizing movement of size ${inline(tau, tau1)} follows${layered ? `, whose exchange goes on with ${inline(hat(phi))} (${inline(tilde(f))} is the density between its transport and its exchange)` : ""}; the chemical potential ${inline(msup(mu, next))} of its minimizer pulls at the potential.`;
}
