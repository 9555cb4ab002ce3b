import { z } from "zod";
import { meshTolerance } from "../keys.js";
import type { MeshScheme } from "../scheme.js";
import { checkImplicitEuler } from "./check.js";
import { describeImplicitEuler } from "./formulas.js";
import { createImplicitEuler } from "./implicit-euler.js";

const schema = z.strictObject({
  name: z.literal("implicit-euler"),
  flux: z.enum(["scharfetter-gummel", "upwind"]).default("scharfetter-gummel"),
  tolerance: meshTolerance,
});

export type ImplicitEulerSpec = z.output<typeof schema>;

/** Backward Euler for the limit system. */
export const implicitEuler: MeshScheme<ImplicitEulerSpec, typeof schema> = {
  name: "implicit-euler",
  schema,
  complete: (given) => given,
  check: (_, model) => checkImplicitEuler(model),
  checkOn() {},
  bind: ({ flux, tolerance }, problem, steps) =>
    createImplicitEuler(problem, { tau: problem.finalTime / steps, steps, tolerance, flux }),
  transport: ({ flux }) => flux,
  order: () => 1,
  limit: ({ flux }) => ({ kind: "gradient-flow", flux }),
  work: () => 1,
  isMovement: false,
  // A step is a contraction in L1, so that residuals add up and do not grow.
  solverError: ({ stepsDone, residualMax }, unknowns) => stepsDone * unknowns * residualMax,
  describe: describeImplicitEuler,
};
