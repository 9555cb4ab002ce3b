import { InputError } from "../errors.js";
import { adaptiveAverages, checkResolved } from "./adaptive-average.js";
import { type Estimate, estimateExp, logarithmic } from "./arithmetic.js";
import { averageOverCells } from "./cell-average.js";
import { type Box, type PointFunction, plainRules, positionText, valuesAt } from "./cell-box.js";
import { averagesOf, potentialsOf } from "./files/cell-field.js";
import { arrayByLayer, type LayerFormulas } from "./layer-arrays.js";
import type { LayerFunction } from "./layer-sources.js";
import type { Mesh } from "./mesh.js";
import type { Energy } from "./problem.js";

/**
 * Discrete potential V_i = -T log( cell average of exp(-V/T) ), index cell * layers + layer.
 *
 * With it exp(-V_i/T) is exactly the cell average of the equilibrium exp(-V/T), so that the equilibrium is a fixed
 * point of the schemes to round-off; cell averages of V itself would shift it by O(h^2). The average is taken in
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
  const temperatureOf = (layer: number): number => temperatures[layer];
  const compute = ({ evaluate, variablesUsed, field }: LayerFunction, layer: number): Float64Array => {
    const temperature = temperatureOf(layer);
    if (field !== undefined) return potentialsOf(field, mesh, temperature);
    const p: PointFunction = (x, y) => -evaluate(x, y, 0, layer) / temperature;
    const isUniform = variablesUsed.every((name) => name === "g");
    const estimate = isUniform ? once(createEstimate(mesh, p)) : createEstimate(mesh, p);
    const { averages, errors } = adaptiveAverages(mesh, logarithmic, p, estimate, "exp(-V/T)");
    checkResolved(mesh, errors.reduce((sum, error) => sum + error, 0) / mesh.size);
    return averages.map((average) => 0 - temperature * average);
  };
  return arrayByLayer(mesh, formulas, compute, temperatureOf);
}

/** Of what is the same in all cells. */
function once(estimate: (box: Box) => Estimate): (box: Box) => Estimate {
  let known: Estimate | undefined;
  return (box) => {
    known ??= estimate(box);
    return known;
  };
}

/**
 * Cell averages of formulas, index cell * layers + layer: the potential of a porous medium, whose equilibrium is not
 * exp(-V).
 */
export function averagePotential(mesh: Mesh, formulas: LayerFormulas): Float64Array {
  return arrayByLayer(mesh, formulas, ({ evaluate, field }, layer) =>
    field ? averagesOf(field, mesh) : averageOverCells(mesh, (x, y) => evaluate(x, y, 0, layer)),
  );
}

/** First estimates of cells, which refuse values that are not finite; in their parts exp(p) may vanish. */
function createEstimate(mesh: Mesh, p: PointFunction): (box: Box) => Estimate {
  const rules = plainRules(mesh.cells.length);
  return (box) => {
    const values = valuesAt(rules.fine, p, box);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad === -1) return estimateExp(values, p, rules, box);
    const x = box.x + box.wx * rules.fine.dx[bad];
    const y = box.y + box.wy * rules.fine.dy[bad];
    throw new InputError(`the potential over the temperature is not finite at ${positionText(mesh, x, y)}`, {
      value: -values[bad],
      remedy: "Use a potential that is finite everywhere inside the domain",
    });
  };
}
