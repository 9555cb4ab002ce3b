import { InputError } from "../errors.js";
import type { LayerFunction } from "./layer-sources.js";
import type { Mesh } from "./mesh.js";

/** A function per layer, with what messages need to say where it stands. */
export interface LayerFormulas {
  /** Names of the layers, in order. */
  readonly layers: readonly string[];
  /** One per layer, in x, y and g. */
  readonly expressions: readonly LayerFunction[];
  /** Path of the formulas in the study, e.g. `model.potential`. */
  readonly path: string;
}

/**
 * Array over cells and layers (index cell * layers + layer) from one array over cells per layer.
 *
 * Layers of one kind with one formula that does not mention g share the computation.
 *
 * @throws {InputError} that of `compute`, with layer and path added
 */
export function arrayByLayer(
  mesh: Mesh,
  { layers, expressions, path }: LayerFormulas,
  compute: (expression: LayerFunction, layer: number) => Float64Array,
  kindOf: (layer: number) => number = () => 0,
): Float64Array {
  const result = new Float64Array(mesh.size * layers.length);
  const known = new Map<string, Float64Array>();
  layers.forEach((name, layer) => {
    const expression = expressions[layer];
    const key = expression.variablesUsed.includes("g") ? `layer ${layer}` : `kind ${kindOf(layer)}: ${expression.text}`;
    const values = known.get(key) ?? named(name, path, () => compute(expression, layer));
    known.set(key, values);
    for (let cell = 0; cell < mesh.size; cell++) result[cell * layers.length + layer] = values[cell];
  });
  return result;
}

function named(layer: string, path: string, compute: () => Float64Array): Float64Array {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`layer "${layer}": ${error.reason}`, { path, ...error.context });
  }
}
