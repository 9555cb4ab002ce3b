import { InputError } from "../../errors.js";
import type { Field } from "../expression/field.js";
import { finiteGraph, isLattice, type LatticeSpec } from "../lattice.js";
import type { GraphSpec } from "../schema-parts.js";
import { vectorOf } from "../states/functional.js";
import { type ObjectiveSpec, parseObjectiveField, positionNames } from "../states/node-dynamics.js";
import { checkNodeNames } from "../states/node-model.js";
import { type Evaluator, formulaEvaluator } from "./evaluator.js";
import { moduleEvaluator, moduleInheritance, moduleNeighbours, type SearchModule } from "./module.js";
import { createNodeSet, type NodeRegion, type NodeSet, nodeList } from "./node-set.js";
import type { Place, SearchSpace } from "./space.js";

/** What a study says of the space of a search. */
export interface SpaceSpec {
  readonly dimension: number;
  readonly graph: GraphSpec | LatticeSpec | undefined;
  readonly objective: ObjectiveSpec | undefined;
  /** What the study's module exports, in the place of a formula. */
  readonly module: SearchModule | undefined;
  readonly region: {
    readonly x?: readonly (readonly [number, number])[] | undefined;
    readonly nodes?: NodeRegion | undefined;
  };
}

/**
 * The space that a study describes.
 *
 * @throws {InputError} with the path inside the study file
 */
export function createSearchSpace(spec: SpaceSpec): SearchSpace {
  const { dimension, module } = spec;
  const nodes = nodeSetOf(spec);
  const box = boxOf(spec.region.x, dimension);
  const evaluator = module === undefined ? formulasOf(spec, nodes) : moduleEvaluator(module, nodes, box.map(extentOf));
  return {
    dimension,
    ...evaluator,
    neighbours: nodes.neighbours,
    inherit: moduleInheritance(module, nodes, dimension),
    randomNode: nodes.random,
    randomPoint: (random) => Float64Array.from(box, ([low, high]) => low + random() * (high - low)),
  };
}

/** A module may bring a graph of its own. */
function nodeSetOf({ graph, module, region }: SpaceSpec): NodeSet {
  if (module?.neighbours === undefined) return createNodeSet(graph, region.nodes);
  if (graph !== undefined) {
    const remedy = "Remove it, or the export neighbours.";
    throw new InputError("the module has neighbours of its own", { path: "model.graph", value: graph, remedy });
  }
  const drawn = nodeList(region.nodes);
  if (drawn === undefined) {
    const remedy = "List the nodes at which searches may begin.";
    throw new InputError("required with neighbours of a module", { path: "scheme.region.nodes", remedy });
  }
  return {
    coordinates: [],
    neighbours: moduleNeighbours(module),
    locate: (node) => (node === "" ? undefined : []),
    random: (random) => drawn[Math.floor(random() * drawn.length)],
  };
}

function formulasOf({ objective, graph, dimension }: SpaceSpec, nodes: NodeSet): Evaluator {
  const path = "scheme.objective";
  if (objective === undefined) {
    throw new InputError("nothing to minimize", { path, remedy: "Give an objective, or a module." });
  }
  const names = [...positionNames(dimension), ...(nodes.coordinates.length > 0 ? nodes.coordinates : ["g"])];
  const locate = (node: string): readonly number[] => nodes.locate(node) ?? [];
  if (typeof objective !== "object") {
    const field = parseObjectiveField(objective, names, path);
    return formulaEvaluator(() => field, locate, dimension);
  }
  if (graph === undefined || isLattice(graph)) {
    const remedy = "Give one formula.";
    throw new InputError("nodes of a lattice have no formulas of their own", { path, value: objective, remedy });
  }
  checkNodeNames(objective, finiteGraph(graph).layers, path);
  const fields = new Map<string, Field>(
    Object.entries(objective).map(([name, text]) => [name, parseObjectiveField(text, names, `${path}.${name}`)]),
  );
  return formulaEvaluator((node) => fields.get(node) as Field, locate, dimension);
}

function boxOf(intervals: SpaceSpec["region"]["x"], dimension: number): readonly (readonly [number, number])[] {
  const box = intervals ?? Array.from({ length: dimension }, () => [-1, 1] as const);
  const path = "scheme.region.x";
  if (box.length !== dimension) {
    const remedy = `Give ${dimension} intervals [lower, upper].`;
    throw new InputError("not one interval per axis", { path, value: box, remedy });
  }
  const wrong = box.findIndex(([low, high]) => !(low <= high && high - low < Number.POSITIVE_INFINITY));
  if (wrong < 0) return box;
  const remedy = "Give [lower, upper].";
  throw new InputError("not an interval", { path: `${path}[${wrong}]`, value: box[wrong], remedy });
}

/** Half the width of an interval, over which an objective is taken to vary; 1 of a point. */
function extentOf([low, high]: readonly [number, number]): number {
  return high > low ? (high - low) / 2 : 1;
}

/** A start as a study writes it: a name or coordinates of a node, and a point. */
export interface StartSpec {
  readonly node: string | Readonly<Record<string, number>>;
  readonly x?: readonly number[] | undefined;
}

/**
 * The start of a study; undefined where it is drawn at random.
 *
 * @throws {InputError} on a node that does not exist, or a point of another dimension
 */
export function startOf(start: StartSpec | undefined, spec: SpaceSpec): Place | undefined {
  if (start === undefined) return undefined;
  const nodes = nodeSetOf(spec);
  const node = typeof start.node === "string" ? start.node : coordinatesName(start.node, nodes.coordinates);
  if (nodes.locate(node) === undefined) {
    const remedy = "Name a node of the graph, or give the coordinates of a lattice.";
    throw new InputError("there is no such node", { path: "scheme.start.node", value: start.node, remedy });
  }
  const x = start.x === undefined ? 0 : start.x;
  return { node, x: vectorOf(x, spec.dimension, "scheme.start.x") };
}

function coordinatesName(point: Readonly<Record<string, number>>, coordinates: readonly string[]): string {
  const isWhole = coordinates.length > 0 && Object.keys(point).every((name) => coordinates.includes(name));
  return isWhole ? coordinates.map((name) => point[name] ?? Number.NaN).join(",") : "";
}
