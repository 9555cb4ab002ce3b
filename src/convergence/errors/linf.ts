import type { Problem } from "../../model/problem.js";
import type { ErrorMeasure } from "../error.js";

export const Linf = {
  name: "Linf",
  symbol: "L^\\infty",
  power: 1,
  onMesh: { blindTo: undefined, meaning: "the largest $|e|$", ownRoundOff: false, refusal: () => undefined, distance },
  ofStates: undefined,
} as const satisfies ErrorMeasure;

function distance(_problem: Problem, density: Float64Array, reference: Float64Array): number {
  let most = 0;
  for (let k = 0; k < density.length; k++) {
    const e = Math.abs(density[k] - reference[k]);
    if (Number.isNaN(e)) return e;
    if (e > most) most = e;
  }
  return most;
}
