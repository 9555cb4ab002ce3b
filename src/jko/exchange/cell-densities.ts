import { createInternalEnergies, soleTemperature } from "../../model/energy.js";
import { type Mean, meanOf } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";

/** Largest change of a logarithm in one iteration, … */
const MAX_CHANGE = 3;
/** … and the change after which the next one, its square, is below round-off. */
const SETTLED = 1e-8;
const MAX_ITERATIONS = 100;
/** Logarithm of the least density. */
const LEAST = -690;

/** The mobility of an edge at the densities of a cell, and its derivatives in the logarithms of the new ones. */
export interface EdgePoint {
  theta: number;
  byTail: number;
  byHead: number;
  /** Of tail and head; with Euler's identity the other second derivatives are minus this. */
  mixed: number;
}

/** The layers of one cell, where the mobility depends on their new densities. */
export interface CellDensities {
  /** The new densities. */
  readonly f: Float64Array;
  /** By layer, the part of the new density in the density that the mobility is taken at. */
  readonly fresh: Float64Array;
  /** Takes the density before the step. */
  load(densityPrev: Float64Array): void;
  /** Takes the densities in `f` as those of the cell that begins at node `base`. */
  take(base: number): void;
  /** The mobility of an edge; the donor of `upwind` has the larger potential. Valid until the next call. */
  edge(e: number, xi: number, withMixed: boolean): Readonly<EdgePoint>;
  /**
   * Solves U'(f) = z + sum psi d theta/df for the densities, from those without exchange in `f`.
   *
   * Newton's method in their logarithms; its matrix is a positive diagonal plus a graph Laplacian.
   *
   * @param z mu - V per layer
   * @param xi difference of the potentials per edge, and `psi`, tau K times the dual cost of it
   * @returns whether it converged
   */
  solve(base: number, z: Float64Array, xi: Float64Array, psi: Float64Array): boolean;
}

export function createCellDensities(problem: Problem): CellDensities {
  const { graph, potential, exchange } = problem;
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const internal = createInternalEnergies(problem);
  const temperature = soleTemperature(problem.energy) ?? Number.NaN;
  const upwind = exchange.mobility === "upwind";
  const mean: Mean = meanOf(
    exchange.mobility === "upwind" || exchange.mobility === "unit" ? "arithmetic" : exchange.mobility,
  );
  const weighted = exchange.mobility.startsWith("weighted");
  /** Weight of the new density in the mean that the mobility is taken at. */
  const share = exchange.mobilityAt === "midpoint" ? 0.5 : 1;
  const densityPrev = new Float64Array(potential.length);
  const [y, f] = [new Float64Array(layers), new Float64Array(layers)];
  const [argument, fresh] = [new Float64Array(layers), new Float64Array(layers)];
  const [right, diagonal, change] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const [residual, direction, image] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const coupling = new Float64Array(edges);
  const at: EdgePoint = { theta: 0, byTail: 0, byHead: 0, mixed: 0 };

  function take(base: number): void {
    for (let g = 0; g < layers; g++) {
      const now = f[g];
      const density = share === 1 ? now : share * now + (1 - share) * densityPrev[base + g];
      argument[g] = weighted ? Math.exp(Math.log(density) + potential[base + g] / temperature) : density;
      fresh[g] = density > 0 ? (share * now) / density : 1;
    }
  }

  function edge(e: number, xi: number, withMixed: boolean): EdgePoint {
    const tail = tails[e];
    const head = heads[e];
    const [s, t] = [argument[tail], argument[head]];
    if (upwind) {
      at.theta = xi > 0 ? t : s;
      at.byTail = xi > 0 ? 0 : s * fresh[tail];
      at.byHead = xi > 0 ? t * fresh[head] : 0;
      at.mixed = 0;
      return at;
    }
    at.theta = mean.value(s, t);
    at.byTail = fresh[tail] * mean.logSlope(s, t);
    at.byHead = fresh[head] * mean.logSlope(t, s);
    if (withMixed) at.mixed = mean.mixed(s, t);
    return at;
  }

  function solve(base: number, z: Float64Array, xi: Float64Array, psi: Float64Array): boolean {
    for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, Math.log(f[g]));
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g]);
      take(base);
      for (let g = 0; g < layers; g++) {
        const { slope, curvature } = internal[g];
        const s = f[g];
        right[g] = s * (z[g] - slope(s));
        diagonal[g] = s * s * curvature(s);
      }
      for (let e = 0; e < edges; e++) {
        const tail = tails[e];
        const head = heads[e];
        const weight = psi[e];
        edge(e, xi[e], true);
        right[tail] = right[tail] + weight * at.byTail;
        right[head] = right[head] + weight * at.byHead;
        const [a, b] = [fresh[tail], fresh[head]];
        const q = weight * at.mixed;
        diagonal[tail] = diagonal[tail] + q * a * a;
        diagonal[head] = diagonal[head] + q * b * b;
        coupling[e] = q * a * b;
      }
      solveChange();
      let largest = 0;
      for (let g = 0; g < layers; g++) largest = Math.max(largest, Math.abs(change[g]));
      if (!(largest < Number.POSITIVE_INFINITY)) return false;
      const damping = Math.min(1, MAX_CHANGE / largest);
      for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, y[g] + damping * change[g]);
      if (largest <= SETTLED) {
        for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g]);
        return true;
      }
    }
    return false;
  }
  /** Solves for `change`: a positive diagonal minus couplings. Directly for pairs, else by conjugate gradients. */
  function solveChange(): void {
    if (layers === 2 && edges === 1) {
      const [a, b, c] = [diagonal[0], diagonal[1], coupling[0]];
      const determinant = a * b - c * c;
      change[0] = (b * right[0] + c * right[1]) / determinant;
      change[1] = (a * right[1] + c * right[0]) / determinant;
      return;
    }
    change.fill(0);
    residual.set(right);
    let size = 0;
    for (let g = 0; g < layers; g++) {
      direction[g] = residual[g] / diagonal[g];
      size += residual[g] * direction[g];
    }
    const goal = 1e-24 * size;
    for (let k = 0; k < 4 * layers && size > goal; k++) {
      for (let g = 0; g < layers; g++) image[g] = diagonal[g] * direction[g];
      for (let e = 0; e < edges; e++) {
        const tail = tails[e];
        const head = heads[e];
        image[tail] = image[tail] - coupling[e] * direction[head];
        image[head] = image[head] - coupling[e] * direction[tail];
      }
      let curvature = 0;
      for (let g = 0; g < layers; g++) curvature += direction[g] * image[g];
      const step = size / curvature;
      let sizeNew = 0;
      for (let g = 0; g < layers; g++) {
        change[g] = change[g] + step * direction[g];
        residual[g] = residual[g] - step * image[g];
        sizeNew += residual[g] ** 2 / diagonal[g];
      }
      for (let g = 0; g < layers; g++) {
        direction[g] = residual[g] / diagonal[g] + (sizeNew / size) * direction[g];
      }
      size = sizeNew;
    }
  }

  return { f, fresh, load: (density) => densityPrev.set(density), take, edge, solve };
}
