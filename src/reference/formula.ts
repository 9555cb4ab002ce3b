import { InputError } from "../errors.js";
import type { Problem } from "../model/problem.js";
import { averageOverCells, distanceL1 } from "./cell-averages.js";
import { distinctMeshes, tabulate } from "./tabulate.js";
import type { DensityFormula, ReferenceData, ReferenceDemand, ReferenceSource } from "./types.js";

const nodes = 10;
const companionNodes = 7;
/** L1 distance between formula and initial density at t = 0 that is still taken for quadrature error. */
const tolInitial = 1e-6;

/**
 * The user's formula for the limit, as cell averages by Gauss quadrature; never rescaled.
 *
 * The companion uses fewer nodes, so that the estimated error is that of the quadrature.
 *
 * @throws {InputError} if the number of layers differs, a value is negative or not finite, or the formula at t = 0 is not
 *   the initial density of the problem
 */
export function prepareFormula(
  density: readonly DensityFormula[],
  source: ReferenceSource,
  demand: ReferenceDemand,
): ReferenceData {
  const meshes = distinctMeshes(demand);
  const finest = source.discretize(meshes[meshes.length - 1]);
  checkInitial(density, finest);
  return {
    kind: "formula",
    description: "closed form given in the study, cell averages by Gauss quadrature",
    companionFactor: 1,
    solutions: tabulate(demand, (cells, n, steps) => {
      const problem = source.discretize(cells);
      const t = (problem.finalTime * n) / steps;
      return {
        density: averages(density, problem, t, nodes),
        companion: averages(density, problem, t, companionNodes),
      };
    }),
  };
}

function averages(density: readonly DensityFormula[], problem: Problem, t: number, points: number): Float64Array {
  const values = averageOverCells(
    problem.mesh,
    density.map((formula) => (position) => formula(position, t)),
    points,
  );
  const bad = values.findIndex((value) => !(value >= 0) || !Number.isFinite(value));
  if (bad < 0) return values;
  const layer = problem.graph.layers[bad % density.length];
  throw new InputError(`the density of layer ${layer} at t = ${t} is negative or not finite`, {
    path: `reference.density.${layer}`,
    value: values[bad],
    remedy: "A reference density needs non-negative cell averages at all times that are compared",
  });
}

function checkInitial(density: readonly DensityFormula[], problem: Problem): void {
  const { layers } = problem.graph;
  if (density.length !== layers.length) {
    throw new InputError("the reference needs one density per layer", {
      path: "reference.density",
      value: density.length,
      remedy: `Give a density for each of ${layers.join(", ")}`,
    });
  }
  const difference = distanceL1(averages(density, problem, 0, nodes), problem.initial, problem.mesh.cellVolume);
  if (difference <= tolInitial) return;
  throw new InputError(
    `at t = 0 the formula differs from the initial density by ${difference.toExponential(3)} in L1`,
    {
      path: "reference.density",
      remedy:
        "A formula is not rescaled: correct it, or set model.normalize: false if the initial density is meant as it is written",
    },
  );
}
