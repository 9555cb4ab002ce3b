import type { Mesh } from "../mesh.js";

/**
 * How the numbers of a state are to be read. A state is one flat array, so that schemes, stores and worker threads need
 * to know nothing else of it:
 *
 * | kind | numbers |
 * |---|---|
 * | `gaussian` | mean (d), then covariance (d * d, symmetric) |
 * | `particles` | positions, `particle * d + axis`; then, where `tracksDensity`, the logarithm of the density at each |
 * | `grid` | cell averages on a mesh, `cell * layers + layer` |
 * | `nodes` | positions of the nodes of a graph, `node * d + axis`; then their weights |
 */
export type StateLayout =
  | { readonly kind: "gaussian"; readonly dimension: number }
  | {
      readonly kind: "particles";
      readonly dimension: number;
      readonly count: number;
      /** One per particle, > 0, with sum 1. */
      readonly weights: Float64Array;
      /** Whether the density is carried along the map that moves the particles. */
      readonly tracksDensity: boolean;
    }
  | {
      readonly kind: "grid";
      readonly dimension: number;
      readonly mesh: Mesh;
      /** Densities on the mesh, one per layer of a graph; 1 when absent. */
      readonly layers?: number;
    }
  | {
      readonly kind: "nodes";
      readonly dimension: number;
      /** Names of the nodes, in order. */
      readonly nodes: readonly string[];
    };

export type GaussianLayout = Extract<StateLayout, { kind: "gaussian" }>;
export type ParticleLayout = Extract<StateLayout, { kind: "particles" }>;
export type GridLayout = Extract<StateLayout, { kind: "grid" }>;
export type NodeLayout = Extract<StateLayout, { kind: "nodes" }>;

/** A probability measure: a layout and its numbers. */
export interface State {
  readonly layout: StateLayout;
  readonly values: Float64Array;
}

/** A Gaussian as a state. */
export function gaussianState(mean: ArrayLike<number>, covariance: ArrayLike<number>): State {
  const dimension = mean.length;
  const values = new Float64Array(dimension + dimension * dimension);
  values.set(Array.from(mean));
  values.set(Array.from(covariance), dimension);
  return { layout: { kind: "gaussian", dimension }, values };
}

/** Particles as a state; of equal weight unless weights are given. */
export function particleState(
  positions: Float64Array,
  dimension: number,
  weights?: Float64Array,
  logDensity?: Float64Array,
): State {
  const count = positions.length / dimension;
  const layout: ParticleLayout = {
    kind: "particles",
    dimension,
    count,
    weights: weights ?? new Float64Array(count).fill(1 / count),
    tracksDensity: logDensity !== undefined,
  };
  const values = new Float64Array(positions.length + (logDensity?.length ?? 0));
  values.set(positions);
  if (logDensity !== undefined) values.set(logDensity, positions.length);
  return { layout, values };
}

/** Nodes with their positions, `node * d + axis`, and weights, as a state. */
export function nodeState(nodes: readonly string[], positions: Float64Array, weights: Float64Array): State {
  const values = new Float64Array(positions.length + weights.length);
  values.set(positions);
  values.set(weights, positions.length);
  return { layout: { kind: "nodes", dimension: positions.length / nodes.length, nodes }, values };
}

export interface NodeParts {
  /** `node * d + axis` */
  readonly positions: Float64Array;
  readonly weights: Float64Array;
}

/** Positions and weights of nodes, as views. */
export function nodeParts({ dimension, nodes }: NodeLayout, values: Float64Array): NodeParts {
  const size = dimension * nodes.length;
  return { positions: values.subarray(0, size), weights: values.subarray(size) };
}

/** Mean and covariance of a Gaussian state, as views. */
export function gaussianParts({ dimension }: GaussianLayout, values: Float64Array) {
  return { mean: values.subarray(0, dimension), covariance: values.subarray(dimension) };
}

/** Positions and log densities of particles, as views. */
export function particleParts({ dimension, count }: ParticleLayout, values: Float64Array) {
  return { positions: values.subarray(0, dimension * count), logDensity: values.subarray(dimension * count) };
}

/** Mean and covariance of any state. */
export interface Moments {
  readonly mean: Float64Array;
  /** Row-major. */
  readonly covariance: Float64Array;
}

/** The first two moments of a state; of cells, with the density constant in each. */
export function momentsOf({ layout, values }: State): Moments {
  switch (layout.kind) {
    case "gaussian": {
      const { mean, covariance } = gaussianParts(layout, values);
      return { mean: Float64Array.from(mean), covariance: Float64Array.from(covariance) };
    }
    case "particles":
      return weightedMoments(particleParts(layout, values).positions, layout.weights, layout.dimension);
    case "grid":
      return gridMoments(layout, values);
    case "nodes": {
      const { positions, weights } = nodeParts(layout, values);
      return weightedMoments(positions, weights, layout.dimension);
    }
  }
}

function weightedMoments(positions: Float64Array, weights: Float64Array, dimension: number): Moments {
  const mean = new Float64Array(dimension);
  const covariance = new Float64Array(dimension * dimension);
  for (let i = 0; i < weights.length; i++) {
    for (let a = 0; a < dimension; a++) {
      mean[a] = mean[a] + weights[i] * positions[i * dimension + a];
    }
  }
  for (let i = 0; i < weights.length; i++) {
    for (let a = 0; a < dimension; a++) {
      const da = positions[i * dimension + a] - mean[a];
      for (let b = 0; b < dimension; b++) {
        const db = positions[i * dimension + b] - mean[b];
        covariance[a * dimension + b] = covariance[a * dimension + b] + weights[i] * da * db;
      }
    }
  }
  return { mean, covariance };
}

function gridMoments({ mesh, layers = 1 }: GridLayout, density: Float64Array): Moments {
  const dimension = mesh.cells.length;
  const positions = new Float64Array(mesh.size * dimension);
  for (let cell = 0; cell < mesh.size; cell++) {
    let rest = cell;
    for (let axis = 0; axis < dimension; axis++) {
      const count = mesh.cells[axis];
      const index = rest % count;
      rest = (rest - index) / count;
      const [lower] = mesh.domain[axis];
      positions[cell * dimension + axis] = lower + (index + 0.5) * mesh.widths[axis];
    }
  }
  const masses = Float64Array.from({ length: mesh.size }, (_, cell) => {
    const own = density.subarray(cell * layers, (cell + 1) * layers);
    return own.reduce((sum, value) => sum + value, 0) * mesh.cellVolume;
  });
  const { mean, covariance } = weightedMoments(positions, masses, dimension);
  for (let axis = 0; axis < dimension; axis++) {
    const k = axis * dimension + axis;
    covariance[k] = covariance[k] + mesh.widths[axis] ** 2 / 12;
  }
  return { mean, covariance };
}
