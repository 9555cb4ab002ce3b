import { displayed } from "../model/description.js";
import type { StateModelSpec } from "../model/states/state-model.js";
import { functionalFormula } from "../model/states/state-tex.js";

/** A minimizing movement of states in words and formulas. */
export interface MovementText {
  /** What a state is. */
  readonly moves: string;
  /** The beginning of "... takes steps of size tau". */
  readonly name: string;
  readonly step: readonly string[];
  /** What the step is made of, a distance or a map, and a sentence that goes on from there. */
  readonly definition: string;
  readonly meaning: string;
  /** What the step tends to. */
  readonly limit: readonly string[];
}

export function movementParagraphs(
  model: StateModelSpec,
  { moves, name, step, definition, meaning, limit }: MovementText,
): readonly string[] {
  return [
    `${moves} Its functional is`,
    functionalFormula(model),
    `${name} takes steps of size $\\tau$, each the solution of`,
    ...step,
    "where",
    definition,
    meaning,
    "As $\\tau \\to 0$ it tends to",
    ...limit,
  ];
}

/** The state with the least sum of squared distance and functional. */
export function movementFormula(squared: string): string {
  return displayed(`\\rho^{n+1} = \\argmin_{\\rho} \\frac{${squared}(\\rho, \\rho^n)}{2\\tau} + F(\\rho),`);
}

/** Mass moves with a velocity, which the next formula defines. */
export const continuity = displayed("\\partial_t \\rho + \\operatorname{div}(\\rho v) = 0,");
