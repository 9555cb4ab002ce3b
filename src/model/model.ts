import { InputError } from "../errors.js";
import { type EnergySpec, energyKind } from "./energies/kinds.js";
import { massOf, soleTemperature } from "./energy.js";
import { costKinds, type Exchange, mobilityKind, mobilityNames } from "./exchange.js";
import type { OwnConstants } from "./expression/tokens.js";
import { checkConstants, spatialVariables } from "./formulas.js";
import { createGraph, type Graph } from "./graph.js";
import { graphOf } from "./graph-family.js";
import { discreteInitial } from "./initial.js";
import { type LayerFunction, layerFunctions } from "./layer-sources.js";
import { createMesh, type Domain, type Mesh } from "./mesh.js";
import type { meshModel } from "./mesh-schema.js";
import { positiveNumber } from "./numbers.js";
import { discretePotential } from "./potential.js";
import type { Energy, Problem } from "./problem.js";
import type { Given } from "./schema-parts.js";

/** The `model` part of a study file, plain data. */
export type ModelSpec = Given<typeof meshModel>;

/** A checked model: what a study computes, before it is put on a mesh. */
export interface Model {
  readonly domain: Domain;
  readonly graph: Graph;
  readonly exchange: Exchange;
  readonly energy: Energy;
  readonly constants: OwnConstants;
  /** External potential per layer, in x, y and g. */
  readonly potential: readonly LayerFunction[];
  /** Initial density per layer before rescaling, in x, y and g. */
  readonly initial: readonly LayerFunction[];
  readonly normalize: boolean;
  readonly finalTime: number;
}

/** Cells times layers beyond which the arrays of a run would not fit in memory. */
const maxUnknowns = 20_000_000;

/**
 * Checks a model, parses its formulas and looks up the numbers of its files.
 *
 * @throws {InputError} with the path inside the study file, e.g. `model.potential.a`
 */
export function createModel(spec: ModelSpec): Model {
  const domain = checkDomain(spec.domain);
  const graph = spec.graph === undefined ? createGraph(["0"], []) : graphOf(spec.graph);
  const variables = spatialVariables(domain, ["g"]);
  const constants = checkConstants(spec.constants ?? {});
  const context = { layers: graph.layers, variables, constants, domain };
  const given: EnergySpec = spec.energy ?? {};
  const energy = energyKind(given).create(given, graph.layers);
  const exchange = exchangeOf(spec.exchange ?? {});
  checkExchange(exchange, energy);
  return {
    domain,
    graph,
    exchange,
    energy,
    constants,
    potential: layerFunctions(spec.potential, { ...context, path: "model.potential", isDensity: false }),
    initial: layerFunctions(spec.initial, { ...context, path: "model.initial", isDensity: true }),
    normalize: spec.normalize ?? true,
    finalTime: positiveNumber(spec.finalTime, "the final time", "model.finalTime"),
  };
}

/**
 * The model on a uniform mesh: cell averages of the initial density, and the discrete potential.
 *
 * @param cells number of cells per axis
 * @throws {InputError} on a mesh that does not fit, or densities and potentials that are out of range
 */
export function discretize(model: Model, cells: readonly number[]): Problem {
  const { domain, graph, exchange, energy, finalTime, normalize } = model;
  const { layers } = graph;
  const mesh = createMesh(domain, cells);
  if (mesh.size * layers.length > maxUnknowns) {
    const reason = `cells times layers may be at most ${maxUnknowns}`;
    throw new InputError(reason, { path: "cells", value: cells, remedy: "Use fewer cells or fewer layers" });
  }
  const initial = discreteInitial(
    mesh,
    { layers, expressions: model.initial, path: "model.initial" },
    { normalize, refuseEmptyLayers: mobilityKind(exchange.mobility).vanishes },
  );
  return {
    mesh,
    graph,
    exchange,
    energy,
    potential: potentialOn(model, mesh),
    initial,
    mass: massOf({ mesh }, initial),
    finalTime,
  };
}

/**
 * The potential of a model on a mesh, index cell * layers + layer.
 *
 * @throws {InputError} where it is out of range
 */
export function potentialOn({ graph: { layers }, potential, energy }: Model, mesh: Mesh): Float64Array {
  return discretePotential(mesh, { layers, expressions: potential, path: "model.potential" }, energy);
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

type ExchangeSpec = { readonly [K in keyof Exchange]?: Exchange[K] | undefined };

function exchangeOf({ mobility = "unit", cost = "quadratic", mobilityAt = "previous" }: ExchangeSpec): Exchange {
  if (!mobilityNames.includes(mobility)) {
    const remedy = `Mobilities are ${mobilityNames.join(", ")}`;
    throw new InputError("unknown exchange mobility", { path: "model.exchange.mobility", value: mobility, remedy });
  }
  return { mobility, cost, mobilityAt };
}

/** Refuses costs and mobilities whose meaning rests on one temperature where there is none. */
function checkExchange({ cost, mobility }: Exchange, energy: Energy): void {
  if (soleTemperature(energy) !== undefined) return;
  const remedy = "Use the quadratic cost with another mobility, or an entropy with one temperature.";
  if (costKinds[cost].needsTemperature) {
    throw new InputError(`the ${cost} cost is that of an entropy with the same temperature in all layers`, {
      path: "model.exchange.cost",
      value: cost,
      remedy,
    });
  }
  if (mobilityKind(mobility).takes === "weights") {
    throw new InputError("this mobility weights densities with exp(V/T), for one temperature T of an entropy", {
      path: "model.exchange.mobility",
      value: mobility,
      remedy,
    });
  }
}
