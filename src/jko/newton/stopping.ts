import { shortfall } from "../../model/reasons.js";
import type { Certificate } from "../certificate.js";
import type { ResidualSize } from "../dual-state.js";

export interface NewtonSettings {
  /** Gap at which the step counts as solved, energy units. */
  readonly tolGap: number;
  /** Gap, not below the former, that is accepted where the iteration gets no further. */
  readonly tolStagnant: number;
  /** Largest change of mu, relative to the energy's scale, in the last iteration over cells that carry mass, … */
  readonly tolNewton: number;
  /** … or largest relative residual there after an iteration: quadratic convergence makes that less than the former. */
  readonly tolResidual: number;
  /** Largest growth of mu in one iteration, relative to the energy's scale. */
  readonly maxGrowth: number;
}

/** Iterations in which the gap has not halved after which round-off counts as reached. */
const STAGNANT_ITERATIONS = 3;
/** Relative residual that every cell is to reach, whatever its mass, … */
const TAIL = 0.5;

/** When the iteration of a step is done. */
export interface Stopping {
  /** Begins an iteration at a residual, and says whether the certificate is worth forming. */
  isCandidate(iterations: number, residual: ResidualSize): boolean;
  /** Whether a candidate is the solution. */
  accepts(certificate: Certificate): boolean;
  /** Takes note of a step: its largest change of mu, and the Newton decrement, minus the slope of J along it. */
  note(change: number, decrement: number): void;
}

/**
 * The tests of convergence of one step.
 *
 * The gap must be below tolGap, and the last step or the residual small wherever there is mass. Where round-off stops
 * the iteration before that, a gap of tolStagnant does. Tails may take `tailIterations` iterations more than the gap.
 *
 * @param scale the unit of mu, see DualEnergy
 */
export function createStopping(settings: NewtonSettings, scale: number, tailIterations: number): Stopping {
  const { tolGap, tolStagnant, tolNewton, tolResidual } = settings;
  let change = Number.POSITIVE_INFINITY;
  let decrement = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let stagnant = 0;
  let stuck = false;
  let waits = 0;
  return {
    isCandidate(iterations, { gapBound, relative }) {
      stagnant = gapBound < 0.5 * least ? 0 : stagnant + 1;
      least = Math.min(least, gapBound);
      const small = iterations > 0 && relative <= tolResidual;
      stuck = stagnant >= STAGNANT_ITERATIONS && decrement <= tolGap;
      const settled = small || stuck || change <= tolNewton * scale;
      return settled && (gapBound <= tolGap || decrement <= tolGap);
    },
    accepts({ gap, relativeResidual, positive }) {
      const tailsSettled = relativeResidual <= TAIL || (waits++ >= tailIterations && positive);
      return gap <= (stuck ? tolStagnant : tolGap) && tailsSettled;
    },
    note(changed, decreased) {
      change = changed;
      decrement = decreased;
    },
  };
}

/** Whether what an iteration has found that got no further may do. */
export function isEnough(
  { gap, positive }: Certificate,
  { tolStagnant }: Pick<NewtonSettings, "tolStagnant">,
): boolean {
  return gap <= tolStagnant && positive;
}

/** What a certificate lacks. */
export function shortOf({ gap, positive }: Certificate, { tolStagnant }: Pick<NewtonSettings, "tolStagnant">): string {
  if (positive || !(gap <= tolStagnant)) return shortfall("a duality gap", gap, tolStagnant);
  return "cells of the tails that should hold mass are empty";
}
