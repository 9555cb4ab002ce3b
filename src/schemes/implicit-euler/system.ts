import type { Problem } from "../../model/problem.js";
import type { BlockTridiagonal } from "../../numerics/block-tridiagonal.js";
import { createEdgeFlux } from "./exchange.js";
import { createFaceFlux, type ImplicitEulerFlux } from "./transport.js";

/** The equations of a step, f - tau G(f) = densityPrev with G the finite-volume rate of the limit system. */
export interface StepEquations {
  /** residual = f - densityPrev - tau G(f). */
  residual(density: Float64Array, densityPrev: Float64Array, residual: Float64Array): void;
  /** matrix = I - tau G'(f); rhs = densityPrev + tau (G(f) - G'(f) f), so that matrix * next = rhs is a Newton step. */
  linearize(density: Float64Array, densityPrev: Float64Array, matrix: BlockTridiagonal, rhs: Float64Array): void;
  /** Dissipation -dE/dt at f, energy per time: sum of flux times difference of the chemical potential. */
  dissipation(density: Float64Array): number;
}

/** Equations of the backward Euler step of `problem` on an interval. */
export function createStepEquations(problem: Problem, tau: number, flux: ImplicitEulerFlux): StepEquations {
  const { mesh, graph, potential, temperature } = problem;
  const layers = graph.layers.length;
  const cells = mesh.size;
  const edges = graph.weights.length;
  const mu = new Float64Array(cells * layers);
  const transport = createFaceFlux(problem, flux);
  const exchange = createEdgeFlux(problem, tau);

  const updatePotential = (density: Float64Array): void => {
    for (let k = 0; k < mu.length; k++) {
      mu[k] = temperature * Math.log(density[k] as number) + (potential[k] as number);
    }
  };

  const addFaces = (density: Float64Array, matrix: BlockTridiagonal): void => {
    const { lower, diagonal, upper } = matrix;
    const block = layers * layers;
    for (let k = 0; k < (cells - 1) * layers; k++) {
      transport.face(k, density, mu);
      const layer = k % layers;
      const own = ((k - layer) / layers) * block + layer * (layers + 1);
      diagonal[own] = (diagonal[own] as number) + tau * transport.byLeft;
      upper[own] = tau * transport.byRight;
      diagonal[own + block] = (diagonal[own + block] as number) - tau * transport.byRight;
      lower[own + block] = -tau * transport.byLeft;
    }
  };

  const addEdges = (density: Float64Array, diagonal: Float64Array, rhs: Float64Array): void => {
    for (let cell = 0; cell < cells; cell++) {
      for (let e = 0; e < edges; e++) {
        const a = graph.tails[e] as number;
        const b = graph.heads[e] as number;
        const tail = cell * layers + a;
        const head = cell * layers + b;
        exchange.edge(e, tail, head, density, mu);
        const byTail = tau * exchange.byTail;
        const byHead = tau * exchange.byHead;
        diagonal[tail * layers + a] = (diagonal[tail * layers + a] as number) - byTail;
        diagonal[tail * layers + b] = (diagonal[tail * layers + b] as number) - byHead;
        diagonal[head * layers + a] = (diagonal[head * layers + a] as number) + byTail;
        diagonal[head * layers + b] = (diagonal[head * layers + b] as number) + byHead;
        rhs[tail] = (rhs[tail] as number) + tau * exchange.affine;
        rhs[head] = (rhs[head] as number) - tau * exchange.affine;
      }
    }
  };

  return {
    residual(density, densityPrev, residual) {
      updatePotential(density);
      for (let k = 0; k < mu.length; k++) residual[k] = (density[k] as number) - (densityPrev[k] as number);
      for (let k = 0; k < (cells - 1) * layers; k++) {
        transport.face(k, density, mu);
        residual[k] = (residual[k] as number) + tau * transport.value;
        residual[k + layers] = (residual[k + layers] as number) - tau * transport.value;
      }
      for (let first = 0; first < mu.length; first += layers) {
        for (let e = 0; e < edges; e++) {
          const tail = first + (graph.tails[e] as number);
          const head = first + (graph.heads[e] as number);
          exchange.edge(e, tail, head, density, mu);
          residual[tail] = (residual[tail] as number) - tau * exchange.value;
          residual[head] = (residual[head] as number) + tau * exchange.value;
        }
      }
    },
    linearize(density, densityPrev, matrix, rhs) {
      updatePotential(density);
      rhs.set(densityPrev);
      matrix.lower.fill(0);
      matrix.upper.fill(0);
      matrix.diagonal.fill(0);
      for (let k = 0; k < mu.length; k++) matrix.diagonal[k * layers + (k % layers)] = 1;
      addFaces(density, matrix);
      addEdges(density, matrix.diagonal, rhs);
    },
    dissipation(density) {
      updatePotential(density);
      let sum = 0;
      for (let k = 0; k < (cells - 1) * layers; k++) {
        transport.face(k, density, mu);
        sum += transport.value * ((mu[k] as number) - (mu[k + layers] as number));
      }
      for (let first = 0; first < mu.length; first += layers) {
        for (let e = 0; e < edges; e++) {
          const tail = first + (graph.tails[e] as number);
          const head = first + (graph.heads[e] as number);
          exchange.edge(e, tail, head, density, mu);
          sum += exchange.value * ((mu[head] as number) - (mu[tail] as number));
        }
      }
      return sum * mesh.cellVolume;
    },
  };
}
