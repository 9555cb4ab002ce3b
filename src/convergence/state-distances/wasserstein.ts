import type { Mesh } from "../../model/mesh.js";
import type { ParticleLayout } from "../../model/states/state.js";
import { assignPoints } from "../../numerics/assignment.js";
import { wasserstein2 } from "../wasserstein.js";

/** Most particles that are assigned: 32 MB, and a second or two. */
export const mostAssigned = 2000;

/** Mass of a particle that is round-off of the sums of the weights. */
const negligibleMass = 1e-14;

/**
 * W2 of particles: exact on a line, and for equal weights and at most 2000 particles; otherwise the root mean square
 * distance of the particles with the same label, an upper bound.
 *
 * @param positionsA `particle * d + axis`
 */
export function particleWasserstein(
  a: ParticleLayout,
  positionsA: Float64Array,
  b: ParticleLayout,
  positionsB: Float64Array,
): number {
  if (a.dimension === 1) return lineDistance(positionsA, a.weights, positionsB, b.weights);
  const isExact = a.count <= mostAssigned && a.weights.every((weight) => weight === a.weights[0]);
  const columns = isExact ? assignPoints(positionsA, positionsB, a.dimension).columns : undefined;
  let sum = 0;
  for (let i = 0; i < a.count; i++) {
    const partner = columns === undefined ? i : columns[i];
    for (let k = 0; k < a.dimension; k++) {
      const step = positionsA[i * a.dimension + k] - positionsB[partner * a.dimension + k];
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

/** W2 of piecewise constant densities on one mesh of one axis. */
export function gridWasserstein(mesh: Mesh, a: Float64Array, b: Float64Array): number {
  const width = mesh.widths[0];
  return wasserstein2(
    a.map((value) => width * value),
    b.map((value) => width * value),
    width,
  );
}
