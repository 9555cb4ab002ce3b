import { layoutKind } from "../model/states/layouts.js";
import type { StateReferenceData } from "./states/types.js";
import { type ReferenceData, ReferenceFailure } from "./types.js";

/** Negative densities above this part of the largest one are round-off. */
const roundOff = 1e-12;

/**
 * The reference, where it can judge: its solutions finite, densities not negative, companions finite.
 *
 * @throws {ReferenceFailure} `nonFinite`, with the solution that is none
 */
export function soundReference(data: ReferenceData): ReferenceData {
  for (const [key, { density, companion }] of Object.entries(data.solutions)) {
    refuse(data.kind, key, faultOf(density, density) ?? faultOf(companion));
  }
  return data;
}

/** The same of states: densities on a mesh and weights of nodes are not negative. */
export function soundStateReference(data: StateReferenceData): StateReferenceData {
  for (const [key, { state, companion }] of Object.entries(data.solutions)) {
    refuse(
      data.kind,
      key,
      faultOf(state.values, layoutKind(state.layout).masses(state.layout, state.values)) ?? faultOf(companion.values),
    );
  }
  return data;
}

function faultOf(values: Float64Array, masses: Float64Array | undefined = undefined): string | undefined {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) return `is ${wrong} somewhere`;
  if (masses === undefined) return undefined;
  const [least, most] = [masses.reduce((a, b) => Math.min(a, b), 0), masses.reduce((a, b) => Math.max(a, b), 0)];
  return least >= -roundOff * most ? undefined : `is negative somewhere, ${least.toExponential(1)}`;
}

function refuse(kind: ReferenceFailure["kind"], key: string, fault: string | undefined): void {
  if (fault !== undefined) throw new ReferenceFailure(kind, "nonFinite", `the solution ${key} ${fault}`);
}
