import { InputError } from "../errors.js";
import type { Expression } from "./expression/expression.js";
import { type CellField, valueAt } from "./files/cell-field.js";
import { type FileSpec, namesFile } from "./files/file-spec.js";
import { layerFields } from "./files/layer-fields.js";
import { providedCells } from "./files/provided.js";
import { checkLayerNames, type ExpressionSpec, type LayerContext, parseLayers } from "./formulas.js";
import type { Domain } from "./mesh.js";

/** A function of position as a study gives it: a formula, or a file of values on cells. */
export type SourceSpec = ExpressionSpec | FileSpec;

/** One for all layers, or one per layer by name. */
export type LayerSourceSpec = SourceSpec | Readonly<Record<string, SourceSpec>>;

/** A formula, or what evaluates like one: a function that is constant in cells. */
export interface LayerFunction extends Expression {
  /** Its cells, where it has any: averages are then taken of these. */
  readonly field?: CellField;
}

/** Where functions are read, and what their values are. */
export interface SourceContext extends LayerContext {
  readonly domain: Domain;
  readonly isDensity: boolean;
}

/**
 * One function per layer, from formulas, files, or a map of them.
 *
 * @throws {InputError} on layers that are missing or unknown, formulas that do not parse, and files that do not fit
 */
export function layerFunctions(spec: LayerSourceSpec, context: SourceContext): readonly LayerFunction[] {
  const { layers, path } = context;
  if (namesFile(spec)) return functionsOf(spec, context);
  // Only a library hands over what the schema refuses; reading formulas tells of it.
  if (typeof spec !== "object" || spec === null || Array.isArray(spec))
    return parseLayers(spec as ExpressionSpec, context);
  if (("csv" in spec || "npy" in spec) && !layers.includes("csv") && !layers.includes("npy")) {
    const remedy = "Its keys are csv, or npy, and column, time.";
    throw new InputError("not a file", { path, value: spec, remedy });
  }
  checkLayerNames(spec, layers, path, "formula");
  return layers.map((name, layer) => ownFunction(spec[name], layer, { ...context, path: `${path}.${name}` }));
}

/**
 * The function of what has no layers; a file may have one, of any name.
 *
 * @throws {InputError} as {@link layerFunctions}
 */
export function sourceFunction(spec: SourceSpec, context: Omit<SourceContext, "layers">): LayerFunction {
  return ownFunction(spec, 0, { ...context, layers: ["0"] });
}

/** The function of one layer, which a file need not name. */
function ownFunction(spec: SourceSpec, layer: number, context: SourceContext): LayerFunction {
  const layers = [context.layers[layer]];
  const [own] = namesFile(spec)
    ? functionsOf(spec, { ...context, layers }, true)
    : parseLayers(spec, { ...context, layers });
  return own;
}

function functionsOf(spec: FileSpec, context: SourceContext, isOwn = false): LayerFunction[] {
  const { layers, path, domain } = context;
  const fields = layerFields(providedCells(spec, domain.length, path), spec, { ...context, isOwn });
  return fields.map((field, layer) => ({
    text: `${JSON.stringify(spec)} ${layers[layer]}`,
    variablesUsed: ["x", "y"],
    evaluate: (x, y) => valueAt(field, [x, y]),
    field,
  }));
}
