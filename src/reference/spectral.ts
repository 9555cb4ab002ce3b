import { InputError } from "../errors.js";
import { soleTemperature } from "../model/energy.js";
import type { Graph } from "../model/graph.js";
import type { Mesh } from "../model/mesh.js";
import type { Problem } from "../model/problem.js";
import { type Eigenpairs, LibraryError, symmetricEigenpairs } from "../numerics/numeric-library.js";
import { tabulate } from "./tabulate.js";
import { type ReferenceData, type ReferenceDemand, ReferenceFailure, type ReferenceSource } from "./types.js";

/** Cells per axis on which the initial density is expanded, by the number of axes; a quarter as many cosines are kept. */
const expansionCells = [2048, 128];
const cellsPerMode = 4;

/**
 * The limit for one constant potential on all layers, as cosines along each axis times eigenvectors of the graph Laplacian.
 *
 * With equal constant V and logarithmic mobility the limit is linear, f_t = T lap f + T sum K (f' - f), since
 * theta (log f' - log f) = f' - f. Mode (k, j) decays at the rate T (k^2 pi^2 / L^2 + lambda_j), with the sum of the
 * squares over the axes. The average of cos(k pi x) over a cell is its value at the centre times sin(q)/q,
 * q = k pi h / 2L; dividing by that factor turns the cosine sums of cell averages into the exact coefficients of smooth
 * data, multiplying by it gives exact cell averages. The companion keeps half the modes of half the mesh.
 *
 * @throws {InputError} where it does not apply, saying why
 */
export function prepareSpectral(source: ReferenceSource, demand: ReferenceDemand): ReferenceData {
  const axes = (demand.levels[0] as ReferenceDemand["levels"][number]).cells.length;
  const cells = Array.from({ length: axes }, () => expansionCells[axes - 1] as number);
  const fine = expand(source.discretize(cells));
  const coarse = expand(source.discretize(cells.map((count) => count / 2)));
  return {
    kind: "spectral",
    description: "closed form: cosines times eigenvectors of the graph Laplacian",
    companionFactor: 1,
    solutions: tabulate(demand, (cells, n, steps) => {
      const { mesh, finalTime } = source.discretize(cells);
      const t = (finalTime * n) / steps;
      return { density: evaluate(fine, mesh, t), companion: evaluate(coarse, mesh, t) };
    }),
  };
}

/** Why the closed form does not hold for a problem, or null where it does. */
export function spectralObstacle({ graph, potential, exchange, energy }: Problem): string | null {
  const temperature = soleTemperature(energy);
  if (temperature === undefined) return "it needs an entropy with the same temperature in all layers";
  const lowest = potential.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = potential.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(highest - lowest <= 1e-12 * (temperature + Math.abs(lowest)))) {
    return "it needs the same constant potential on all layers";
  }
  if (graph.weights.length > 0 && !isLinear(exchange)) {
    return `the exchange is nonlinear for the mobility ${exchange.mobility} with the ${exchange.cost} cost; it needs logarithmic with quadratic, or geometric with cosh`;
  }
  return null;
}

/** Whether equal potentials make the exchange K T (f' - f). */
function isLinear({ mobility, cost }: Problem["exchange"]): boolean {
  return mobility === (cost === "cosh" ? "geometric" : "logarithmic");
}

interface Expansion {
  readonly layers: number;
  /** Cosines per axis. */
  readonly modes: readonly number[];
  /** Amplitude of mode (k, j), the first axis fastest but for the eigenvector j: `amplitudes[k * layers + j]`. */
  readonly amplitudes: Float64Array;
  readonly eigenpairs: Eigenpairs;
  readonly temperature: number;
}

function expand(problem: Problem): Expansion {
  const obstacle = spectralObstacle(problem);
  if (obstacle !== null) {
    throw new InputError(`the spectral reference does not apply: ${obstacle}`, {
      path: "reference.kind",
      value: "spectral",
      remedy: "Use finite-volume or auto",
    });
  }
  const { mesh, graph } = problem;
  const temperature = soleTemperature(problem.energy) as number;
  const layers = graph.layers.length;
  const modes = mesh.cells.map((count) => count / cellsPerMode);
  const eigenpairs = laplacianEigenpairs(graph);
  const cosines = alongAxes(problem.initial, mesh.cells, modes, layers, cosineCoefficients);
  const amplitudes = new Float64Array(cosines.length);
  for (let base = 0; base < cosines.length; base += layers) {
    for (let j = 0; j < layers; j++) {
      let sum = 0;
      for (let g = 0; g < layers; g++) {
        sum += (cosines[base + g] as number) * (eigenpairs.vectors[g * layers + j] as number);
      }
      amplitudes[base + j] = sum;
    }
  }
  return { layers, modes, amplitudes, eigenpairs, temperature };
}

/** The rows and columns of a matrix along one axis, from `rows` numbers to `columns`. */
type AxisMatrix = (rows: number, columns: number, axis: number) => Float64Array;

