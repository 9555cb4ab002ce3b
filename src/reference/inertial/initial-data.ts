import { InputError } from "../../errors.js";
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
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return values;
  throw new InputError("the initial potential of the velocity is not finite", {
    path: `scheme.initialPotential.${layers[bad % layers.length]}`,
    value: values[bad],
    remedy: "Write a function that is finite on the whole domain",
  });
}

/** @throws {InputError} unless the dynamics are defined for a problem: quadratic cost, an entropy, positive densities */
export function checkInertia({ exchange, energy, initial, graph }: Problem, { damping }: Inertia): void {
  if (!(damping >= 0 && damping < Infinity)) {
    const remedy = "Give 0, which conserves energy, or more";
    throw new InputError("damping is at least 0 and finite", { path: "scheme.damping", value: damping, remedy });
  }
  if (graph.weights.length > 0 && exchange.cost !== "quadratic") {
    const reason = "inertia needs a kinetic energy that is quadratic in the exchange";
    const remedy = "Use the quadratic cost";
    throw new InputError(reason, { path: "model.exchange.cost", value: exchange.cost, remedy });
  }
  if (energy.exponent !== undefined) {
    const reason = "inertia of a porous medium has no reference: its fronts leave a vacuum";
    const remedy = "Use kind: entropy";
    throw new InputError(reason, { path: "model.energy.kind", value: "porous-medium", remedy });
  }
  const empty = initial.findIndex((value) => !(value > 0));
  if (empty < 0) return;
  throw new InputError("inertia needs an initial density that is positive everywhere", {
    path: `model.initial.${graph.layers[empty % graph.layers.length]}`,
    value: initial[empty],
    remedy: "Add a small constant: the potential of a vacuum is not defined",
  });
}
