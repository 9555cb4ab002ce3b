import { InputError } from "../../errors.js";
import type { MobilityName } from "../exchange.js";
import { type Field, parseField } from "../expression/field.js";
import type { ExpressionSpec } from "../formulas.js";
import type { Graph } from "../graph.js";
import { finiteGraph } from "../lattice.js";
import { checkNodeNames, nodeMobility } from "./node-model.js";
import type { StateModel, StateModelSpec } from "./state-model.js";

/** An objective as a study writes it: a formula in x1 ... xd and g, the number of the node, or one per node by name. */
export type ObjectiveSpec = ExpressionSpec | Readonly<Record<string, ExpressionSpec>>;

/** V(x, g) of the nodes of a finite graph, at points that lie one after the other in an array. */
export interface NodeObjective {
  /** V of node g at the point that begins at `offset`. */
  value(node: number, points: Float64Array, offset: number): number;
  /** V, and ∇V by x into `out` from `outOffset` on. */
  gradient(node: number, points: Float64Array, offset: number, out: Float64Array, outOffset: number): number;
}

/** What moves nodes, beside an entropy. */
export interface NodeDynamics {
  readonly graph: Graph;
  readonly mobility: MobilityName;
  readonly objective: NodeObjective;
  /** 1: steepest descent; 2: with inertia. */
  readonly order: 1 | 2;
  /** gamma >= 0 of order 2, 1/time. */
  readonly damping: number;
}

/** The part of a scheme that says what nodes do. */
export interface NodeSchemeSpec {
  readonly order: 1 | 2;
  readonly damping: number;
  readonly objective?: ObjectiveSpec | undefined;
}

/**
 * The dynamics of a study of nodes.
 *
 * @throws {InputError} with the path inside the study file
 */
export function createNodeDynamics(
  spec: Pick<StateModelSpec, "graph" | "exchange">,
  { dimension, functional }: Pick<StateModel, "dimension" | "functional">,
  { order, damping, objective }: NodeSchemeSpec,
): NodeDynamics {
  const graph = finiteGraph(spec.graph);
  const fields = parseObjective(objective, graph.layers, dimension);
  return {
    graph,
    mobility: nodeMobility(spec.exchange, functional),
    objective: objectiveOf(fields, dimension),
    order,
    damping,
  };
}

/** x1 ... xd. */
export function positionNames(dimension: number): string[] {
  return Array.from({ length: dimension }, (_, k) => `x${k + 1}`);
}

/** One formula per node. */
function parseObjective(spec: ObjectiveSpec | undefined, layers: readonly string[], dimension: number): Field[] {
  const path = "scheme.objective";
  if (spec === undefined) {
    throw new InputError("a sweep needs an objective that is a formula", {
      path,
      remedy: "Give a formula in x1, x2, ... and g, or one per node.",
    });
  }
  const names = [...positionNames(dimension), "g"];
  if (typeof spec !== "object") {
    const field = parseObjectiveField(spec, names, path);
    return layers.map(() => field);
  }
  checkNodeNames(spec, layers, path);
  return layers.map((name) => parseObjectiveField(spec[name], names, `${path}.${name}`));
}

/**
 * A formula with exact derivatives.
 *
 * @throws {InputError} with the path where it does not parse
 */
export function parseObjectiveField(spec: ExpressionSpec, names: readonly string[], path: string): Field {
  try {
    return parseField(spec, names);
  } catch (error) {
    throw error instanceof InputError ? error.within({ path }) : error;
  }
}

function objectiveOf(fields: readonly Field[], dimension: number): NodeObjective {
  const at = new Float64Array(dimension + 1);
  const slopes = new Float64Array(dimension + 1);
  const read = (node: number, points: Float64Array, offset: number): void => {
    for (let k = 0; k < dimension; k++) at[k] = points[offset + k];
    at[dimension] = node;
  };
  return {
    value(node, points, offset) {
      read(node, points, offset);
      return fields[node].value(at);
    },
    gradient(node, points, offset, out, outOffset) {
      read(node, points, offset);
      const value = fields[node].slopes(at, slopes);
      for (let k = 0; k < dimension; k++) out[outOffset + k] = slopes[k];
      return value;
    },
  };
}
