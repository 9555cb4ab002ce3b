import { InputError } from "../../errors.js";
import { type MobilityName, mobilityKind } from "../../model/exchange.js";

/** What decides whether weights can move. */
export interface SearchChoice {
  readonly mobility: MobilityName;
  readonly entropy: number;
}

/**
 * Whether the scheme has steps for a mobility: without an entropy `upwind` only, whose rates are linear.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkSearch({ mobility, entropy }: SearchChoice): void {
  const path = "model.exchange.mobility";
  if (entropy === 0 && mobilityKind(mobility).takes !== "donor") {
    throw new InputError("without an entropy only upwind keeps weights positive", {
      path,
      value: mobility,
      remedy: "Use mobility: upwind, or functional: {entropy: 1}.",
    });
  }
}
