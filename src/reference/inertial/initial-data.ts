import { InputError } from "../../errors.js";
import { checkDamping, checkFinitePotential, inertialModel } from "../../model/inertia.js";
import { choicesOf, requirePlain } from "../../model/plain-model.js";
import type { Problem } from "../../model/problem.js";
import { averageOverCells } from "../cell-averages.js";
import type { Inertia } from "../types.js";

const nodes = 4;

/**
 * Cell averages of the initial potential of the velocity, length^2 / time, index `cell * layers + layer`.
 *
 * @throws {InputError} where there is not one function per layer, or a value is not finite
 */
export function initialPotentialOn(
  { mesh, graph }: Pick<Problem, "mesh" | "graph">,
  { initialPotential }: Inertia,
): Float64Array {
  const { layers } = graph;
  if (initialPotential.length !== layers.length) {
    throw new InputError("the initial potential needs one function per layer", {
      path: "scheme.initialPotential",
      value: initialPotential.length,
      remedy: `Give one for each of ${layers.join(", ")}`,
    });
  }
  const values = averageOverCells(mesh, initialPotential, nodes);
  checkFinitePotential(values, { mesh, graph });
  return values;
}

/**
 * @throws {InputError} unless the dynamics are defined for a problem: quadratic cost, an entropy, positive densities
 */
export function checkInertia(problem: Problem, { damping }: Inertia): void {
  const { initial, graph } = problem;
  checkDamping(damping);
  requirePlain(choicesOf(problem), inertialModel);
  const empty = initial.findIndex((value) => !(value > 0));
  if (empty < 0) return;
  throw new InputError("inertia needs an initial density that is positive everywhere", {
    path: `model.initial.${graph.layers[empty % graph.layers.length]}`,
    value: initial[empty],
    remedy: "Add a small constant: the potential of a vacuum is not defined",
  });
}
