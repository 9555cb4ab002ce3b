import { InputError } from "../../errors.js";
import { particleParts, particleState, type State } from "../../model/states/state.js";
import { exactly } from "./gaussian-problem.js";
import { saturation } from "./ornstein-uhlenbeck.js";
import { stepByStep } from "./steps.js";
import type { IterateFlow, LimitFlow, StateReferenceRequest } from "./types.js";

/**
 * A profile h (1 - y²)^{1/(m-1)}, y = (x - centre)/scale, in F = ∫ rho^m/(m-1) + ∫ a (x - target)²/2 rho, on a line.
 */
interface BarenblattProblem {
  readonly nodes: State;
  readonly scale: number;
  readonly centre: number;
  readonly exponent: number;
  readonly stiffness: number;
  readonly target: number;
  /** K of {@link spreading}. */
  readonly pressure: number;
}

/** @throws {InputError} where the profile would not keep its form */
export function barenblattProblem({ functional, initial, model }: StateReferenceRequest): BarenblattProblem {
  const { exponent, quadratic, potential, entropy, interaction, dimension } = functional;
  const { state } = model;
  if (state.kind !== "barenblatt" || exponent === undefined || dimension !== 1 || initial.layout.kind !== "particles") {
    throw new InputError("internal energies have a reference for Barenblatt profiles on a line only", {
      path: "model.state.kind",
      value: state.kind,
      remedy: "Use state: {kind: barenblatt, scale: 1}.",
    });
  }
  if (potential !== undefined || interaction !== undefined || entropy > 0) {
    throw new InputError(
      "a Barenblatt profile keeps its form with the internal energy and a quadratic potential only",
      {
        path: "model.functional",
        remedy: "Write the potential as {matrix, centre}, and leave the rest out.",
      },
    );
  }
  return {
    nodes: initial,
    scale: state.scale,
    centre: state.centre ?? 0,
    exponent,
    stiffness: quadratic?.matrix[0] ?? 0,
    target: quadratic?.centre[0] ?? 0,
    pressure: spreading(exponent),
  };
}

/**
 * K of the scale's equation lambda' = K lambda^-m - a lambda, for mass 1: at x = lambda y the velocity of the porous
 * medium equation is -∂_x (m/(m-1) rho^{m-1}) = 2 m/(m-1) h^{m-1} y lambda^-m, so K = 2 m h^{m-1}/(m-1); 3 for m = 2,
 * where h = 3/4.
 *
 * 1/h = ∫ (1 - y²)^{1/(m-1)} dy by the trapezoidal rule in y = tanh u, exact to round-off.
 *
 * @see Vázquez, The Porous Medium Equation (2007), sec. 4.4.2
 */
export function spreading(exponent: number): number {
  const power = 1 / (exponent - 1);
  const width = 0.1;
  let integral = 1;
  for (let k = 1; k * width < 20; k++) integral += 2 / Math.cosh(k * width) ** (2 * power + 2);
  return ((2 * exponent) / (exponent - 1)) * (integral * width) ** (1 - exponent);
}

/** lambda^p = (K/a)(1 - e^{-p a t}) + lambda_0^p e^{-p a t}, p = m + 1; the centre moves as a particle does. */
export function barenblattLimit(problem: BarenblattProblem): LimitFlow {
  const { scale, centre, exponent, stiffness: a, target, pressure } = problem;
  const p = exponent + 1;
  return {
    description: "Barenblatt profile of the porous medium equation, closed form",
    solve: (times) =>
      times.map((t) => {
        const grown = p * pressure * saturation(p * a, t) + scale ** p * Math.exp(-p * a * t);
        return exactly(stateAt(problem, grown ** (1 / p), target + (centre - target) * Math.exp(-a * t)));
      }),
  };
}

/**
 * The exact steps: all maps between profiles are affine, W2² = (m' - m)² + M (lambda' - lambda)² with M the second
 * moment of the unit profile, and the energy is M K lambda^-(m-1)/(m-1) + a M lambda²/2, so (lambda' - lambda)/tau =
 * K lambda'^-m - a lambda'.
 */
export function barenblattIterate(problem: BarenblattProblem): IterateFlow {
  const { scale, centre, stiffness: a, target } = problem;
  return stepByStep(
    "exact Wasserstein minimizing movement of a Barenblatt profile, by Newton's method for its scale",
    { scale, centre },
    (before, tau) => ({
      scale: nextScale(problem, before.scale, tau),
      centre: (before.centre + tau * a * target) / (1 + tau * a),
    }),
    (now) => stateAt(problem, now.scale, now.centre),
  );
}

/**
 * The zero of the convex g(l) = l^m ((1 + a tau) l - before) - tau K beyond its minimum, from the right: Newton's
 * method is monotone.
 */
function nextScale({ exponent: m, stiffness, pressure }: BarenblattProblem, before: number, tau: number): number {
  const b = 1 + stiffness * tau;
  // g > 0 there: l^m (b l - before) >= (tau K / b)^{m/(m+1)} b (tau K / b)^{1/(m+1)}.
  let scale = before / b + ((tau * pressure) / b) ** (1 / (m + 1));
  for (let k = 0; k < 200; k++) {
    const value = scale ** m * (b * scale - before) - tau * pressure;
    const next = scale - value / (scale ** (m - 1) * ((m + 1) * b * scale - m * before));
    if (!(next < scale)) break;
    scale = next;
  }
  return scale;
}

function stateAt({ nodes, scale: from, centre: middle }: BarenblattProblem, scale: number, centre: number): State {
  if (nodes.layout.kind !== "particles") throw new InputError("the state has no particles", { path: "model.state" });
  const { positions } = particleParts(nodes.layout, nodes.values);
  const moved = positions.map((x) => centre + (scale / from) * (x - middle));
  return particleState(moved, 1, nodes.layout.weights);
}
