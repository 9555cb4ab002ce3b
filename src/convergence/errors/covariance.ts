import { momentsOf } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";
import { covarianceDistance } from "../state-distances/gaussian.js";

export const covariance = {
  name: "covariance",
  symbol: undefined,
  power: 1,
  onMesh: undefined,
  ofStates: {
    of: "measures",
    meaning: "Frobenius norm of the difference of the covariances",
    lengthPower: 2,
    obstacle: () => undefined,
    distance: (a, b) => covarianceDistance(momentsOf(a), momentsOf(b)),
  },
} as const satisfies ErrorMeasure;
