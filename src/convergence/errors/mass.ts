import type { Problem } from "../../model/problem.js";
import type { ErrorMeasure } from "../error.js";

export const mass = {
  name: "mass",
  symbol: undefined,
  power: 1,
  onMesh: {
    meaning: "sum over layers of the differences of their masses, $\\sum_g |\\sum_i v e_{g,i}|$",
    blindTo: undefined,
    ownRoundOff: true,
    refusal: () => undefined,
    distance,
  },
  ofStates: undefined,
} as const satisfies ErrorMeasure;

function distance({ mesh, graph }: Problem, density: Float64Array, reference: Float64Array): number {
  const layers = graph.layers.length;
  let sum = 0;
  for (let layer = 0; layer < layers; layer++) {
    let difference = 0;
    for (let k = layer; k < density.length; k += layers) {
      difference += density[k] - reference[k];
    }
    sum += Math.abs(difference);
  }
  return mesh.cellVolume * sum;
}
