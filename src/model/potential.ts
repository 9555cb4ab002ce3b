import { InputError } from "../errors.js";
import {
  type CellQuadrature,
  checkResolved,
  createCellQuadrature,
  isResolved,
  type PointFunction,
  positionText,
} from "./cell-average.js";
import { arrayByLayer, type LayerFormulas } from "./layer-arrays.js";
import type { Mesh } from "./mesh.js";

/** Fall of V/T below its reference inside one cell that exp still bears. */
const MAX_FALL = 500;

/**
 * Discrete potential V_i = -T log( cell average of exp(-V/T) ), index cell * layers + layer.
 *
 * With it exp(-V_i/T) is exactly the cell average of the equilibrium exp(-V/T), so that the equilibrium is a fixed point
 * of the schemes to round-off; cell averages of V itself would shift it by O(h^2). The average is taken of
 * exp((V_ref - V)/T) with V_ref from the cell itself, so that neither large nor very negative potentials over- or
 * underflow.
 *
 * @throws {InputError} where V is not finite, or varies too fast to be averaged
 */
export function discretePotential(mesh: Mesh, formulas: LayerFormulas, temperature: number): Float64Array {
  return arrayByLayer(mesh, formulas, ({ evaluate }, layer) => {
    const potential: PointFunction = (x, y) => {
      const value = evaluate(x, y, 0, layer);
      if (!Number.isFinite(value)) throw notFinite(positionText(mesh, x, y), value);
      return value;
    };
    return layerPotential(mesh, potential, temperature);
  });
}

function notFinite(position: string, value: number): InputError {
  const remedy = "Use a potential that is finite everywhere in the domain";
  return new InputError(`the potential is not finite at ${position}`, { value, remedy });
}

function layerPotential(mesh: Mesh, potential: PointFunction, temperature: number): Float64Array {
  const quadrature = createCellQuadrature(mesh);
  const values = new Float64Array(mesh.size);
  let unresolved = 0;
  for (let cell = 0; cell < mesh.size; cell++) {
    const openBefore = quadrature.unresolved();
    const { reference, average } = boltzmannAverage(quadrature, cell, potential, temperature);
    values[cell] = reference - temperature * Math.log(average);
    unresolved += (quadrature.unresolved() - openBefore) / average;
  }
  checkResolved(mesh, unresolved / mesh.size);
  return values;
}

/** Cell average of exp((V_ref - V)/T), V_ref the value at the centre or, where V falls far below it, the lowest met. */
function boltzmannAverage(
  quadrature: CellQuadrature,
  cell: number,
  potential: PointFunction,
  temperature: number,
): { readonly reference: number; readonly average: number } {
  let reference = potential(...quadrature.centre(cell));
  let lowest = reference;
  const boltzmann: PointFunction = (x, y) => {
    const value = potential(x, y);
    if (value < lowest) lowest = value;
    return Math.exp((reference - value) / temperature);
  };
  for (;;) {
    const plain = quadrature.plain(cell, boltzmann);
    // V itself carries round-off of its own size, which exp((V_ref - V)/T) turns into noise.
    const noise = (1 + Math.abs(reference) / temperature) * plain.average;
    const average = isResolved(plain) ? plain.average : quadrature.adaptive(cell, boltzmann, noise);
    if (reference - lowest <= MAX_FALL * temperature) return { reference, average };
    reference = lowest;
  }
}
