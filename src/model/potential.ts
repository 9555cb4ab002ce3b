import {
  averageOverCells,
  COARSE_NODES,
  checkResolved,
  createDivisionBudget,
  FINE_NODES,
  NEGLIGIBLE,
  NOISE,
  NOISE_DEPTH,
  TOLERANCE,
} from "./cell-average.js";
import { type Box, cellBox, cellRule, checkRule, halves, type PointFunction, positionNoise } from "./cell-box.js";
import type { Energy } from "./energy.js";
import type { Expression } from "./expression/expression.js";
import { arrayByLayer, type LayerFormulas } from "./layer-arrays.js";
import { createSample } from "./log-sample.js";
import type { Mesh } from "./mesh.js";

/**
 * Discrete potential V_i = -T log( cell average of exp(-V/T) ), index cell * layers + layer.
 *
 * With it exp(-V_i/T) is exactly the cell average of the equilibrium exp(-V/T), so that the equilibrium is a fixed point
 * of the schemes to round-off; cell averages of V itself would shift it by O(h^2). The average is taken in
 * logarithms, so that neither large nor very negative potentials over- or underflow.
 *
 * @throws {InputError} where V is not finite, or varies too fast to be averaged
 */
export function discretePotential(
  mesh: Mesh,
  formulas: LayerFormulas,
  { temperatures, exponent }: Energy,
): Float64Array {
  if (exponent !== undefined) return averagePotential(mesh, formulas);
  const temperatureOf = (layer: number): number => temperatures[layer] as number;
  const compute = ({ evaluate }: Expression, layer: number): Float64Array => {
    const temperature = temperatureOf(layer);
    const division = createLogDivision(mesh, (x, y) => -evaluate(x, y, 0, layer) / temperature);
    const values = new Float64Array(mesh.size);
    for (let cell = 0; cell < mesh.size; cell++) values[cell] = 0 - temperature * division.logAverage(cell);
    checkResolved(mesh, division.unresolved() / mesh.size);
    return values;
  };
  return arrayByLayer(mesh, formulas, compute, temperatureOf);
}

/** Cell averages of formulas, index cell * layers + layer: the potential of a porous medium, whose equilibrium is not exp(-V). */
export function averagePotential(mesh: Mesh, formulas: LayerFormulas): Float64Array {
  return arrayByLayer(mesh, formulas, ({ evaluate }, layer) =>
    averageOverCells(mesh, (x, y) => evaluate(x, y, 0, layer)),
  );
}

/** Logarithms of cell averages of exp(p), and the sum over the cells of the relative errors that were left. */
interface LogDivision {
  logAverage(cell: number): number;
  unresolved(): number;
}

/**
 * Adaptive quadrature of exp(p) in logarithms: in each box the largest p at its nodes is taken out before exp, and
 * boxes are put together by log-sum-exp. Rules and criteria are those of `averageOverCells`.
 */
function createLogDivision(mesh: Mesh, p: PointFunction): LogDivision {
  const axes = mesh.cells.length;
  const fine = createSample(mesh, cellRule(axes, FINE_NODES));
  const check = createSample(mesh, checkRule(axes));
  const coarse = createSample(mesh, cellRule(axes, COARSE_NODES));
  const budget = createDivisionBudget(mesh);
  const logShare = -axes * Math.LN2;
  let open = 0;
  let reference = -Infinity;

  function divide(box: Box, depth: number): number {
    fine.take(p, box);
    check.take(p, box);
    if (depth === 0) fine.refuseNonFinite(box);
    const other = check.isUsable() ? check : coarse;
    if (other === coarse) coarse.take(p, box);
    const largest = Math.max(fine.largest(), other.largest());
    const average = fine.averageExp(largest);
    const miss = Math.abs(average - other.averageExp(largest));
    const logAverage = largest + Math.log(average);
    const contribution = largest + depth * logShare;
    // What counts is the largest contribution seen, as in averageOverCells.
    reference = Math.max(reference, contribution + Math.log(average));
    const error = miss * Math.exp(contribution - reference);
    if (!(miss > TOLERANCE * average) || error <= NEGLIGIBLE) return logAverage;
    // p carries round-off of its own size, which exp turns into relative noise.
    const noise = NOISE * (1 + Math.abs(largest)) + positionNoise(box) * (largest - fine.smallest());
    if (depth >= NOISE_DEPTH && miss <= noise * average) return logAverage;
    const parts = budget.take(depth) ? halves(box, axes) : [];
    const divided = logMean(parts.map((part) => divide(part, depth + 1)));
    if (Number.isFinite(divided)) return divided;
    // No parts, or so small that their nodes fall on a singularity.
    open += error;
    return logAverage;
  }

  return {
    logAverage(cell) {
      budget.startCell();
      reference = -Infinity;
      return divide(cellBox(mesh, cell), 0);
    },
    unresolved: () => open,
  };
}

/** Logarithm of the mean of exp(value); NaN of nothing. */
function logMean(values: readonly number[]): number {
  const largest = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}
