import type { Graph } from "../model/graph.js";
import type { Mesh } from "../model/mesh.js";
import type { WeightedGraph } from "../numerics/laplacian-eigen.js";

/** Cells per axis on which functions are expanded, by the number of axes; a quarter as many cosines are kept. */
const cellsByAxes = [2048, 128];
const cellsPerMode = 4;

/** Cells on every axis of the mesh that functions on so many axes are expanded on. */
export function expansionCells(axes: number): readonly number[] {
  return Array.from({ length: axes }, () => cellsByAxes[axes - 1]);
}

/** A function as a sum of cosines along each axis times vectors of numbers on the graph. */
export interface ModeExpansion {
  readonly layers: number;
  /** Cosines per axis. */
  readonly modes: readonly number[];
  /** Amplitude of mode (k, j), the first axis fastest but for the vector j: `amplitudes[k * layers + j]`. */
  readonly amplitudes: Float64Array;
}

/**
 * The expansion of cell averages, index `cell * layers + layer`, in cosines of each layer, or times orthonormal columns
 * of `vectors`.
 */
export function expandCosines(
  averages: Float64Array,
  mesh: Mesh,
  layers: number,
  vectors?: Float64Array,
): ModeExpansion {
  const modes = mesh.cells.map((count) => count / cellsPerMode);
  const amplitudes = alongAxes(averages, mesh.cells, modes, layers, cosineCoefficients);
  return { layers, modes, amplitudes: vectors === undefined ? amplitudes : inVectors(amplitudes, layers, vectors) };
}

/** Amplitudes per vector from those per layer. */
function inVectors(amplitudes: Float64Array, layers: number, vectors: Float64Array): Float64Array {
  const turned = new Float64Array(amplitudes.length);
  for (let base = 0; base < turned.length; base += layers) {
    for (let j = 0; j < layers; j++) {
      let sum = 0;
      for (let g = 0; g < layers; g++) {
        sum += amplitudes[base + g] * vectors[g * layers + j];
      }
      turned[base + j] = sum;
    }
  }
  return turned;
}

/**
 * Cell averages of an expansion, its modes multiplied by factors first.
 *
 * @param vectors what stands for vector j: column j
 * @param byCosine factor of the cosine k along an axis
 */
export function sumModes(
  { layers, modes, amplitudes }: ModeExpansion,
  mesh: Mesh,
  vectors: Float64Array,
  byCosine: (k: number, axis: number) => number,
): Float64Array {
  return alongAxes(layersOf(amplitudes, layers, vectors), modes, mesh.cells, layers, (count, cells, axis) => {
    const cosine = cosineTable(cells);
    const matrix = new Float64Array(cells * count);
    for (let k = 0; k < count; k++) {
      const factor = byCosine(k, axis) * sinc(k, cells);
      for (let cell = 0; cell < cells; cell++) {
        matrix[cell * count + k] = factor * cosine[(k * (2 * cell + 1)) % (4 * cells)];
      }
    }
    return matrix;
  });
}

/** The graph of a model as that of a Laplacian. */
export function weightedGraph({ layers, tails, heads, weights }: Graph): WeightedGraph {
  return { size: layers.length, tails, heads, weights };
}

/** Cosine amplitudes per layer from those per vector. */
function layersOf(amplitudes: Float64Array, layers: number, vectors: Float64Array): Float64Array {
  const out = new Float64Array(amplitudes.length);
  for (let base = 0; base < out.length; base += layers) {
    for (let g = 0; g < layers; g++) {
      let sum = 0;
      for (let j = 0; j < layers; j++) sum += amplitudes[base + j] * vectors[g * layers + j];
      out[base + g] = sum;
    }
  }
  return out;
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
    const rows = from[axis];
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
        const weight = matrix[k * rows + r];
        if (weight === 0) continue;
        const source = (o * rows + r) * inner;
        for (let i = 0; i < inner; i++) {
          out[target + i] = out[target + i] + weight * values[source + i];
        }
      }
    }
  }
  return out;
}

/** The coefficients c_k of f(x) = sum c_k cos(k pi x / L) from cell averages, as a matrix. */
function cosineCoefficients(cells: number, modes: number): Float64Array {
  const cosine = cosineTable(cells);
  const matrix = new Float64Array(modes * cells);
  for (let k = 0; k < modes; k++) {
    const scale = (k === 0 ? 1 : 2) / (cells * sinc(k, cells));
    for (let cell = 0; cell < cells; cell++) {
      matrix[k * cells + cell] = scale * cosine[(k * (2 * cell + 1)) % (4 * cells)];
    }
  }
  return matrix;
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
