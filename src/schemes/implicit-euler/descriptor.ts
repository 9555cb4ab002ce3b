import { z } from "zod";
import { choicesOf, type PlainModel, requirePlain } from "../../model/plain-model.js";
import { key } from "../../model/schema-parts.js";
import { meshTolerance } from "../keys.js";
import type { MeshScheme } from "../scheme.js";
import { describeImplicitEuler } from "./formulas.js";
import { createImplicitEuler } from "./implicit-euler.js";

const schema = z.strictObject({
  name: key(z.literal("implicit-euler"), "Backward Euler for the limit system, to compare with."),
  flux: key(
    z.enum(["scharfetter-gummel", "upwind"]).default("scharfetter-gummel"),
    "Flux between cells: exponentially fitted, or that of the density upstream.",
    "upwind",
  ),
  tolerance: meshTolerance,
});

export type ImplicitEulerSpec = z.output<typeof schema>;

/** Energy and mobility; others only minimizing movements have. */
const plainModel: PlainModel = {
  energy: ["implicit-euler is available for entropies only", "Use scheme: {name: jko}."],
  cost: "any",
  mobilityAt: [
    "implicit-euler takes the mobility at the new density, as its flux",
    "Remove it: it is a choice of minimizing movements.",
  ],
};

/** Backward Euler for the limit system. */
export const implicitEuler: MeshScheme<ImplicitEulerSpec, typeof schema> = {
  name: "implicit-euler",
  schema,
  complete: (given) => given,
  check: (_, model) => requirePlain(choicesOf(model), plainModel),
  checkOn() {},
  bind: ({ flux, tolerance }, problem, steps) =>
    createImplicitEuler(problem, { tau: problem.finalTime / steps, steps, tolerance, flux }),
  transport: ({ flux }) => flux,
  order: () => 1,
  limit: ({ flux }) => ({ kind: "gradient-flow", flux }),
  work: () => 1,
  pace: () => 0.2,
  isMovement: false,
  // A step is a contraction in L1, so that residuals add up and do not grow.
  solverError: ({ stepsDone, residualMax }, unknowns) => stepsDone * unknowns * residualMax,
  withoutSweep: "",
  describe: describeImplicitEuler,
};
