import { InputError } from "../../errors.js";
import { averageOverCells } from "../cell-average.js";
import { parseExpression } from "../expression/expression.js";
import { type ExpressionSpec, spatialVariables } from "../formulas.js";
import { finiteGraph, type LatticeSpec } from "../lattice.js";
import { createMesh, type Domain } from "../mesh.js";
import type { GraphSpec } from "../model.js";
import { barenblattNodes } from "./barenblatt.js";
import {
  createFunctional,
  type Functional,
  type FunctionalSpec,
  type MatrixSpec,
  positiveDefinite,
  type VectorSpec,
  vectorOf,
} from "./functional.js";
import { initialNodes, type NodeExchangeSpec, type NodeStateSpec, nodeFunctional } from "./node-model.js";
import { gaussianNodes, type NodeSpec } from "./nodes.js";
import { type ParticleSpec, samplePositions } from "./sample.js";
import { gaussianState, particleState, type State } from "./state.js";

export type { NodeSpec } from "./nodes.js";

/** The initial state as a study writes it. */
export type StateSpec =
  | { readonly kind: "gaussian"; readonly mean: VectorSpec; readonly covariance: MatrixSpec }
  /** One axis: the Barenblatt profile (1 - ((x - centre)/scale)²)_+^{1/(m-1)} of mass 1, m that of the functional. */
  | { readonly kind: "barenblatt"; readonly scale: number; readonly centre?: number | undefined }
  | ParticleSpec
  | NodeStateSpec
  | { readonly kind: "grid" };

/** The `model` part of a study of states, plain data. */
export interface StateModelSpec {
  /** Of `grid` the number of axes, and not needed. */
  readonly dimension?: number | undefined;
  readonly state: StateSpec;
  readonly functional: FunctionalSpec;
  readonly finalTime: number;
  /** Of `grid`. */
  readonly domain?: Domain | undefined;
  readonly initial?: ExpressionSpec | undefined;
  /** Of `nodes`. */
  readonly graph?: GraphSpec | LatticeSpec | undefined;
  readonly exchange?: NodeExchangeSpec | undefined;
}

/** A checked model of states. */
export interface StateModel {
  readonly dimension: number;
  readonly state: StateSpec;
  readonly functional: Functional;
  readonly finalTime: number;
  readonly domain: Domain | undefined;
  readonly initial: ExpressionSpec | undefined;
  readonly graph: GraphSpec | LatticeSpec | undefined;
}

/** @throws {InputError} with the path inside the study file */
export function createStateModel(spec: StateModelSpec): StateModel {
  const { state, domain } = spec;
  const dimension = state.kind === "grid" ? domain?.length : spec.dimension;
  if (dimension === undefined || !Number.isInteger(dimension) || dimension < 1 || dimension > 50) {
    const [path, remedy] =
      state.kind === "grid"
        ? ["model.domain", "A grid needs a domain."]
        : ["model.dimension", "Give a dimension from 1 to 50."];
    throw new InputError("missing, or not a dimension", { path, value: dimension, remedy });
  }
  if (!(spec.finalTime > 0 && spec.finalTime < Number.POSITIVE_INFINITY)) {
    throw new InputError("the final time must be positive and finite", {
      path: "model.finalTime",
      value: spec.finalTime,
    });
  }
  const isGraph = state.kind === "nodes";
  const functional = isGraph
    ? nodeFunctional(spec.functional, dimension)
    : createFunctional(spec.functional, dimension);
  const { finalTime, initial, graph } = spec;
  return { dimension, state, functional, finalTime, domain, initial, graph };
}

export interface InitialOptions {
  /** Cells per axis of a grid. */
  readonly cells?: readonly number[] | undefined;
  /** Where given, a Gaussian or a Barenblatt profile is put on nodes that carry their density. */
  readonly nodes?: NodeSpec | undefined;
}

/**
 * The initial state.
 *
 * @throws {InputError} on a covariance that is not positive definite, or whatever else makes no state
 */
export function initialState(model: StateModel, { cells, nodes }: InitialOptions = {}): State {
  const { state, dimension } = model;
  switch (state.kind) {
    case "gaussian": {
      const mean = vectorOf(state.mean, dimension, "model.state.mean");
      const covariance = positiveDefinite(state.covariance, dimension, "model.state.covariance");
      return nodes === undefined ? gaussianState(mean, covariance) : gaussianNodes(mean, covariance, nodes);
    }
    case "particles":
      return particleState(samplePositions(state, dimension), dimension);
    case "barenblatt":
      return barenblattNodes(state, dimension, model.functional.exponent, nodes);
    case "grid":
      return gridState(model, cells ?? []);
    case "nodes":
      return initialNodes(state, finiteGraph(model.graph), dimension);
  }
}

function gridState({ domain, initial }: StateModel, cells: readonly number[]): State {
  if (domain === undefined || initial === undefined) {
    const path = domain === undefined ? "model.domain" : "model.initial";
    throw new InputError("required for a grid, but missing", { path });
  }
  const mesh = createMesh(domain, cells);
  const { evaluate } = parseExpression(initial, { variables: spatialVariables(domain, []) });
  const density = averageOverCells(mesh, (x, y) => evaluate(x, y, 0, 0));
  const mass = density.reduce((sum, value) => sum + value, 0) * mesh.cellVolume;
  if (!density.every((value) => value >= 0) || !(mass > 0 && mass < Number.POSITIVE_INFINITY)) {
    const remedy = "Densities must be finite and at least 0, with a positive mass.";
    throw new InputError("the initial density is no density", { path: "model.initial", value: initial, remedy });
  }
  return {
    layout: { kind: "grid", dimension: domain.length, mesh },
    values: density.map((value) => value / mass),
  };
}
