import { momentsOf } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";
import { meanDistance } from "../state-distances/gaussian.js";

export const mean = {
  name: "mean",
  symbol: undefined,
  power: 1,
  onMesh: undefined,
  ofStates: {
    of: "measures",
    meaning: "Euclidean distance of the means",
    lengthPower: 1,
    obstacle: () => undefined,
    distance: (a, b) => meanDistance(momentsOf(a), momentsOf(b)),
  },
} as const satisfies ErrorMeasure;
