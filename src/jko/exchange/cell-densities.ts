import { createInternalEnergies, type InternalEnergy, soleTemperature } from "../../model/energy.js";
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
  /** Part of the new density in the one the mobility is taken at, relative to that, per layer. */
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
  /** Share of the new density in the one the mobility is taken at. */
  const share = exchange.mobilityAt === "midpoint" ? 0.5 : 1;
  const densityPrev = new Float64Array(potential.length);
  const [y, f] = [new Float64Array(layers), new Float64Array(layers)];
  const [argument, fresh] = [new Float64Array(layers), new Float64Array(layers)];
  const [right, diagonal, change] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const [rest, direction, image] = [new Float64Array(layers), new Float64Array(layers), new Float64Array(layers)];
  const coupling = new Float64Array(edges);
  const at: EdgePoint = { theta: 0, byTail: 0, byHead: 0, mixed: 0 };

  function take(base: number): void {
    for (let g = 0; g < layers; g++) {
      const now = f[g] as number;
      const taken = share === 1 ? now : share * now + (1 - share) * (densityPrev[base + g] as number);
      argument[g] = weighted ? Math.exp(Math.log(taken) + (potential[base + g] as number) / temperature) : taken;
      fresh[g] = taken > 0 ? (share * now) / taken : 1;
    }
  }

  function edge(e: number, xi: number, withMixed: boolean): EdgePoint {
    const tail = tails[e] as number;
    const head = heads[e] as number;
    const [s, t] = [argument[tail] as number, argument[head] as number];
    if (upwind) {
      at.theta = xi > 0 ? t : s;
      at.byTail = xi > 0 ? 0 : s * (fresh[tail] as number);
      at.byHead = xi > 0 ? t * (fresh[head] as number) : 0;
      at.mixed = 0;
      return at;
    }
    at.theta = mean.value(s, t);
    at.byTail = (fresh[tail] as number) * mean.logSlope(s, t);
    at.byHead = (fresh[head] as number) * mean.logSlope(t, s);
    if (withMixed) at.mixed = mean.mixed(s, t);
    return at;
  }

  function solve(base: number, z: Float64Array, xi: Float64Array, psi: Float64Array): boolean {
    for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, Math.log(f[g] as number));
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g] as number);
      take(base);
      for (let g = 0; g < layers; g++) {
        const { slope, curvature } = internal[g] as InternalEnergy;
        const s = f[g] as number;
        right[g] = s * ((z[g] as number) - slope(s));
        diagonal[g] = s * s * curvature(s);
      }
      for (let e = 0; e < edges; e++) {
        const tail = tails[e] as number;
        const head = heads[e] as number;
        const weight = psi[e] as number;
        edge(e, xi[e] as number, true);
        right[tail] = (right[tail] as number) + weight * at.byTail;
        right[head] = (right[head] as number) + weight * at.byHead;
        const [a, b] = [fresh[tail] as number, fresh[head] as number];
        const q = weight * at.mixed;
        diagonal[tail] = (diagonal[tail] as number) + q * a * a;
        diagonal[head] = (diagonal[head] as number) + q * b * b;
        coupling[e] = q * a * b;
      }
      solveChange();
      let largest = 0;
      for (let g = 0; g < layers; g++) largest = Math.max(largest, Math.abs(change[g] as number));
      if (!(largest < Number.POSITIVE_INFINITY)) return false;
      const damping = Math.min(1, MAX_CHANGE / largest);
      for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, (y[g] as number) + damping * (change[g] as number));
      if (largest <= SETTLED) {
        for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g] as number);
        return true;
      }
    }
    return false;
  }
  /** Solves for `change`: a positive diagonal minus couplings. Directly for pairs, else by conjugate gradients. */
  function solveChange(): void {
    if (layers === 2 && edges === 1) {
      const [a, b, c] = [diagonal[0] as number, diagonal[1] as number, coupling[0] as number];
      const determinant = a * b - c * c;
      change[0] = (b * (right[0] as number) + c * (right[1] as number)) / determinant;
      change[1] = (a * (right[1] as number) + c * (right[0] as number)) / determinant;
      return;
    }
    change.fill(0);
    rest.set(right);
    let size = 0;
    for (let g = 0; g < layers; g++) {
      direction[g] = (rest[g] as number) / (diagonal[g] as number);
      size += (rest[g] as number) * (direction[g] as number);
    }
    const goal = 1e-24 * size;
    for (let k = 0; k < 4 * layers && size > goal; k++) {
      for (let g = 0; g < layers; g++) image[g] = (diagonal[g] as number) * (direction[g] as number);
      for (let e = 0; e < edges; e++) {
        const tail = tails[e] as number;
        const head = heads[e] as number;
        image[tail] = (image[tail] as number) - (coupling[e] as number) * (direction[head] as number);
        image[head] = (image[head] as number) - (coupling[e] as number) * (direction[tail] as number);
      }
      let curvature = 0;
      for (let g = 0; g < layers; g++) curvature += (direction[g] as number) * (image[g] as number);
      const step = size / curvature;
      let sizeNew = 0;
      for (let g = 0; g < layers; g++) {
        change[g] = (change[g] as number) + step * (direction[g] as number);
        rest[g] = (rest[g] as number) - step * (image[g] as number);
        sizeNew += (rest[g] as number) ** 2 / (diagonal[g] as number);
      }
      for (let g = 0; g < layers; g++) {
        direction[g] = (rest[g] as number) / (diagonal[g] as number) + (sizeNew / size) * (direction[g] as number);
      }
      size = sizeNew;
    }
  }

  return { f, fresh, load: (density) => densityPrev.set(density), take, edge, solve };
}
