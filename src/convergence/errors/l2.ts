import type { Problem } from "../../model/problem.js";
import type { ErrorMeasure } from "../error.js";

export const L2 = {
  name: "L2",
  symbol: "L^2",
  power: 1,
  onMesh: {
    blindTo: undefined,
    meaning: "$(\\sum v e^2)^{1/2}$",
    ownRoundOff: false,
    refusal: () => undefined,
    distance,
  },
  ofStates: undefined,
} as const satisfies ErrorMeasure;

function distance({ mesh }: Problem, density: Float64Array, reference: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < density.length; k++) {
    const e = density[k] - reference[k];
    sum += e * e;
  }
  return Math.sqrt(mesh.cellVolume * sum);
}
