import { soleTemperature } from "../model/energy.js";
import { costKinds } from "../model/exchange.js";
import type { Mesh } from "../model/mesh.js";
import type { Problem } from "../model/problem.js";
import { laplacianEigen, type WeightedGraph } from "../numerics/laplacian-eigen.js";
import { laplacianExponential } from "../numerics/laplacian-exponential.js";
import { modesObstacle, refuseObstacle } from "./closed-modes.js";
import { expandCosines, type ModeExpansion, sumModes, weightedGraph } from "./cosine-modes.js";
import type { TimeFraction } from "./times.js";
import type { SolutionTable } from "./types.js";

/** Solutions by modes in closed form. */
export interface ModeSolutions {
  readonly description: string;
  onMesh(problem: Problem, times: readonly TimeFraction[]): readonly SolutionTable[string][];
}

/**
 * The limit for one constant potential on all layers, as cosines along each axis times eigenvectors of the graph
 * Laplacian.
 *
 * With equal constant V and logarithmic mobility the limit is linear, f_t = T lap f + T sum K (f' - f), since
 * theta (log f' - log f) = f' - f. Mode (k, j) decays at the rate T (k^2 pi^2 / L^2 + lambda_j), with the sum of the
 * squares over the axes. The average of cos(k pi x) over a cell is its value at the centre times sin(q)/q,
 * q = k pi h / 2L; dividing by that factor turns the cosine sums of cell averages into the exact coefficients of smooth
 * data, multiplying by it gives exact cell averages. The companion keeps half the modes of half the mesh, and takes the
 * exponential of the Laplacian from a series and squarings instead of eigenpairs.
 *
 * @param fine the problem on the mesh of the expansion, `coarse` on half of its cells
 * @throws {InputError} where it does not apply, saying why
 */
export function relaxingModes(fine: Problem, coarse: Problem): ModeSolutions {
  const [all, half] = [expand(fine, byEigenpairs), expand(coarse, bySquaring)];
  return {
    description: "closed form: cosines times eigenvectors of the graph Laplacian",
    onMesh: ({ mesh, finalTime }, times) =>
      times.map(({ n, steps }) => {
        const t = (finalTime * n) / steps;
        return { density: evaluate(all, mesh, t), companion: evaluate(half, mesh, t) };
      }),
  };
}

/** Why the closed form does not hold for a problem, or null where it does. */
export function spectralObstacle(problem: Problem): string | null {
  const { graph, exchange } = problem;
  const obstacle = modesObstacle(problem);
  if (obstacle !== null) return obstacle;
  if (graph.weights.length > 0 && !isLinear(exchange)) {
    return `the exchange is nonlinear for the mobility ${exchange.mobility} with the ${exchange.cost} cost; it needs logarithmic with quadratic, or geometric with cosh`;
  }
  return null;
}

/** Whether equal potentials make the exchange K T (f' - f). */
function isLinear({ mobility, cost }: Problem["exchange"]): boolean {
  return mobility === costKinds[cost].linearWith;
}

interface Expansion extends ModeExpansion {
  readonly temperature: number;
  /** What the columns of the expansion have become at a time, in units of 1/T. */
  relaxed(time: number): Float64Array;
}

/** How exchange relaxes what is expanded: in the columns of `vectors` where there are any, else layer by layer. */
type Relaxation = (graph: WeightedGraph) => Pick<Expansion, "relaxed"> & { readonly vectors?: Float64Array };

const byEigenpairs: Relaxation = (graph) => {
  const { values, vectors } = laplacianEigen(graph);
  const relaxed = (time: number) => vectors.map((entry, k) => entry * Math.exp(-time * values[k % values.length]));
  return { vectors, relaxed };
};

const bySquaring: Relaxation = (graph) => {
  const known = new Map<number, Float64Array>();
  const relaxed = (time: number) => {
    const exponential = known.get(time) ?? laplacianExponential(graph, time);
    known.set(time, exponential);
    return exponential;
  };
  return { relaxed };
};

function expand(problem: Problem, relaxation: Relaxation): Expansion {
  refuseObstacle(spectralObstacle(problem));
  const { initial, mesh, graph, energy } = problem;
  const { vectors, relaxed } = relaxation(weightedGraph(graph));
  const cosines = expandCosines(initial, mesh, graph.layers.length, vectors);
  return { ...cosines, relaxed, temperature: soleTemperature(energy) as number };
}

/** Cell averages of the expansion at time t. */
function evaluate(expansion: Expansion, mesh: Mesh, t: number): Float64Array {
  const { temperature } = expansion;
  return sumModes(expansion, mesh, expansion.relaxed(temperature * t), (k, axis) => {
    const [lower, upper] = mesh.domain[axis];
    const wave = Math.PI / (upper - lower);
    return Math.exp(-temperature * (k * wave) ** 2 * t);
  });
}
