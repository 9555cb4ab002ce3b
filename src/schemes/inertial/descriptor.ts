import { z } from "zod";
import { inertialModel } from "../../model/inertia.js";
import { choicesOf, requirePlain } from "../../model/plain-model.js";
import { key, layerExpressions } from "../../model/schema-parts.js";
import { meshTolerance } from "../keys.js";
import type { MeshScheme } from "../scheme.js";
import { completeTransport } from "../transport.js";
import { describeInertial } from "./formulas.js";
import { createInertial } from "./inertial.js";
import { inertiaOf, initialPotentialOn } from "./initial-potential.js";

const schema = z.strictObject({
  name: key(z.literal("inertial"), "Second-order dynamics of the energy with damping; for entropies."),
  transport: key(
    z.enum(["exact", "swept"]).optional(),
    "Transport of a step; by default exact on one axis, swept on two.",
    "swept",
  ),
  damping: key(z.number().nonnegative(), "Damping gamma of the momentum. Unit: 1/time.", 2),
  initialPotential: key(
    layerExpressions.default(0),
    "Potential of the initial velocity, which is its gradient: one formula in x and y, or one per layer. Unit: length²/time.",
    "0.1*cos(pi*x)",
  ),
  tolerance: meshTolerance,
});

export type InertialSpec = z.output<typeof schema> & { readonly transport: "exact" | "swept" };

/** The second-order dynamics of the energy, with damping. */
export const inertial: MeshScheme<InertialSpec, typeof schema> = {
  name: "inertial",
  schema,
  complete: (given, model) => ({ ...given, transport: completeTransport(given.transport, model) }),
  check: (_, model) => requirePlain(choicesOf(model), inertialModel),
  checkOn(scheme, problem, constants) {
    initialPotentialOn(scheme, problem, constants);
  },
  bind(scheme, problem, steps, constants) {
    const { damping, tolerance } = scheme;
    const initialPotential = initialPotentialOn(scheme, problem, constants);
    return createInertial(problem, { tau: problem.finalTime / steps, steps, tolerance, damping, initialPotential });
  },
  transport: ({ transport }) => transport,
  order: () => 1,
  limit: (scheme) => ({ kind: "inertial", inertia: (model) => inertiaOf(scheme, model) }),
  work: () => 2,
  pace: () => 0.35,
  isMovement: true,
  solverError: ({ solverError }) => solverError,
  withoutSweep: "",
  describe: describeInertial,
};
