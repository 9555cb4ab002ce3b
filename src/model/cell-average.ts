import { type AdaptiveAverages, adaptiveAverages, checkResolved, isResolved } from "./adaptive-average.js";
import { type Arithmetic, plain } from "./arithmetic.js";
import { cellBox, type PointFunction, plainRules } from "./cell-box.js";
import { separated } from "./expression/separate.js";
import type { Tree } from "./expression/tree.js";
import { evaluationOf } from "./expression/value.js";
import { type EstimateOf, latticeEstimates, type Trial, trialsOn } from "./first-estimates.js";
import type { Mesh } from "./mesh.js";
import { separatedAverages } from "./separated-average.js";

/**
 * Averages of f over the cells of a mesh of one or two axes: relative accuracy 1e-12 or better in every cell, about
 * 1e-15 where f is smooth.
 *
 * Gauss quadrature with 8 nodes, checked by a Lobatto rule with 7; on two axes 4 and 5, or 6 and 7, where they agree to
 * 1e-13.
 * Where the two differ, a cell is divided (`adaptiveAverages`): kinks, jumps and narrow peaks cost only the cells they
 * are in, and tails of 1e-300 are as accurate as the bulk. Only peaks narrower than about 1/200 of a cell can slip
 * between the nodes. Singularities at walls are legal as long as they can be integrated.
 *
 * @param tree the formula of f in x and y, where it has one: on two axes the terms and factors that it is made of may
 *   each be averaged along their own axis
 * @returns one value per cell; not finite where f is not
 * @throws {InputError} if f varies too fast: more than 1e-5 of the total (two axes: 1e-3) could not be resolved
 */
export function averageOverCells(mesh: Mesh, f: PointFunction, tree?: Tree): Float64Array {
  const products = tree && mesh.cells.length === 2 ? separated(tree) : undefined;
  const apart = products && separatedAverages(mesh, products, (line, own) => averagesOnLine(line, plain, own));
  if (apart !== undefined && isResolved(mesh, unresolvedShare(apart))) return apart.averages;
  const exact = exactEstimates(mesh, f);
  const estimate = tree === undefined ? exact : latticeEstimates(mesh, plain, tree, exact);
  const found = adaptiveAverages(mesh, plain, f, estimate);
  checkResolved(mesh, unresolvedShare(found));
  return found.averages;
}

/** Unresolved part of the total; NaN where that is zero. */
function unresolvedShare({ averages, errors }: AdaptiveAverages): number {
  const sizes = averages.map(Math.abs);
  const unresolved = sizes.reduce((sum, size, cell) => sum + (errors[cell] === 0 ? 0 : size * errors[cell]), 0);
  return unresolved / sizes.reduce((sum, size) => sum + size, 0);
}

/** Averages of a formula in x, or with the logarithmic arithmetic of its exponential, over the cells of one axis. */
export function averagesOnLine(line: Mesh, arithmetic: Arithmetic, tree: Tree): AdaptiveAverages {
  const evaluate = evaluationOf(tree, "");
  const f: PointFunction = (x) => evaluate(x, 0, 0, 0);
  const rules = plainRules(1);
  const exact: EstimateOf = (cell) => arithmetic.estimate(f, rules, cellBox(line, cell));
  return adaptiveAverages(line, arithmetic, f, latticeEstimates(line, arithmetic, tree, exact));
}

function exactEstimates(mesh: Mesh, f: PointFunction): EstimateOf {
  const trials = trialsOn(mesh.cells.length);
  return (cell) => {
    const box = cellBox(mesh, cell);
    const [first, ...others] = trials as readonly [Trial, ...Trial[]];
    let found = plain.estimate(f, first.rules, box);
    let { tolerance } = first;
    for (const trial of others) {
      if (found.miss <= tolerance) break;
      found = plain.estimate(f, trial.rules, box);
      tolerance = trial.tolerance;
    }
    return found;
  };
}
