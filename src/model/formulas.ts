import { InputError } from "../errors.js";
import { type Expression, type ExpressionOptions, parseExpression } from "./expression/expression.js";
import type { OwnConstants } from "./expression/tokens.js";
import { isTaken } from "./expression/vocabulary.js";
import { layerList } from "./graph.js";
import type { Domain } from "./mesh.js";

/** A formula as a study writes it. */
export type ExpressionSpec = string | number;

/** One formula for all layers, or one per layer by name. */
export type LayerSpec = ExpressionSpec | Readonly<Record<string, ExpressionSpec>>;

/** Where and with which variables the formulas of {@link parseLayers} are read. */
export interface LayerContext {
  /** Names of the layers, in order. */
  readonly layers: readonly string[];
  readonly variables: readonly string[];
  readonly constants?: OwnConstants | undefined;
  /** Path inside the study file. */
  readonly path: string;
}

/**
 * One expression per layer, from one formula for all or a map that names every layer.
 *
 * @throws {InputError} on a missing or an unknown layer, or a formula that does not parse
 */
export function parseLayers(spec: LayerSpec, { layers, variables, constants, path }: LayerContext): Expression[] {
  if (typeof spec !== "object" || spec === null) {
    const expression = parseAt(spec, { variables, constants }, path);
    return layers.map(() => expression);
  }
  if (Array.isArray(spec))
    throw new InputError("a formula, or one per layer by name, is needed", { path, value: spec });
  checkLayerNames(spec, layers, path, "formula");
  return layers.map((name) => parseAt(spec[name], { variables, constants }, `${path}.${name}`));
}

/** @throws {InputError} unless the keys are the layers */
export function checkLayerNames(spec: object, layers: readonly string[], path: string, what: string): void {
  const unknown = Object.keys(spec).find((name) => !layers.includes(name));
  if (unknown !== undefined) {
    throw new InputError("there is no such layer", { path, value: unknown, remedy: layerList(layers) });
  }
  const missing = layers.find((name) => !Object.hasOwn(spec, name));
  if (missing === undefined) return;
  const remedy = `${layerList(layers)}; give a ${what} for each, or one for all`;
  throw new InputError(`no ${what} for layer "${missing}"`, { path, remedy });
}

/** Variables of a formula on a domain: x, y on two axes only, and those in `others`. */
export function spatialVariables(domain: Domain, others: readonly string[]): readonly string[] {
  return domain.length === 1 ? ["x", ...others] : ["x", "y", ...others];
}

/** @throws {InputError} where a name is no identifier, or means something else already */
export function checkConstants(constants: OwnConstants): OwnConstants {
  for (const [name, value] of Object.entries(constants)) {
    const at = { path: `model.constants.${name}`, value };
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      throw new InputError("not a name", { ...at, remedy: "Use letters, digits and _, a letter first." });
    }
    if (isTaken(name))
      throw new InputError("the name means something else in formulas", { ...at, remedy: "Rename it." });
    if (!Number.isFinite(value)) throw new InputError("a constant must be finite", at);
  }
  return constants;
}

function parseAt(spec: ExpressionSpec, options: ExpressionOptions, path: string): Expression {
  try {
    return parseExpression(spec, options);
  } catch (error) {
    throw error instanceof InputError ? error.within({ path }) : error;
  }
}
