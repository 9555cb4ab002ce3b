import { uniformEntropy } from "../../../src/model/energy.js";
import type { MobilityName } from "../../../src/model/exchange.js";
import { createMesh } from "../../../src/model/mesh.js";
import type { Problem } from "../../../src/model/problem.js";
import type { ReferenceSource } from "../../../src/reference/types.js";

const nodes = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664];
const weights = [0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665, 0.2369268850561891];

/** A continuous problem on an interval, by closures of position and layer. */
export interface Sketch {
  readonly domain: readonly [number, number];
  readonly layers: number;
  readonly edges?: readonly (readonly [number, number, number])[];
  readonly mobility?: MobilityName;
  readonly potential: (x: number, layer: number) => number;
  readonly initial: (x: number, layer: number) => number;
  readonly temperature?: number;
  readonly finalTime: number;
}

/** Cell averages by Gauss quadrature with 5 nodes, index cell * layers + layer. */
export function cellAverages(
  domain: readonly [number, number],
  cells: number,
  layers: number,
  value: (x: number, layer: number) => number,
): Float64Array {
  const h = (domain[1] - domain[0]) / cells;
  return Float64Array.from({ length: cells * layers }, (_, k) => {
    const centre = domain[0] + (Math.floor(k / layers) + 0.5) * h;
    return nodes.reduce((sum, node, j) => sum + 0.5 * weights[j] * value(centre + 0.5 * h * node, k % layers), 0);
  });
}

/** The problem of a sketch on one mesh; the initial density is taken as it is. */
export function discretize(sketch: Sketch, cells: number): Problem {
  const { domain, layers, edges = [], mobility = "logarithmic", temperature = 1, finalTime } = sketch;
  const mesh = createMesh([domain], [cells]);
  const initial = cellAverages(domain, cells, layers, sketch.initial);
  const boltzmann = cellAverages(domain, cells, layers, (x, layer) =>
    Math.exp(-sketch.potential(x, layer) / temperature),
  );
  return {
    mesh,
    graph: {
      layers: Array.from({ length: layers }, (_, layer) => String(layer)),
      tails: Int32Array.from(edges, ([tail]) => tail),
      heads: Int32Array.from(edges, ([, head]) => head),
      weights: Float64Array.from(edges, ([, , weight]) => weight),
    },
    exchange: { mobility, cost: "quadratic", mobilityAt: "previous" },
    energy: uniformEntropy(temperature, layers),
    potential: boltzmann.map((value) => -temperature * Math.log(value)),
    initial,
    mass: initial.reduce((sum, value) => sum + value, 0) * mesh.cellVolume,
    finalTime,
  };
}

export function sourceOf(sketch: Sketch): ReferenceSource {
  return { discretize: ([cells]) => discretize(sketch, cells) };
}

/** Sum over layers and cells of |a - b| times the cell width. */
export function errorL1(problem: Problem, a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0) * problem.mesh.cellVolume;
}

export function gaussian(x: number, mean: number, variance: number): number {
  return Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}

/** Box modes on two layers, V = 0, logarithmic mobility: exact for weight K. */
export const boxWeight = 3;
export function boxDensity(x: number, layer: number, t: number): number {
  const sign = layer === 0 ? 1 : -1;
  const fast = 4 * Math.PI ** 2 + 2 * boxWeight;
  return (
    0.5 *
    (1 +
      0.5 * Math.exp(-(Math.PI ** 2) * t) * Math.cos(Math.PI * x) +
      sign * (0.3 * Math.exp(-2 * boxWeight * t) + 0.15 * Math.exp(-fast * t) * Math.cos(2 * Math.PI * x)))
  );
}
export const boxModes: Sketch = {
  domain: [0, 1],
  layers: 2,
  edges: [[0, 1, boxWeight]],
  potential: () => 0,
  initial: (x, layer) => boxDensity(x, layer, 0),
  finalTime: 0.1,
};

/** Ornstein–Uhlenbeck times the heat flow of a two-node graph with weight 1. */
export function ornsteinUhlenbeckDensity(x: number, layer: number, t: number): number {
  const weight = 0.5 + (layer === 0 ? 0.4 : -0.4) * Math.exp(-2 * t);
  return weight * gaussian(x, 1.5 * Math.exp(-t), 0.5 * Math.exp(-2 * t) + 1 - Math.exp(-2 * t));
}
export const ornsteinUhlenbeck: Sketch = {
  domain: [-8, 8],
  layers: 2,
  edges: [[0, 1, 1]],
  potential: (x) => (x * x) / 2,
  initial: (x, layer) => ornsteinUhlenbeckDensity(x, layer, 0),
  finalTime: 0.5,
};

/** Three layers with different potentials and `unit` mobility, Gaussian tails. */
export const threeLayers: Sketch = {
  domain: [-8, 8],
  layers: 3,
  edges: [
    [0, 1, 1],
    [1, 2, 2],
  ],
  mobility: "unit",
  potential: (x, layer) => [(x * x) / 2, (x - 1) ** 2 / 2, x * x][layer],
  initial: (x, layer) => [0.6, 0.3, 0.1][layer] * gaussian(x, 1, 0.5),
  finalTime: 0.5,
};

export const doubleWell: Sketch = {
  domain: [-3, 3],
  layers: 1,
  potential: (x) => 2 * (x * x - 1) ** 2,
  initial: (x) => gaussian(x, 0.5, 0.1),
  finalTime: 1,
};

/** One layer, V = -x, not normalized: zero on the right wall at t = 0. */
export function fp2dDensity(x: number, t: number): number {
  const rate = Math.PI ** 2 + 1 / 4;
  return (
    Math.exp(-rate * t + x / 2) * (Math.PI * Math.cos(Math.PI * x) + 0.5 * Math.sin(Math.PI * x)) +
    Math.PI * Math.exp(x - 0.5)
  );
}
export const fp2d: Sketch = {
  domain: [0, 1],
  layers: 1,
  potential: (x) => -x,
  initial: (x) => fp2dDensity(x, 0),
  finalTime: 0.25,
};

/** Three layers in a row, with potentials and densities of no symmetry. */
export const wavy: Sketch = {
  domain: [0, 1],
  layers: 3,
  edges: [
    [0, 1, 2],
    [1, 2, 0.7],
  ],
  potential: (x, layer) => 0.8 * Math.cos(3 * x) + 0.3 * layer,
  initial: (x, layer) => 1 + 0.4 * Math.sin(5 * x + layer),
  temperature: 0.6,
  finalTime: 1,
};
