import type { Stepper, StepReport } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { createGridExtrapolation } from "./extrapolation/grid.js";
import { createLineExtrapolation } from "./extrapolation/line.js";
import { createStage, type StageOptions } from "./stage.js";

/** Part of a step that each minimization makes: a root of 2 gamma - gamma² = 1/2, which makes the step L-stable. */
const GAMMA = 1 - Math.SQRT1_2;
/** Time to the next minimizer over the time before it: gamma tau and (1 - gamma) tau take turns. */
const TO_FIRST = GAMMA / (1 - GAMMA);
const TO_SECOND = (1 - GAMMA) / GAMMA;

/**
 * Second-order minimizing movement (docs/method.md, eq. 8): with s = gamma tau,
 *
 *     f1 = argmin C_s(f, .) + E,   fb = 2 f - f1 + tau G(f1),   fNew = argmin C_s(fb, .) + E
 *
 * where G is the right-hand side of the limit system. A step of first order is argmin C_s(f, .) + E = f + s G + s² Q +
 * O(s³). Whatever Q is, the whole is of second order: in fb the Q of the first minimization makes up for that of the
 * second, and what remains is the diagonally implicit Runge-Kutta method SDIRK2. The step ends on a minimization, which
 * keeps its regularity. Between the two, mass moves as particles do where that is possible (one axis), and nothing
 * becomes negative.
 *
 * As a whole a step is no minimizing movement: the cost reported is tau/2 times the dissipation rate of the second
 * minimization.
 *
 * @see Alexander, SIAM J. Numer. Anal. 14 (1977) 1006
 */
export function createSecondOrder(problem: Problem, tau: number, settings: Omit<StageOptions, "tau">): Stepper {
  const stage = createStage(problem, { tau: GAMMA * tau, ...settings });
  const isLine = problem.mesh.cells.length === 1;
  const extrapolate = (isLine ? createLineExtrapolation : createGridExtrapolation)(problem, stage, tau, GAMMA);
  return {
    keepHistory: stage.keepHistory,
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
        ...joined(first, second),
      };
    },
  };
}

/** The history of both minimizations, where there is one. */
function joined(first: StepReport, second: StepReport): Pick<StepReport, "history"> {
  if (first.history === undefined || second.history === undefined) return {};
  return { history: [...first.history, ...second.history.map((row) => ({ ...row, stage: 2 }))] };
}
