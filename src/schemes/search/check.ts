import { InputError } from "../../errors.js";
import type { MobilityName } from "../../model/exchange.js";

/** What decides whether weights can move. */
export interface SearchChoice {
  readonly mobility: MobilityName;
  readonly entropy: number;
  readonly order: 1 | 2;
}

/**
 * Whether the scheme has steps for a mobility: without an entropy `upwind` only, whose rates are linear; with inertia and an
 * entropy all but `upwind`, whose donor would be told by the momenta, not by the potentials.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkSearch({ mobility, entropy, order }: SearchChoice): void {
  const path = "model.exchange.mobility";
  if (entropy === 0 && mobility !== "upwind") {
    throw new InputError("without an entropy only upwind keeps weights positive", {
      path,
      value: mobility,
      remedy: "Use mobility: upwind, or functional: {entropy: 1}.",
    });
  }
  if (entropy > 0 && order === 2 && mobility === "upwind") {
    throw new InputError("steps of order 2 with an entropy have no upwind mobility", {
      path,
      value: mobility,
      remedy: "Use e.g. logarithmic, or functional: {entropy: 0}.",
    });
  }
}
