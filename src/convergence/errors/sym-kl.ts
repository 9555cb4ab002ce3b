import { momentsOf } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";
import { symmetricKl } from "../state-distances/gaussian.js";

export const symKL = {
  name: "symKL",
  symbol: "\\mathrm{KL}_{\\mathrm{sym}}",
  power: 2,
  onMesh: undefined,
  ofStates: {
    of: "measures",
    meaning: "$\\mathrm{KL}(\\rho|\\nu) + \\mathrm{KL}(\\nu|\\rho)$ of the Gaussians with the same moments",
    lengthPower: 0,
    obstacle: () => undefined,
    distance: (a, b) => symmetricKl(momentsOf(a), momentsOf(b)),
  },
} as const satisfies ErrorMeasure;
