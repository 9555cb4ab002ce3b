import type { ErrorMeasure } from "../error.js";

export const weights = {
  name: "weights",
  symbol: undefined,
  power: 1,
  onMesh: undefined,
  ofStates: {
    of: "nodes",
    meaning: "sum over the nodes of $|f(g) - h(g)|$",
    lengthPower: 0,
    distance: (a, b) => a.weights.reduce((sum, value, k) => sum + Math.abs(value - b.weights[k]), 0),
  },
} as const satisfies ErrorMeasure;
