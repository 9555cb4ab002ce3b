import { z } from "zod";
import { key } from "../model/schema-parts.js";

/** Keys that several schemes have. */

/** Tolerances beyond these bounds either cannot be reached in double precision or certify nothing. */
export const meshTolerance = key(
  z.number().min(1e-16).max(1e-2).default(1e-12),
  "How exactly a step is solved: its duality gap over mass and temperature, or the L1 change that such a gap stands for (implicit-euler). Unit: none.",
  1e-10,
);
/**
 * Relative gap in energy at which a step on states is solved: the state is then within about its root of the minimizer.
 */
export const stateTolerance = key(
  z.number().min(1e-16).max(1e-2).default(1e-14),
  "Relative gap in energy at which a step counts as solved. Unit: none.",
  1e-12,
);
