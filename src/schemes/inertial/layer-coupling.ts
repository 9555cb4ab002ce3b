import { chemicalPotential, soleTemperature } from "../../model/energy.js";
import { mobilityKind } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";

/** Where the potential of an edge would turn over, because one of its layers is nearly empty. */
export interface Vacuum {
  readonly cell: number;
  readonly edge: number;
}

/** What the potentials of different layers do to each other. */
export interface LayerCoupling {
  /**
   * The Hamilton-Jacobi equation along the edges for a time s: phi -= s/2 sum K d theta/df (phi - phi')².
   *
   * One explicit step. The difference of an edge by itself follows xi' = -K/2 (d1 theta - d2 theta) xi²; where that
   * would take more than the whole of it, a layer is being drained, d theta/df grows without bound, and it returns
   * where.
   */
  advance(density: Float64Array, phi: Float64Array): Vacuum | undefined;
  /** 1/2 sum over edges and cells of v K theta (phi - phi')². */
  kinetic(density: Float64Array, phi: Float64Array): number;
}

/**
 * (phi_head - phi_tail) / tau of every cell and edge: differences of potential with which exchange goes on by itself.
 */
export function fillCarried({ mesh, graph }: Problem, phi: Float64Array, tau: number, carried: Float64Array): void {
  const { tails, heads, layers } = graph;
  for (let cell = 0, base = 0, k = 0; cell < mesh.size; cell++, base += layers.length) {
    for (let e = 0; e < tails.length; e++, k++) {
      carried[k] = (phi[base + heads[e]] - phi[base + tails[e]]) / tau;
    }
  }
}

/** @param time s > 0 */
export function createLayerCoupling(problem: Problem, time: number): LayerCoupling {
  const { mesh, graph, exchange, energy } = problem;
  const { tails, heads, weights } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const { value: theta, logSlope, takes } = mobilityKind(exchange.mobility);
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const isUpwind = takes === "donor";
  const isWeighted = takes === "weights";
  const mu = new Float64Array(isUpwind || isWeighted ? mesh.size * layers : 0);
  const change = new Float64Array(layers);

  /** A number times d theta/ds; with `upwind` also where s is 0. */
  function timesSlope(scale: number, s: number, t: number, muS: number, muT: number): number {
    if (isUpwind) return scale * (muS > muT ? 1 : muT > muS ? 0 : 0.5);
    return (scale * logSlope(s, t, muS, muT, temperature)) / s;
  }

  /** Arguments of a mobility beside the densities: mass leaves the smaller phi. */
  function loadPotentials(density: Float64Array, phi: Float64Array): void {
    if (isWeighted) chemicalPotential(problem, density, mu);
    else if (isUpwind) for (let k = 0; k < mu.length; k++) mu[k] = -phi[k];
  }

  return {
    advance(density, phi) {
      loadPotentials(density, phi);
      for (let cell = 0, base = 0; cell < mesh.size; cell++, base += layers) {
        change.fill(0);
        for (let edge = 0; edge < edges; edge++) {
          const [tail, head] = [tails[edge], heads[edge]];
          const [p, q] = [base + tail, base + head];
          const [s, t, muS, muT] = [density[p], density[q], mu[p], mu[q]];
          const xi = phi[q] - phi[p];
          // Between densities that differ by hundreds of decades a slope overflows, and nothing is to be multiplied
          // with it.
          if (xi === 0) continue;
          const scale = 0.5 * time * weights[edge] * xi;
          const byTail = timesSlope(scale, s, t, muS, muT);
          const byHead = timesSlope(scale, t, s, muT, muS);
          if (!(Math.abs(byTail - byHead) < 1)) return { cell, edge };
          change[tail] = change[tail] + byTail * xi;
          change[head] = change[head] + byHead * xi;
        }
        for (let layer = 0; layer < layers; layer++) {
          phi[base + layer] = phi[base + layer] - change[layer];
        }
      }
      return undefined;
    },
    kinetic(density, phi) {
      loadPotentials(density, phi);
      let sum = 0;
      for (let cell = 0, base = 0; cell < mesh.size; cell++, base += layers) {
        for (let edge = 0; edge < edges; edge++) {
          const [p, q] = [base + tails[edge], base + heads[edge]];
          const xi = phi[q] - phi[p];
          const [s, t, muS, muT] = [density[p], density[q], mu[p], mu[q]];
          sum += weights[edge] * theta(s, t, muS, muT, temperature) * xi * xi;
        }
      }
      return 0.5 * mesh.cellVolume * sum;
    },
  };
}
