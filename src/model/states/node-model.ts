import { InputError } from "../../errors.js";
import { type MobilityName, mobilityNames } from "../exchange.js";
import { layerList } from "../graph.js";
import { checkEntropyFactor, type Functional, type FunctionalSpec } from "./functional.js";

/** How nodes exchange weight, as a study writes it. */
export interface NodeExchangeSpec {
  readonly mobility?: MobilityName | undefined;
}

/** The mobility of a study of nodes: `logarithmic` with an entropy, `upwind` without one, unless given. */
export function nodeMobility(spec: NodeExchangeSpec | undefined, { entropy }: Pick<Functional, "entropy">) {
  const mobility = spec?.mobility ?? (entropy > 0 ? "logarithmic" : "upwind");
  if (mobilityNames.includes(mobility)) return mobility;
  const remedy = `Mobilities are ${mobilityNames.join(", ")}.`;
  throw new InputError("unknown exchange mobility", { path: "model.exchange.mobility", value: mobility, remedy });
}

/**
 * The functional of nodes, T ∑ f (log f - 1): what their weights and positions are worth is told by an objective.
 *
 * @throws {InputError} on another part, or a factor below 0
 */
export function nodeFunctional(spec: FunctionalSpec, dimension: number): Functional {
  const { entropy = 1, ...others } = spec;
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    const remedy = "Remove it: scheme.objective says what nodes are worth.";
    throw new InputError("nodes have an entropy only", { path: `model.functional.${name}`, value, remedy });
  }
  checkEntropyFactor(entropy);
  return {
    dimension,
    entropy,
    quadratic: undefined,
    potential: undefined,
    exponent: undefined,
    interaction: undefined,
  };
}

/** @throws {InputError} unless the keys are the nodes */
export function checkNodeNames(spec: object, layers: readonly string[], path: string): void {
  const unknown = Object.keys(spec).find((name) => !layers.includes(name));
  if (unknown !== undefined) {
    throw new InputError("there is no such node", { path, value: unknown, remedy: layerList(layers) });
  }
  const missing = layers.find((name) => !Object.hasOwn(spec, name));
  if (missing === undefined) return;
  throw new InputError(`nothing for node "${missing}"`, { path, remedy: `${layerList(layers)}; name each of them` });
}
