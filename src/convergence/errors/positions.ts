import type { NodeParts } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";

export const positions = {
  name: "positions",
  symbol: undefined,
  power: 1,
  onMesh: undefined,
  ofStates: {
    of: "nodes",
    meaning: "root mean square over the nodes of $|x(g) - y(g)|$, each counted once whatever its weight",
    lengthPower: 1,
    distance,
  },
} as const satisfies ErrorMeasure;

function distance(a: NodeParts, b: NodeParts): number {
  const squares = a.positions.reduce((sum, value, k) => sum + (value - b.positions[k]) ** 2, 0);
  return Math.sqrt(squares / a.weights.length);
}
