import type { State, StateLayout } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";
import { alignedDistance } from "../state-distances/alignment.js";
import { labelObstacle, nouns } from "../state-distances/obstacle.js";
import { pairOfParticles } from "../state-distances/particles.js";

export const aligned = {
  name: "aligned",
  symbol: undefined,
  power: 1,
  onMesh: undefined,
  ofStates: {
    of: "measures",
    meaning:
      "root mean square distance of particles paired by their labels, after the best rotation or reflection: the least $(\\sum w_i |O x_i - y_i|^2)^{1/2}$ over orthogonal $O$",
    lengthPower: 1,
    obstacle,
    distance,
  },
} as const satisfies ErrorMeasure;

function obstacle(state: StateLayout, reference: StateLayout): string | undefined {
  const areParticles = state.kind === "particles" && reference.kind === "particles";
  return areParticles ? labelObstacle(state, reference) : `it pairs particles, and not ${nouns(state, reference)}`;
}

function distance(a: State, b: State): number {
  const particles = pairOfParticles(a, b);
  return particles === undefined ? Number.NaN : alignedDistance(particles.x, particles.y, particles.a.weights);
}
