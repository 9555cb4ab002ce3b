import { createInternalEnergies, soleTemperature } from "../../model/energy.js";
import { mobilityKind, mobilityTimeKinds } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { largest } from "../../numerics/vector.js";
import { createEdgeMobility, type EdgePoint } from "./edge-mobility.js";
import { createLayerSystem } from "./layer-system.js";

/** Largest change of a logarithm in one iteration, … */
const MAX_CHANGE = 3;
/** … and the change after which the next one, its square, is below round-off. */
const SETTLED = 1e-8;
const MAX_ITERATIONS = 100;
/** Logarithm of the least density. */
const LEAST = -690;

/** The layers of one cell, where the mobility depends on their new densities (docs/method.md, eq. 7). */
export interface CellDensities {
  /** The new densities. */
  readonly f: Float64Array;
  /** By layer, the part of the new density in the density that the mobility is taken at. */
  readonly fresh: Float64Array;
  /** Takes the density before the step. */
  load(densityPrev: Float64Array): void;
  /** Takes the densities in `f` as those of the cell that begins at node `base`. */
  take(base: number): void;
  /**
   * The mobility of an edge, and its derivatives in the logarithms of the new densities; the donor of `upwind` has the
   * larger potential. Valid until the next call.
   */
  edge(e: number, xi: number): Readonly<EdgePoint>;
  /** The mixed second derivative of an edge in the logarithms of what its mobility is taken at. */
  mixed(e: number): number;
  /** f U''(f) of a layer: T for an entropy. */
  pressureSlope(layer: number): number;
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
  const mobility = createEdgeMobility(exchange.mobility);
  const isWeighted = mobilityKind(exchange.mobility).takes === "weights";
  const { weight } = mobilityTimeKinds[exchange.mobilityAt];
  const densityPrev = new Float64Array(potential.length);
  const [y, f] = [new Float64Array(layers), new Float64Array(layers)];
  const [argument, fresh] = [new Float64Array(layers), new Float64Array(layers)];
  const system = createLayerSystem(graph);
  const { right, diagonal, coupling, solution: change } = system;
  const at: EdgePoint = { theta: 0, byTail: 0, byHead: 0 };

  function take(base: number): void {
    for (let g = 0; g < layers; g++) {
      const now = f[g];
      const density = weight === 1 ? now : weight * now + (1 - weight) * densityPrev[base + g];
      argument[g] = isWeighted ? Math.exp(Math.log(density) + potential[base + g] / temperature) : density;
      fresh[g] = density > 0 ? (weight * now) / density : 1;
    }
  }

  function edge(e: number, xi: number): EdgePoint {
    const tail = tails[e];
    const head = heads[e];
    mobility.at(xi, argument[tail], argument[head], at);
    at.byTail *= fresh[tail];
    at.byHead *= fresh[head];
    return at;
  }

  const mixed = (e: number): number => mobility.mixed(argument[tails[e]], argument[heads[e]]);

  /** Minus the gradient in the logarithms, and minus the Hessian, of what `f` maximizes. */
  function fillSystem(z: Float64Array, xi: Float64Array, psi: Float64Array): void {
    for (let g = 0; g < layers; g++) {
      const { slope, curvature } = internal[g];
      const s = f[g];
      right[g] = s * (z[g] - slope(s));
      diagonal[g] = s * s * curvature(s);
    }
    for (let e = 0; e < edges; e++) {
      const tail = tails[e];
      const head = heads[e];
      edge(e, xi[e]);
      right[tail] = right[tail] + psi[e] * at.byTail;
      right[head] = right[head] + psi[e] * at.byHead;
      const a = fresh[tail];
      const b = fresh[head];
      const q = psi[e] * mixed(e);
      diagonal[tail] = diagonal[tail] + q * a * a;
      diagonal[head] = diagonal[head] + q * b * b;
      coupling[e] = q * a * b;
    }
  }

  function solve(base: number, z: Float64Array, xi: Float64Array, psi: Float64Array): boolean {
    for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, Math.log(f[g]));
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g]);
      take(base);
      fillSystem(z, xi, psi);
      system.solve();
      const most = largest(change);
      if (!(most < Number.POSITIVE_INFINITY)) return false;
      const damping = Math.min(1, MAX_CHANGE / most);
      for (let g = 0; g < layers; g++) y[g] = Math.max(LEAST, y[g] + damping * change[g]);
      if (most > SETTLED) continue;
      for (let g = 0; g < layers; g++) f[g] = Math.exp(y[g]);
      return true;
    }
    return false;
  }

  return {
    f,
    fresh,
    load: (density) => densityPrev.set(density),
    take,
    edge,
    mixed,
    pressureSlope: (layer) => f[layer] * internal[layer].curvature(f[layer]),
    solve,
  };
}
