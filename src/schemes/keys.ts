import { z } from "zod";

/** Keys that several schemes have. */

/** Tolerances beyond these bounds either cannot be reached in double precision or certify nothing. */
export const meshTolerance = z.number().min(1e-16).max(1e-2).default(1e-12);
/**
 * Relative gap in energy at which a step on states is solved: the state is then within about its root of the minimizer.
 */
export const stateTolerance = z.number().min(1e-16).max(1e-2).default(1e-14);
