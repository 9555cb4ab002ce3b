import { InputError } from "../errors.js";
import { cellCentreText } from "./cell-box.js";
import { massOf } from "./energy.js";
import { arrayByLayer, type LayerFormulas } from "./layer-arrays.js";
import { layerAverages } from "./layer-averages.js";
import type { Mesh } from "./mesh.js";

export interface InitialOptions {
  /** Rescale to total mass 1. */
  readonly normalize: boolean;
  /** Whether an empty layer could never fill, see `MobilityKind.vanishes`; then it is refused. */
  readonly refuseEmptyLayers: boolean;
}

/**
 * Cell averages of the initial density, index cell * layers + layer: of formulas by adaptive Gauss quadrature, of files
 * by exact integrals.
 *
 * Zero averages are legal. So is an empty layer, if the exchange mobility can fill it or there is no other layer.
 *
 * @throws {InputError} on a negative or non-finite average, a total mass of zero, or an empty layer that stays empty
 */
export function discreteInitial(mesh: Mesh, formulas: LayerFormulas, options: InitialOptions): Float64Array {
  const result = arrayByLayer(mesh, formulas, (own, layer) => {
    const averages = layerAverages(mesh, own, layer);
    checkAverages(mesh, averages);
    return averages;
  });
  checkMass(mesh, result, formulas.path);
  if (options.refuseEmptyLayers) checkLayers(formulas, result);
  return options.normalize ? rescaled(mesh, result) : result;
}

function checkAverages(mesh: Mesh, averages: Float64Array): void {
  const cell = averages.findIndex((value) => !(value >= 0 && value < Infinity));
  if (cell === -1) return;
  const value = averages[cell];
  const what = Number.isFinite(value) ? "negative" : "not finite";
  throw new InputError(`the initial density is ${what} in the cell at ${cellCentreText(mesh, cell)}`, {
    value,
    remedy: "Densities must be finite and at least 0 on average in every cell",
  });
}

function checkMass(mesh: Mesh, density: Float64Array, path: string): void {
  const mass = massOf({ mesh }, density);
  if (mass > 0 && mass < Infinity) return;
  const reason = mass === 0 ? "the initial density is 0 everywhere" : "the mass of the initial density overflows";
  throw new InputError(reason, { path, value: mass, remedy: "Its total mass must be positive" });
}

function checkLayers({ layers, path }: LayerFormulas, density: Float64Array): void {
  if (layers.length === 1) return;
  const filled = new Set<number>();
  density.forEach((value, index) => {
    if (value > 0) filled.add(index % layers.length);
  });
  const empty = layers.findIndex((_, layer) => !filled.has(layer));
  if (empty === -1) return;
  throw new InputError(`layer "${layers[empty]}" is empty, and would stay empty: its exchange mobility is 0`, {
    path,
    remedy: "Give it some mass, or use the mobility unit, arithmetic or upwind",
  });
}

function rescaled(mesh: Mesh, density: Float64Array): Float64Array {
  const mass = massOf({ mesh }, density);
  return density.map((value) => value / mass);
}
