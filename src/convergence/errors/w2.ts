import { momentsOf, type State, type StateLayout } from "../../model/states/state.js";
import type { ErrorMeasure } from "../error.js";
import { gaussianWasserstein } from "../state-distances/gaussian.js";
import { labelObstacle, meshObstacle } from "../state-distances/obstacle.js";
import { pairOfParticles, particleWasserstein } from "../state-distances/particles.js";
import { wasserstein2 } from "../wasserstein.js";

export const W2 = {
  name: "W2",
  symbol: "W_2",
  power: 1,
  onMesh: {
    meaning: "Wasserstein distance of the x-marginals, on one axis only",
    blindTo: "W2 is that of the x-marginals, summed over layers: it does not see mass in the wrong layer.",
    ownRoundOff: false,
    refusal: (axes) => (axes === 1 ? undefined : "is available on one axis only"),
    distance({ mesh, graph }, density, reference) {
      if (mesh.cells.length !== 1) return Number.NaN;
      return lineDistance(density, reference, graph.layers.length, mesh.widths[0]);
    },
  },
  ofStates: {
    of: "measures",
    meaning:
      "Wasserstein distance. Gaussians: the Bures formula. Particles: exact on a line; by exact assignment for equal weights and up to 2000 points; otherwise paired by their labels, an upper bound. Densities on one mesh of one axis: exact. Unlike states: of the Gaussians with the same moments, a lower bound (Gelbrich)",
    lengthPower: 1,
    obstacle,
    distance,
  },
} as const satisfies ErrorMeasure;

function obstacle(state: StateLayout, reference: StateLayout): string | undefined {
  if (state.dimension === 1) return meshObstacle(state, reference);
  if (state.kind === "grid" && reference.kind === "grid") return "it is computed on meshes of one axis only";
  return labelObstacle(state, reference);
}

/** @see Gelbrich, Math. Nachr. 147 (1990) 185 */
function distance(a: State, b: State): number {
  const particles = pairOfParticles(a, b);
  if (particles !== undefined) return particleWasserstein(particles);
  if (a.layout.kind === "grid" && b.layout.kind === "grid") {
    return lineDistance(a.values, b.values, 1, a.layout.mesh.widths[0]);
  }
  return gaussianWasserstein(momentsOf(a), momentsOf(b));
}

/** W2 of the sums over layers of piecewise constant densities on one mesh of one axis. */
function lineDistance(a: Float64Array, b: Float64Array, layers: number, width: number): number {
  return wasserstein2(marginal(a, layers, width), marginal(b, layers, width), width);
}

/** Cell masses summed over layers. */
function marginal(density: Float64Array, layers: number, width: number): Float64Array {
  const masses = new Float64Array(density.length / layers);
  for (let k = 0; k < density.length; k++) {
    const cell = Math.floor(k / layers);
    masses[cell] = masses[cell] + width * density[k];
  }
  return masses;
}
