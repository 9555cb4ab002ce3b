import { InputError } from "../../errors.js";
import { largest } from "../../numerics/vector.js";
import { minimizeNewton, type SmoothFunction } from "./newton.js";
import { createHessian } from "./particle-hessian.js";
import { movedTo, type ParticleProblem, particleProblem } from "./particle-problem.js";
import { stepByStep } from "./steps.js";
import type { IterateFlow } from "./types.js";

/** Most unknowns of a dense Newton iteration. */
export const mostUnknowns = 240;

/**
 * The exact steps of the Wasserstein minimizing movement of particles: implicit Euler, (x_i' - x_i)/tau + (1/w_i)
 * ∂F/∂x_i(X') = 0, by Newton's method; particle by particle where they do not interact.
 *
 * Particles keep their partners, which is optimal as long as no two change places; on a line that is enforced.
 *
 * @throws {InputError} on too many interacting particles
 */
export function wassersteinParticleIterate(problem: ParticleProblem): IterateFlow {
  const interacts = problem.functional.interaction !== undefined;
  if (interacts) checkSize(problem);
  const step = interacts ? stepTogether : stepAlone;
  return stepByStep(
    `exact Wasserstein minimizing movement of the ${interacts ? "interacting " : ""}particles, by Newton's method`,
    problem.positions,
    (before, tau) => step(problem, before, tau),
    (positions) => movedTo(problem, positions),
  );
}

/** @throws {InputError} where dense matrices are too large */
export function checkSize({ count, dimension }: ParticleProblem): void {
  if (count * dimension <= mostUnknowns) return;
  throw new InputError(`the exact step is available for up to ${mostUnknowns} coordinates`, {
    path: "model.state.count",
    value: count,
    remedy: "Use fewer particles, or reference: {kind: limit}.",
  });
}

function stepTogether(problem: ParticleProblem, before: Float64Array, tau: number): Float64Array {
  const positions = Float64Array.from(before);
  minimizeNewton(movement(problem, before, tau), positions, largest(before));
  return positions;
}

function stepAlone(problem: ParticleProblem, before: Float64Array, tau: number): Float64Array {
  const { dimension: d, functional, count } = problem;
  const result = new Float64Array(before.length);
  const scale = largest(before);
  const one = { kind: "particles", dimension: d, count: 1, weights: Float64Array.of(1), tracksDensity: false } as const;
  for (let i = 0; i < count; i++) {
    const start = before.slice(i * d, (i + 1) * d);
    const single = particleProblem(functional, { layout: one, values: start });
    const moved = Float64Array.from(start);
    minimizeNewton(movement(single, start, tau), moved, Math.max(largest(start), 1e-3 * scale));
    result.set(moved, i * d);
  }
  return result;
}

/** Σ w_i |y_i - x_i|²/(2 tau) + F(Y). */
function movement(problem: ParticleProblem, before: Float64Array, tau: number): SmoothFunction {
  const { weights, dimension: d, energy } = problem;
  const addHessian = createHessian(problem);
  const keepsOrder = d === 1 ? orderOf(before) : () => true;
  const massAt = (k: number) => weights[Math.floor(k / d)] / tau;
  return {
    evaluate(x, gradient) {
      if (!keepsOrder(x)) return Number.NaN;
      let value = energy.gradient(x, gradient);
      for (let k = 0; k < x.length; k++) {
        const moved = x[k] - before[k];
        value += (massAt(k) * moved * moved) / 2;
        gradient[k] = gradient[k] + massAt(k) * moved;
      }
      return value;
    },
    hessian(x, out) {
      out.fill(0);
      for (let k = 0; k < x.length; k++) out[k * x.length + k] = massAt(k);
      addHessian(x, out);
    },
  };
}

function orderOf(before: Float64Array): (x: Float64Array) => boolean {
  const order = Array.from(before.keys()).sort((i, j) => before[i] - before[j]);
  return (x) => order.every((i, k) => k === 0 || x[i] > x[order[k - 1]]);
}
