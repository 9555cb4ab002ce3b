import { InputError } from "../errors.js";
import type { Graph } from "../model/graph.js";
import type { Mesh } from "../model/mesh.js";
import type { Problem } from "../model/problem.js";
import { type Eigenpairs, LibraryError, symmetricEigenpairs } from "../numerics/numeric-library.js";
import { tabulate } from "./tabulate.js";
import { type ReferenceData, type ReferenceDemand, ReferenceFailure, type ReferenceSource } from "./types.js";

/** Cells on which the initial density is expanded, and the number of cosines that are kept. */
const expansionCells = 2048;
const expansionModes = 512;

/**
 * The limit for one constant potential on all layers, as cosines in x times eigenvectors of the graph Laplacian.
 *
 * With equal constant V and logarithmic mobility the limit is linear, f_t = T f_xx + T sum K (f' - f), since
 * theta (log f' - log f) = f' - f. Mode (k, j) decays at the rate T (k^2 pi^2 / L^2 + lambda_j). The average of cos(k pi x)
 * over a cell is its value at the centre times sin(q)/q, q = k pi h / 2L; dividing by that factor turns the cosine sums of
 * cell averages into the exact coefficients of smooth data, multiplying by it gives exact cell averages. The companion keeps
 * half the modes of half the mesh.
 *
 * @throws {InputError} where it does not apply, saying why
 */
export function prepareSpectral(source: ReferenceSource, demand: ReferenceDemand): ReferenceData {
  const fine = expand(source.discretize([expansionCells]), expansionModes);
  const coarse = expand(source.discretize([expansionCells / 2]), expansionModes / 2);
  return {
    kind: "spectral",
    description: "closed form: cosines in x times eigenvectors of the graph Laplacian",
    companionFactor: 1,
    solutions: tabulate(demand, (cells, n, steps) => {
      const { mesh, finalTime } = source.discretize(cells);
      const t = (finalTime * n) / steps;
      return { density: evaluate(fine, mesh, t), companion: evaluate(coarse, mesh, t) };
    }),
  };
}

/** Why the closed form does not hold for a problem, or null where it does. */
export function spectralObstacle({ mesh, graph, potential, exchange, temperature }: Problem): string | null {
  if (mesh.cells.length !== 1) return "it is available on one axis only";
  const lowest = potential.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = potential.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(highest - lowest <= 1e-12 * (temperature + Math.abs(lowest)))) {
    return "it needs the same constant potential on all layers";
  }
  if (graph.weights.length > 0 && exchange.mobility !== "logarithmic") {
    return `the exchange is nonlinear for the mobility ${exchange.mobility}; it needs logarithmic`;
  }
  return null;
}

interface Expansion {
  readonly layers: number;
  readonly modes: number;
  /** Amplitude of mode (k, j): `amplitudes[k * layers + j]`. */
  readonly amplitudes: Float64Array;
  readonly eigenpairs: Eigenpairs;
  readonly temperature: number;
}

function expand(problem: Problem, modes: number): Expansion {
  const obstacle = spectralObstacle(problem);
  if (obstacle !== null) {
    throw new InputError(`the spectral reference does not apply: ${obstacle}`, {
      path: "reference.kind",
      value: "spectral",
      remedy: "Use finite-volume or auto",
    });
  }
  const layers = problem.graph.layers.length;
  const eigenpairs = laplacianEigenpairs(problem.graph);
  const cosines = cosineCoefficients(problem, modes);
  const amplitudes = new Float64Array(modes * layers);
  for (let k = 0; k < modes; k++) {
    for (let j = 0; j < layers; j++) {
      let sum = 0;
      for (let g = 0; g < layers; g++) {
        sum += (cosines[k * layers + g] as number) * (eigenpairs.vectors[g * layers + j] as number);
      }
      amplitudes[k * layers + j] = sum;
    }
  }
  return { layers, modes, amplitudes, eigenpairs, temperature: problem.temperature };
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

/** Coefficients c_k of f(x) = sum c_k cos(k pi x / L) per layer, index `k * layers + layer`, from cell averages. */
function cosineCoefficients({ mesh, graph, initial }: Problem, modes: number): Float64Array {
  const cells = mesh.size;
  const layers = graph.layers.length;
  const out = new Float64Array(modes * layers);
  const cosine = cosineTable(cells);
  for (let k = 0; k < modes; k++) {
    const scale = (k === 0 ? 1 : 2) / (cells * sinc(k, cells));
    for (let cell = 0; cell < cells; cell++) {
      const weight = scale * (cosine[(k * (2 * cell + 1)) % (4 * cells)] as number);
      for (let g = 0; g < layers; g++) {
        out[k * layers + g] = (out[k * layers + g] as number) + weight * (initial[cell * layers + g] as number);
      }
    }
  }
  return out;
}

/** Cell averages of the expansion at time t. */
function evaluate(
  { layers, modes, amplitudes, eigenpairs, temperature }: Expansion,
  mesh: Mesh,
  t: number,
): Float64Array {
  const cells = mesh.size;
  const [lower, upper] = mesh.domain[0] as readonly [number, number];
  const wave = Math.PI / (upper - lower);
  const cosine = cosineTable(cells);
  const out = new Float64Array(cells * layers);
  for (let k = 0; k < modes; k++) {
    const decay = Math.exp(-temperature * (k * wave) ** 2 * t) * sinc(k, cells);
    if (decay === 0) continue;
    for (let g = 0; g < layers; g++) {
      let amplitude = 0;
      for (let j = 0; j < layers; j++) {
        const relaxed = Math.exp(-temperature * (eigenpairs.values[j] as number) * t);
        amplitude += (amplitudes[k * layers + j] as number) * relaxed * (eigenpairs.vectors[g * layers + j] as number);
      }
      for (let cell = 0; cell < cells; cell++) {
        const value = decay * amplitude * (cosine[(k * (2 * cell + 1)) % (4 * cells)] as number);
        out[cell * layers + g] = (out[cell * layers + g] as number) + value;
      }
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
