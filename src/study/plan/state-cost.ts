import { layoutKind } from "../../model/states/layouts.js";
import { stateScheme } from "../../schemes/schemes.js";
import type { StateSchemeSpec } from "../file/schema.js";
import type { DiscreteStates } from "./state-schemes.js";

/** A thread with the program itself. */
const programMemory = 2e8;

/** Estimated bytes of a run that keeps `kept` states: an upper estimate of the order of magnitude. */
export function stateMemory(scheme: StateSchemeSpec, { initial }: DiscreteStates, kept: number): number {
  const { layout, values } = initial;
  const points = layoutKind(layout).points(layout);
  const numbers = values.length * (40 + kept) + points * stateScheme(scheme).numbersPerPoint(scheme, layout.kind);
  return programMemory + 8 * numbers;
}