/** Applies a matrix along every axis to values of shape `from`, which become values of shape `to`. */
function alongAxes(
  values: Float64Array,
  from: readonly number[],
  to: readonly number[],
  layers: number,
  matrixOf: AxisMatrix,
): Float64Array {
  let current = values;
  let inner = layers;
  for (const [axis, count] of to.entries()) {
    const rows = from[axis] as number;
    const outer = current.length / (inner * rows);
    current = applyMatrix(current, matrixOf(rows, count, axis), rows, count, inner, outer);
    inner *= count;
  }
  return current;
}

/** out[o, k, i] = sum over r of matrix[k, r] values[o, r, i]. */
function applyMatrix(
  values: Float64Array,
  matrix: Float64Array,
  rows: number,
  columns: number,
  inner: number,
  outer: number,
): Float64Array {
  const out = new Float64Array(outer * columns * inner);
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < columns; k++) {
      const target = (o * columns + k) * inner;
      for (let r = 0; r < rows; r++) {
        const weight = matrix[k * rows + r] as number;
        if (weight === 0) continue;
        const source = (o * rows + r) * inner;
        for (let i = 0; i < inner; i++) {
          out[target + i] = (out[target + i] as number) + weight * (values[source + i] as number);
        }
      }
    }
  }
  return out;
}

/** Eigenpairs of L = D - K. */
export function laplacianEigenpairs({ layers, tails, heads, weights }: Graph): Eigenpairs {
  const size = layers.length;
  const laplacian = new Float64Array(size * size);
  const add = (row: number, column: number, value: number) => {
    laplacian[row * size + column] = (laplacian[row * size + column] as number) + value;
  };
  weights.forEach((weight, e) => {
    const [a, b] = [tails[e] as number, heads[e] as number];
    add(a, a, weight);
    add(b, b, weight);
    add(a, b, -weight);
    add(b, a, -weight);
  });
  try {
    return symmetricEigenpairs(laplacian, size);
  } catch (error) {
    if (error instanceof LibraryError) throw new ReferenceFailure("spectral", "nonFinite", error.message);
    throw error;
  }
}

/** The coefficients c_k of f(x) = sum c_k cos(k pi x / L) from cell averages, as a matrix. */
function cosineCoefficients(cells: number, modes: number): Float64Array {
  const cosine = cosineTable(cells);
  const matrix = new Float64Array(modes * cells);
  for (let k = 0; k < modes; k++) {
    const scale = (k === 0 ? 1 : 2) / (cells * sinc(k, cells));
    for (let cell = 0; cell < cells; cell++) {
      matrix[k * cells + cell] = scale * (cosine[(k * (2 * cell + 1)) % (4 * cells)] as number);
    }
  }
  return matrix;
}

/** Cell averages of the expansion at time t. */
function evaluate(
  { layers, modes, amplitudes, eigenpairs, temperature }: Expansion,
  mesh: Mesh,
  t: number,
): Float64Array {
  const relaxed = relaxLayers(amplitudes, layers, eigenpairs, temperature * t);
  return alongAxes(relaxed, modes, mesh.cells, layers, (count, cells, axis) => {
    const [lower, upper] = mesh.domain[axis] as readonly [number, number];
    const wave = Math.PI / (upper - lower);
    const cosine = cosineTable(cells);
    const matrix = new Float64Array(cells * count);
    for (let k = 0; k < count; k++) {
      const decay = Math.exp(-temperature * (k * wave) ** 2 * t) * sinc(k, cells);
      for (let cell = 0; cell < cells; cell++) {
        matrix[cell * count + k] = decay * (cosine[(k * (2 * cell + 1)) % (4 * cells)] as number);
      }
    }
    return matrix;
  });
}

/** Cosine amplitudes per layer after the graph has relaxed for a time, temperature included. */
function relaxLayers(
  amplitudes: Float64Array,
  layers: number,
  { values, vectors }: Eigenpairs,
  time: number,
): Float64Array {
  const out = new Float64Array(amplitudes.length);
  const factors = Float64Array.from({ length: layers }, (_, j) => Math.exp(-time * (values[j] as number)));
  for (let base = 0; base < out.length; base += layers) {
    for (let g = 0; g < layers; g++) {
      let sum = 0;
      for (let j = 0; j < layers; j++) {
        sum += (amplitudes[base + j] as number) * (factors[j] as number) * (vectors[g * layers + j] as number);
      }
      out[base + g] = sum;
    }
  }
  return out;
}

/** cos(pi m / 2N) for m = 0 … 4N - 1: cos(k pi x_i / L) at the centre x_i is entry k (2i + 1) mod 4N. */
function cosineTable(cells: number): Float64Array {
  return Float64Array.from({ length: 4 * cells }, (_, m) => Math.cos((Math.PI * m) / (2 * cells)));
}

/** Average of a cosine over a cell relative to its value at the centre. */
function sinc(k: number, cells: number): number {
  const q = (k * Math.PI) / (2 * cells);
  return q === 0 ? 1 : Math.sin(q) / q;
}
