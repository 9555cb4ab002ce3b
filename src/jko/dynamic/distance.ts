import { InputError } from "../../errors.js";
import { massOf } from "../../model/energy.js";
import type { StepStatus } from "../../model/evolution.js";
import type { Problem } from "../../model/problem.js";
import { fillLinearPath } from "./linear-path.js";
import { createPathNewton } from "./path-newton.js";
import { createPathSpace } from "./path-space.js";

/** Densities are raised to this part of the largest one. */
const FLOOR = Number(process.env.FLOOR ?? 1e-14);

export interface DynamicDistance {
  /** sqrt(2 action) */
  readonly distance: number;
  readonly action: number;
  /** Upper bound of the action minus its minimum. */
  readonly gap: number;
  readonly status: StepStatus;
  readonly iterations: number;
  readonly path: readonly Float64Array[];
  readonly along: readonly Float64Array[];
  readonly across: readonly Float64Array[];
}

export function dynamicDistance(
  problem: Problem,
  densityA: Float64Array,
  densityB: Float64Array,
  innerSteps: number,
  tolerance = 1e-12,
): DynamicDistance {
  const space = createPathSpace(problem, innerSteps);
  const [a, b] = [raise(densityA), raise(densityB)];
  const mass = massOf(problem, a);
  const factor = mass / massOf(problem, b);
  for (let p = 0; p < b.length; p++) b[p] = (b[p] as number) * factor;
  const newton = createPathNewton(space, 1, undefined);
  const { path } = newton.iterate;
  path.density.set(a);
  path.density.set(b, innerSteps * space.nodes);
  if (!fillLinearPath(space, path)) throw new InputError("nope");
  newton.weight.set(path.density.subarray(space.nodes));
  const { status, iterations, certificate, action } = newton.solve(mass, tolerance, Number(process.env.EPS ?? 0));
  const cut = (values: Float64Array, size: number) =>
    Array.from({ length: size === 0 ? 0 : values.length / size }, (_, k) => values.slice(k * size, (k + 1) * size));
  return {
    distance: Math.sqrt(2 * action),
    action,
    gap: certificate.gap,
    status,
    iterations,
    path: cut(path.density, space.nodes),
    along: cut(path.along, space.faces),
    across: cut(path.across, space.links),
  };
}

function raise(density: Float64Array): Float64Array {
  const floor = FLOOR * density.reduce((most, f) => Math.max(most, f), 0);
  return density.map((f) => Math.max(f, floor));
}
