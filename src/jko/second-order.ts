import type { Stepper } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { createGridExtrapolation } from "./extrapolation/grid.js";
import { createLineExtrapolation } from "./extrapolation/line.js";
import { createStage, type StageOptions } from "./stage.js";

/** Part of a step that each minimization makes: a root of 2 gamma - gamma² = 1/2, which makes the step L-stable. */
const GAMMA = 1 - Math.SQRT1_2;
/** Times from one minimizer to the next, in units of those before: gamma tau and (1 - gamma) tau take turns. */
const TO_FIRST = GAMMA / (1 - GAMMA);
const TO_SECOND = (1 - GAMMA) / GAMMA;

/**
 * Second-order minimizing movement: with s = gamma tau,
 *
 *     f1 = argmin C_s(f, .) + E,   fb = 2 f - f1 + tau G(f1),   fNew = argmin C_s(fb, .) + E
 *
 * where G is the right-hand side of the limit system. For any step of first order, argmin C_s(f, .) + E = f + s G + s² Q + O(s³),
 * whatever its Q, this is of second order: in fb the Q of the first minimization makes up for that of the second, and what
 * remains is the diagonally implicit Runge-Kutta method SDIRK2. The step ends on a minimization, which keeps its
 * regularity; between the two, mass moves as particles do where that is possible (one axis), and nothing becomes negative.
 *
 * The cost reported is tau/2 times the dissipation rate of the second minimization: a step is no minimizing movement as a whole.
 *
 * @see Alexander, SIAM J. Numer. Anal. 14 (1977) 1006
 */
export function createSecondOrder(problem: Problem, tau: number, settings: Omit<StageOptions, "tau">): Stepper {
  const stage = createStage(problem, { tau: GAMMA * tau, ...settings });
  const isLine = problem.mesh.cells.length === 1;
  const extrapolate = (isLine ? createLineExtrapolation : createGridExtrapolation)(problem, stage, tau, GAMMA);
  return {
    step(density) {
      const first = stage.advance(density, TO_FIRST);
      if (first.status !== "converged") return first;
      extrapolate(density);
      const second = stage.advance(density, TO_SECOND);
      return {
        ...second,
        iterations: first.iterations + second.iterations,
        backtracks: first.backtracks + second.backtracks,
        gap: first.gap + second.gap,
        residual: Math.max(first.residual, second.residual),
        cost: second.cost / GAMMA,
      };
    },
  };
}
