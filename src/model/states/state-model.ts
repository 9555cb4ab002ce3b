import { InputError } from "../../errors.js";
import { cholesky, logDeterminant } from "../../numerics/dense.js";
import { gaussHermite } from "../../numerics/gauss-hermite.js";
import { averageOverCells } from "../cell-average.js";
import { parseExpression } from "../expression.js";
import { createMesh, type Domain } from "../mesh.js";
import { type ExpressionSpec, spatialVariables } from "../model.js";
import {
  createFunctional,
  type Functional,
  type FunctionalSpec,
  type MatrixSpec,
  positiveDefinite,
  type VectorSpec,
  vectorOf,
} from "./functional.js";
import { type ParticleSpec, samplePositions, standardNormal } from "./sample.js";
import { gaussianState, particleState, type State } from "./state.js";

/** The initial state as a study writes it. */
export type StateSpec =
  | { readonly kind: "gaussian"; readonly mean: VectorSpec; readonly covariance: MatrixSpec }
  /** One axis: the Barenblatt profile (1 - ((x - centre)/scale)²)_+^{1/(m-1)} of mass 1, m that of the functional. */
  | { readonly kind: "barenblatt"; readonly scale: number; readonly centre?: number | undefined }
  | ParticleSpec
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
}

/** A checked model of states. */
export interface StateModel {
  readonly dimension: number;
  readonly state: StateSpec;
  readonly functional: Functional;
  readonly finalTime: number;
  readonly domain: Domain | undefined;
  readonly initial: ExpressionSpec | undefined;
}

/** Where a state on which maps act has its points: weighted quadrature nodes, or a seeded sample of equal weights. */
export interface NodeSpec {
  readonly rule: "gauss-hermite" | "random";
  /** Nodes per axis of a Gauss–Hermite product rule, number of points of a sample. */
  readonly count: number;
  readonly seed: number;
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
  const functional = createFunctional(spec.functional, dimension);
  return { dimension, state, functional, finalTime: spec.finalTime, domain, initial: spec.initial };
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
      return barenblattNodes(state, model, nodes?.count ?? 64);
    case "grid":
      return gridState(model, cells ?? []);
  }
}

/** Most nodes of a product rule: more are slow, and say nothing new. */
const mostNodes = 20_000;

function gaussianNodes(mean: Float64Array, covariance: Float64Array, { rule, count, seed }: NodeSpec): State {
  const d = mean.length;
  const factor = cholesky(covariance, d) as Float64Array;
  const { points, weights } = rule === "random" ? randomPoints(count, d, seed) : productRule(count, d);
  const positions = new Float64Array(points.length);
  const logDensity = new Float64Array(weights.length);
  const logNorm = -0.5 * (d * Math.log(2 * Math.PI) + logDeterminant(factor, d));
  for (let i = 0; i < weights.length; i++) {
    let squares = 0;
    for (let a = 0; a < d; a++) {
      let value = mean[a] as number;
      for (let b = 0; b <= a; b++) value += (factor[a * d + b] as number) * (points[i * d + b] as number);
      positions[i * d + a] = value;
      squares += (points[i * d + a] as number) ** 2;
    }
    logDensity[i] = logNorm - squares / 2;
  }
  return particleState(positions, d, weights, logDensity);
}

function randomPoints(count: number, d: number, seed: number) {
  return { points: standardNormal(count * d, seed), weights: new Float64Array(count).fill(1 / count) };
}

/** A product of Gauss–Hermite rules without the nodes whose weight is negligible. */
function productRule(perAxis: number, d: number) {
  if (perAxis ** d > 50 * mostNodes) {
    throw new InputError(`a product rule of ${perAxis} nodes per axis has ${perAxis ** d} nodes in dimension ${d}`, {
      path: "scheme.nodes.count",
      value: perAxis,
      remedy: "Use fewer nodes, or rule: random.",
    });
  }
  const { nodes, weights } = gaussHermite(perAxis);
  const [points, kept]: [number[], number[]] = [[], []];
  for (let k = 0; k < perAxis ** d; k++) {
    let rest = k;
    let weight = 1;
    const point: number[] = [];
    for (let a = 0; a < d; a++) {
      weight *= weights[rest % perAxis] as number;
      point.push(nodes[rest % perAxis] as number);
      rest = Math.floor(rest / perAxis);
    }
    if (weight < negligibleWeight) continue;
    points.push(...point);
    kept.push(weight);
  }
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return { points: Float64Array.from(points), weights: Float64Array.from(kept, (weight) => weight / total) };
}

/** Nodes of less weight change no printed digit, and would only stretch the fit of a map. */
const negligibleWeight = 1e-12;

/** Midpoints of equal masses of a Barenblatt profile, with their densities. */
function barenblattNodes(
  { scale, centre = 0 }: Extract<StateSpec, { kind: "barenblatt" }>,
  { dimension, functional: { exponent } }: StateModel,
  count: number,
): State {
  if (dimension !== 1) {
    throw new InputError("a barenblatt state has one dimension", { path: "model.dimension", value: dimension });
  }
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) {
    throw new InputError("the scale must be positive", { path: "model.state.scale", value: scale });
  }
  if (exponent === undefined) {
    const remedy = "Give functional: {internal: {exponent: 2}}.";
    throw new InputError("a barenblatt profile belongs to an internal energy", { path: "model.functional", remedy });
  }
  const power = 1 / (exponent - 1);
  const unit = unitBarenblatt(power);
  const positions = new Float64Array(count);
  const logDensity = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const y = unit.quantile((k + 0.5) / count);
    positions[k] = centre + scale * y;
    logDensity[k] = Math.log((unit.height * (1 - y * y) ** power) / scale);
  }
  return particleState(positions, 1, undefined, logDensity);
}

/** (1 - y²)^p on [-1, 1], made a probability density: its height, and quantiles by bisection of Gauss–Legendre integrals. */
function unitBarenblatt(power: number) {
  const steps = 2000;
  // Substituting y = sin(a) the integrand is cos(a)^(2p+1), smooth for 2p + 1 >= 1; the midpoint rule is of high order.
  const integral = (from: number, to: number): number => {
    const width = (to - from) / steps;
    let sum = 0;
    for (let k = 0; k < steps; k++) sum += Math.cos(from + (k + 0.5) * width) ** (2 * power + 1);
    return sum * width;
  };
  const total = integral(-Math.PI / 2, Math.PI / 2);
  const quantile = (share: number): number => {
    let [low, high] = [-Math.PI / 2, Math.PI / 2];
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2;
      if (integral(-Math.PI / 2, middle) < share * total) low = middle;
      else high = middle;
    }
    return Math.sin((low + high) / 2);
  };
  return { height: 1 / total, quantile };
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
