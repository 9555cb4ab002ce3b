import { type ImplicitEquation, type ImplicitWorkspace, isStiff } from "./implicit-equation.js";
import { type ImplicitStatus, solveFrom } from "./implicit-newton.js";
import type { LimitSystem } from "./limit-system.js";

/** Number of doublings of dt on the path that is followed when nothing else converges. */
const pathLength = 14;

/**
 * One implicit Euler step, f - dt G(f) = base, with the means to reach it from afar.
 *
 * Newton starts from `density`; if it does not converge, from the step of the system's monotone neighbour, of its
 * relaxed neighbour where exchange is stiff, and finally along a path of growing dt.
 *
 * @param density initial guess, > 0; on return the solution
 */
export function implicitStep(
  system: LimitSystem,
  base: Float64Array,
  dt: number,
  density: Float64Array,
  work: ImplicitWorkspace,
): ImplicitStatus {
  const equation = { system, base, dt, work };
  let status = solveFrom(equation, density);
  if (status !== "converged") status = solveAfter(system.neighbour, equation, density) ?? status;
  if (status !== "converged" && isStiff(equation)) {
    status = solveAfter(system.relaxed(), equation, density) ?? status;
  }
  if (status === "converged") return status;
  density.set(base);
  for (let part = dt / 2 ** (pathLength - 1); part <= dt; part *= 2) {
    status = solveFrom({ ...equation, dt: part }, density);
    if (status !== "converged") return status;
  }
  return status;
}

/** The status from the step of another system on; undefined where that has none. */
function solveAfter(
  other: LimitSystem | null,
  equation: ImplicitEquation,
  density: Float64Array,
): ImplicitStatus | undefined {
  if (other === null) return undefined;
  density.set(equation.base);
  if (solveFrom({ ...equation, system: other }, density) !== "converged") return undefined;
  return solveFrom(equation, density);
}
