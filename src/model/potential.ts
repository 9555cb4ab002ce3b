import { InputError } from "../errors.js";
import { type AdaptiveAverages, adaptiveAverages, checkResolved, isResolved } from "./adaptive-average.js";
import { estimateExp, logarithmic } from "./arithmetic.js";
import { averagesOnLine } from "./cell-average.js";
import { cellBox, type PointFunction, plainRules, positionText, valuesAt } from "./cell-box.js";
import { constantTree, separatedTerms, spatial } from "./expression/separate.js";
import type { Tree } from "./expression/tree.js";
import { potentialsOf } from "./files/cell-field.js";
import { type EstimateOf, latticeEstimates } from "./first-estimates.js";
import { knownAverages } from "./known-averages.js";
import { arrayByLayer, type LayerFormulas } from "./layer-arrays.js";
import { layerAverages } from "./layer-averages.js";
import type { LayerFunction } from "./layer-sources.js";
import type { Mesh } from "./mesh.js";
import type { Energy } from "./problem.js";
import { separatedLogAverages } from "./separated-average.js";

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
  const compute = (own: LayerFunction, layer: number): Float64Array => {
    const temperature = temperatureOf(layer);
    if (own.field !== undefined) return potentialsOf(own.field, mesh, temperature);
    const averages = logAverages(mesh, own, layer, temperature);
    return averages.map((average) => 0 - temperature * average);
  };
  return arrayByLayer(mesh, formulas, compute, temperatureOf);
}

/** Logarithms of the cell averages of exp(-V/T). */
function logAverages(mesh: Mesh, { evaluate, tree }: LayerFunction, layer: number, temperature: number): Float64Array {
  const p: PointFunction = (x, y) => -evaluate(x, y, 0, layer) / temperature;
  const exact = exactEstimates(mesh, p);
  if (tree === undefined) return resolvedAverages(mesh, p, exact);
  const exponent = divided(spatial(tree, layer), temperature);
  return knownAverages(mesh, exponent, "exponential", () => {
    const terms = mesh.cells.length === 2 ? separatedTerms(exponent) : undefined;
    const apart = terms && separatedLogAverages(mesh, terms, (line, own) => averagesOnLine(line, logarithmic, own));
    if (apart !== undefined && isResolved(mesh, unresolvedShare(apart))) return apart.averages;
    return resolvedAverages(mesh, p, latticeEstimates(mesh, logarithmic, exponent, exact));
  });
}

function resolvedAverages(mesh: Mesh, p: PointFunction, estimate: EstimateOf): Float64Array {
  const found = adaptiveAverages(mesh, logarithmic, p, estimate, "exp(-V/T)");
  checkResolved(mesh, unresolvedShare(found));
  return found.averages;
}

/** -V/T */
function divided(tree: Tree, temperature: number): Tree {
  const negative: Tree = { kind: "sign", sign: "-", operand: tree };
  return { kind: "product", first: negative, rest: [{ operator: "/", operand: constantTree(temperature) }] };
}

function unresolvedShare({ errors }: AdaptiveAverages): number {
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/**
 * Cell averages of formulas, index cell * layers + layer: the potential of a porous medium, whose equilibrium is not
 * exp(-V).
 */
export function averagePotential(mesh: Mesh, formulas: LayerFormulas): Float64Array {
  return arrayByLayer(mesh, formulas, (own, layer) => layerAverages(mesh, own, layer));
}

/** First estimates of cells, which refuse values that are not finite; in their parts exp(p) may vanish. */
function exactEstimates(mesh: Mesh, p: PointFunction): EstimateOf {
  const rules = plainRules(mesh.cells.length);
  return (cell) => {
    const box = cellBox(mesh, cell);
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
