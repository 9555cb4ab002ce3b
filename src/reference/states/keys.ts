import { reduceFraction, type TimeFraction } from "../times.js";
import type { StateLevel, StateReferenceSpec } from "./types.js";

/** Key of a solution: its time, e.g. `3/8`; an iterate depends on the step size too, e.g. `6 of 16`. */
export function solutionKey(kind: StateReferenceSpec["kind"], n: number, steps: number): string {
  if (kind === "iterate") return `${n} of ${steps}`;
  const time = reduceFraction(n, steps);
  return `${time.n}/${time.steps}`;
}

/** All demanded times as fractions of the final time, ascending, each once. */
export function demandedFractions(levels: readonly StateLevel[]): TimeFraction[] {
  const byKey = new Map<string, TimeFraction>();
  for (const { steps, times } of levels) {
    for (const n of times) byKey.set(solutionKey("limit", n, steps), reduceFraction(n, steps));
  }
  return [...byKey.values()].sort((a, b) => a.n * b.steps - b.n * a.steps);
}
