import type { Graph } from "../model/graph.js";
import type { Mesh } from "../model/mesh.js";
import { type Eigenpairs, LibraryError, symmetricEigenpairs } from "../numerics/numeric-library.js";
import { ReferenceFailure } from "./types.js";

/** Cells per axis on which functions are expanded, by the number of axes; a quarter as many cosines are kept. */
const cellsByAxes = [2048, 128];
const cellsPerMode = 4;

/** Cells on every axis of the mesh that functions on so many axes are expanded on. */
export function expansionCells(axes: number): readonly number[] {
  return Array.from({ length: axes }, () => cellsByAxes[axes - 1] as number);
}

/** A function as a sum of cosines along each axis times eigenvectors of the graph Laplacian. */
export interface ModeExpansion {
  readonly layers: number;
  /** Cosines per axis. */
  readonly modes: readonly number[];
  /** Amplitude of mode (k, j), the first axis fastest but for the eigenvector j: `amplitudes[k * layers + j]`. */
  readonly amplitudes: Float64Array;
  readonly eigenpairs: Eigenpairs;
}

/** The expansion of cell averages, index `cell * layers + layer`. */
export function expandModes(averages: Float64Array, mesh: Mesh, graph: Graph): ModeExpansion {
  const layers = graph.layers.length;
  const modes = mesh.cells.map((count) => count / cellsPerMode);
  const eigenpairs = laplacianEigenpairs(graph);
  const cosines = alongAxes(averages, mesh.cells, modes, layers, cosineCoefficients);
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
  return { layers, modes, amplitudes, eigenpairs };
}

/**
 * Cell averages of an expansion, its modes multiplied by factors first.
 *
 * @param byEigenvector one factor per eigenvector of the graph
 * @param byCosine factor of the cosine k along an axis
 */
export function sumModes(
  { layers, modes, amplitudes, eigenpairs }: ModeExpansion,
  mesh: Mesh,
  byEigenvector: Float64Array,
  byCosine: (k: number, axis: number) => number,
): Float64Array {
  const byLayer = layersOf(amplitudes, layers, eigenpairs.vectors, byEigenvector);
  return alongAxes(byLayer, modes, mesh.cells, layers, (count, cells, axis) => {
    const cosine = cosineTable(cells);
    const matrix = new Float64Array(cells * count);
    for (let k = 0; k < count; k++) {
      const factor = byCosine(k, axis) * sinc(k, cells);
      for (let cell = 0; cell < cells; cell++) {
        matrix[cell * count + k] = factor * (cosine[(k * (2 * cell + 1)) % (4 * cells)] as number);
      }
    }
    return matrix;
  });
}

/** Cosine amplitudes per layer from those per eigenvector. */
function layersOf(
  amplitudes: Float64Array,
  layers: number,
  vectors: Float64Array,
  factors: Float64Array,
): Float64Array {
  const out = new Float64Array(amplitudes.length);
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
function laplacianEigenpairs({ layers, tails, heads, weights }: Graph): Eigenpairs {
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

/** cos(pi m / 2N) for m = 0 … 4N - 1: cos(k pi x_i / L) at the centre x_i is entry k (2i + 1) mod 4N. */
function cosineTable(cells: number): Float64Array {
  return Float64Array.from({ length: 4 * cells }, (_, m) => Math.cos((Math.PI * m) / (2 * cells)));
}

/** Average of a cosine over a cell relative to its value at the centre. */
function sinc(k: number, cells: number): number {
  const q = (k * Math.PI) / (2 * cells);
  return q === 0 ? 1 : Math.sin(q) / q;
}
