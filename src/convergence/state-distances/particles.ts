import { type ParticleLayout, particleParts, type State } from "../../model/states/state.js";
import { assignPoints } from "../../numerics/assignment.js";

/** Two lots of particles: their layouts, and their positions, `particle * d + axis`. */
export interface PairOfParticles {
  readonly a: ParticleLayout;
  readonly b: ParticleLayout;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Two states as particles; undefined where one of them is none. */
export function pairOfParticles({ layout: a, values }: State, { layout: b, values: others }: State) {
  if (a.kind !== "particles" || b.kind !== "particles") return undefined;
  return { a, b, x: particleParts(a, values).positions, y: particleParts(b, others).positions };
}

/** Most particles that are assigned: 32 MB, and a second or two. */
export const mostAssigned = 2000;

/** Mass of a particle that is round-off of the sums of the weights. */
const negligibleMass = 1e-14;

/**
 * W2 of particles: exact on a line, and for equal weights and at most 2000 particles; otherwise the root mean square
 * distance of the particles with the same label, an upper bound.
 */
export function particleWasserstein({ a, b, x, y }: PairOfParticles): number {
  if (a.dimension === 1) return lineDistance(x, a.weights, y, b.weights);
  const isExact = a.count <= mostAssigned && a.weights.every((weight) => weight === a.weights[0]);
  const columns = isExact ? assignPoints(x, y, a.dimension).columns : undefined;
  let sum = 0;
  for (let i = 0; i < a.count; i++) {
    const partner = columns === undefined ? i : columns[i];
    for (let k = 0; k < a.dimension; k++) {
      const step = x[i * a.dimension + k] - y[partner * a.dimension + k];
      sum += a.weights[i] * step * step;
    }
  }
  return Math.sqrt(sum);
}

/** W2 of particles on a line: the quantiles are paired, mass by mass from the left. */
function lineDistance(x: Float64Array, weightsX: Float64Array, y: Float64Array, weightsY: Float64Array): number {
  const [orderX, orderY] = [ascending(x), ascending(y)];
  let [i, j, sum] = [0, 0, 0];
  let [leftX, leftY] = [weightsX[orderX[0]], weightsY[orderY[0]]];
  while (i < x.length && j < y.length) {
    const mass = Math.min(leftX, leftY);
    sum += mass * (x[orderX[i]] - y[orderY[j]]) ** 2;
    // What round-off leaves of a particle must not travel to the next one: its root would be far above round-off.
    const [isSpentX, isSpentY] = [leftX - mass <= negligibleMass, leftY - mass <= negligibleMass];
    leftX = isSpentX ? weightsX[orderX[++i]] : leftX - mass;
    leftY = isSpentY ? weightsY[orderY[++j]] : leftY - mass;
  }
  return Math.sqrt(sum);
}

function ascending(x: Float64Array): Int32Array {
  return Int32Array.from(x, (_, k) => k).sort((a, b) => x[a] - x[b]);
}
