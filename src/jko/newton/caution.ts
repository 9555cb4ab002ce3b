import { FLAT } from "./line-search.js";

/** Factor by which caution falls where a whole step was too short; its square root where it was about right; … */
const BOLDER = 4;
/** … down to this. */
const LEAST_CAUTION = 1e-8;

/**
 * The next caution kappa, the part of the secant mobility that a face gets (docs/method.md, "Newton's method").
 *
 * It grows where a step had to be halved, and falls where J still falls at the end of a whole step.
 *
 * @param slopeLeft derivative of J at the end of the step over the one at its start
 */
export function nextCaution(caution: number, near: boolean, halvings: number, slopeLeft: number): number {
  if (halvings > 0) return Math.min(1, caution * BOLDER ** Math.min(2, halvings));
  if (near || slopeLeft <= FLAT) return caution;
  return Math.max(LEAST_CAUTION, slopeLeft > 0.5 ? caution / BOLDER : caution / Math.sqrt(BOLDER));
}
