import { InputError } from "../errors.js";
import { massOf } from "./energy.js";
import { type Exchange, type MobilityName, mobilityNames, vanishesOnEmptyLayer } from "./exchange.js";
import { type Expression, parseExpression } from "./expression.js";
import { createGraph, type EdgeSpec, type Graph, layerList } from "./graph.js";
import { createGraphFamily, type GraphFamilySpec } from "./graph-family.js";
import { discreteInitial } from "./initial.js";
import { createMesh, type Domain } from "./mesh.js";
import { discretePotential } from "./potential.js";
import type { Problem } from "./problem.js";

/** A formula as a study writes it. */
export type ExpressionSpec = string | number;

/** One formula for all layers, or one per layer by name. */
export type LayerSpec = ExpressionSpec | Readonly<Record<string, ExpressionSpec>>;

/** A graph as a study writes it: by list or by family. */
export type GraphSpec =
  | { readonly nodes: readonly (string | number)[]; readonly edges: readonly EdgeSpec[] }
  | GraphFamilySpec;

/** The `model` part of a study file, plain data. */
export interface ModelSpec {
  /** `[lower, upper]` per axis, one or two axes. */
  readonly domain: Domain;
  /** One layer named "0" unless given. */
  readonly graph?: GraphSpec | undefined;
  readonly potential: LayerSpec;
  readonly energy?: { readonly kind?: "entropy" | undefined; readonly temperature?: number | undefined } | undefined;
  readonly exchange?:
    | {
        readonly mobility?: MobilityName | undefined;
        readonly cost?: "quadratic" | undefined;
        readonly mobilityAt?: "previous" | undefined;
      }
    | undefined;
  readonly initial: LayerSpec;
  /** Rescale the initial density to total mass 1; true unless given. */
  readonly normalize?: boolean | undefined;
  readonly finalTime: number;
}

/** A checked model: what a study computes, before it is put on a mesh. */
export interface Model {
  readonly domain: Domain;
  readonly graph: Graph;
  readonly exchange: Exchange;
  readonly temperature: number;
  /** External potential per layer, in x, y and g. */
  readonly potential: readonly Expression[];
  /** Initial density per layer before rescaling, in x, y and g. */
  readonly initial: readonly Expression[];
  readonly normalize: boolean;
  readonly finalTime: number;
}

/** Cells times layers beyond which the arrays of a run would not fit in memory. */
export const maxUnknowns = 20_000_000;

/**
 * Checks a model and parses its formulas.
 *
 * @throws {InputError} with the path inside the study file, e.g. `model.potential.a`
 */
export function createModel(spec: ModelSpec): Model {
  const domain = checkDomain(spec.domain);
  const graph = graphOf(spec.graph);
  const variables = spatialVariables(domain, ["g"]);
  return {
    domain,
    graph,
    exchange: exchangeOf(spec.exchange ?? {}),
    temperature: temperatureOf(spec.energy ?? {}),
    potential: parseLayers(spec.potential, { layers: graph.layers, variables, path: "model.potential" }),
    initial: parseLayers(spec.initial, { layers: graph.layers, variables, path: "model.initial" }),
    normalize: spec.normalize ?? true,
    finalTime: positive(spec.finalTime, "the final time", "model.finalTime"),
  };
}

/**
 * The model on a uniform mesh: cell averages of the initial density, and the discrete potential.
 *
 * @param cells number of cells per axis
 * @throws {InputError} on a mesh that does not fit, or densities and potentials that are out of range
 */
export function discretize(model: Model, cells: readonly number[]): Problem {
  const { domain, graph, exchange, temperature, finalTime, normalize } = model;
  const { layers } = graph;
  const mesh = createMesh(domain, cells);
  if (mesh.size * layers.length > maxUnknowns) {
    const reason = `cells times layers may be at most ${maxUnknowns}`;
    throw new InputError(reason, { path: "cells", value: cells, remedy: "Use fewer cells or fewer layers" });
  }
  const potential = { layers, expressions: model.potential, path: "model.potential" };
  const initial = discreteInitial(
    mesh,
    { layers, expressions: model.initial, path: "model.initial" },
    { normalize, refuseEmptyLayers: vanishesOnEmptyLayer(exchange.mobility) },
  );
  return {
    mesh,
    graph,
    exchange,
    temperature,
    potential: discretePotential(mesh, potential, temperature),
    initial,
    mass: massOf({ mesh }, initial),
    finalTime,
  };
}

/** Where and with which variables the formulas of {@link parseLayers} are read. */
export interface LayerContext {
  /** Names of the layers, in order. */
  readonly layers: readonly string[];
  readonly variables: readonly string[];
  /** Path inside the study file. */
  readonly path: string;
}

/**
 * One expression per layer, from one formula for all or a map that names every layer.
 *
 * @throws {InputError} on a missing or an unknown layer, or a formula that does not parse
 */
export function parseLayers(spec: LayerSpec, { layers, variables, path }: LayerContext): Expression[] {
  if (typeof spec !== "object" || spec === null) {
    const expression = parseAt(spec, variables, path);
    return layers.map(() => expression);
  }
  if (Array.isArray(spec))
    throw new InputError("a formula, or one per layer by name, is needed", { path, value: spec });
  const unknown = Object.keys(spec).find((name) => !layers.includes(name));
  if (unknown !== undefined) {
    throw new InputError("there is no such layer", { path, value: unknown, remedy: layerList(layers) });
  }
  return layers.map((name) => {
    if (!Object.hasOwn(spec, name)) {
      const remedy = `${layerList(layers)}; give a formula for each, or one for all`;
      throw new InputError(`no formula for layer "${name}"`, { path, remedy });
    }
    return parseAt(spec[name] as ExpressionSpec, variables, `${path}.${name}`);
  });
}

/** Variables of a formula on a domain: x, y on two axes only, and those in `others`. */
export function spatialVariables(domain: Domain, others: readonly string[]): readonly string[] {
  return domain.length === 1 ? ["x", ...others] : ["x", "y", ...others];
}

function parseAt(spec: ExpressionSpec, variables: readonly string[], path: string): Expression {
  try {
    return parseExpression(spec, { variables });
  } catch (error) {
    throw error instanceof InputError ? error.within({ path }) : error;
  }
}

function checkDomain(domain: Domain): Domain {
  if (domain.length !== 1 && domain.length !== 2) {
    const remedy = "Write [[lower, upper]] or [[lower, upper], [lower, upper]]";
    throw new InputError("a domain has one or two axes", { path: "model.domain", value: domain, remedy });
  }
  createMesh(
    domain,
    domain.map(() => 1),
  );
  return domain;
}

function graphOf(spec: GraphSpec | undefined): Graph {
  if (spec === undefined) return createGraph(["0"], []);
  return "family" in spec ? createGraphFamily(spec) : createGraph(spec.nodes, spec.edges);
}

function exchangeOf({ mobility = "unit", cost = "quadratic", mobilityAt = "previous" }: Partial<Exchange>): Exchange {
  if (!mobilityNames.includes(mobility)) {
    const remedy = `Mobilities are ${mobilityNames.join(", ")}`;
    throw new InputError("unknown exchange mobility", { path: "model.exchange.mobility", value: mobility, remedy });
  }
  return { mobility, cost, mobilityAt };
}

function temperatureOf({ temperature = 1 }: { readonly temperature?: number | undefined }): number {
  return positive(temperature, "the temperature", "model.energy.temperature");
}

function positive(value: number, what: string, path: string): number {
  if (value > 0 && value < Infinity) return value;
  throw new InputError(`${what} must be positive and finite`, { path, value });
}
