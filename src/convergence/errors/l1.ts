import { averageOverCells } from "../../model/cell-average.js";
import type { Mesh } from "../../model/mesh.js";
import { type GaussianLayout, gaussianParts, type State, type StateLayout } from "../../model/states/state.js";
import { cholesky, logDeterminant } from "../../numerics/cholesky.js";
import type { ErrorMeasure } from "../error.js";
import { meshObstacle } from "../state-distances/obstacle.js";

export const L1 = {
  name: "L1",
  symbol: "L^1",
  power: 1,
  onMesh: {
    meaning: "$\\sum v|e|$ over layers and cells",
    blindTo: undefined,
    ownRoundOff: true,
    refusal: () => undefined,
    distance: ({ mesh }, density, reference) => sumOfDifferences(mesh, density, reference),
  },
  ofStates: {
    of: "measures",
    meaning: "$\\int |a - b|$ of densities on one mesh, or of one and the cell averages of a Gaussian",
    lengthPower: 0,
    obstacle,
    distance: densityDistance,
  },
} as const satisfies ErrorMeasure;

function obstacle(state: StateLayout, reference: StateLayout): string | undefined {
  if (state.kind === "particles" || reference.kind === "particles") return "particles have no density on a mesh";
  if (state.kind === "gaussian" && reference.kind === "gaussian") return "neither state is a density on a mesh";
  return meshObstacle(state, reference);
}

/**
 * L1 distance of densities on one mesh, or of one from the cell averages of a Gaussian; the mass of the Gaussian that
 * lies off the mesh counts as well.
 *
 * @returns NaN if the Gaussian is singular, or neither state is a density on a mesh
 * @throws {InputError} if a Gaussian is too narrow for the cells to be averaged over them (two axes)
 */
function densityDistance(a: State, b: State): number {
  if (a.layout.kind === "grid" && b.layout.kind === "grid") return sumOfDifferences(a.layout.mesh, a.values, b.values);
  if (a.layout.kind === "grid" && b.layout.kind === "gaussian") {
    return gaussianDifference(a.layout.mesh, a.values, b.layout, b.values);
  }
  if (a.layout.kind === "gaussian" && b.layout.kind === "grid") return densityDistance(b, a);
  return Number.NaN;
}

function sumOfDifferences(mesh: Mesh, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += Math.abs(a[k] - b[k]);
  return mesh.cellVolume * sum;
}

function gaussianDifference(mesh: Mesh, density: Float64Array, layout: GaussianLayout, values: Float64Array): number {
  const gaussian = gaussianDensity(layout, values);
  if (gaussian === undefined) return Number.NaN;
  const averages = averageOverCells(mesh, gaussian);
  const inside = mesh.cellVolume * averages.reduce((sum, value) => sum + value, 0);
  return sumOfDifferences(mesh, density, averages) + Math.max(1 - inside, 0);
}

/** Density of a Gaussian on one or two axes; undefined if it is singular. */
function gaussianDensity(layout: GaussianLayout, values: Float64Array) {
  const { mean, covariance } = gaussianParts(layout, values);
  const d = layout.dimension;
  const lower = cholesky(covariance, d);
  if (lower === undefined) return undefined;
  const logNorm = -0.5 * (d * Math.log(2 * Math.PI) + logDeterminant(lower, d));
  const [meanX = 0, meanY = 0] = mean;
  const [rootX = 1, , slope = 0, rootY = 1] = lower;
  return (x: number, y: number): number => {
    const u = (x - meanX) / rootX;
    const v = d === 1 ? 0 : (y - meanY - slope * u) / rootY;
    return Math.exp(logNorm - (u * u + v * v) / 2);
  };
}
