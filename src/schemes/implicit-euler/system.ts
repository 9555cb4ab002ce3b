import { chemicalPotential, soleTemperature } from "../../model/energy.js";
import { exchangeRateNearMean } from "../../model/exchange-stiffness.js";
import type { Problem } from "../../model/problem.js";
import { createEdgeFlux, type ExchangeKind } from "./exchange.js";
import { createStepMatrix, type StepMatrix } from "./matrix.js";
import { stiffExchange } from "./solution.js";
import { createFaceFlux, facesOf, type ImplicitEulerFlux } from "./transport.js";

/** The equations of a step, f - tau G(f) = densityPrev with G the finite-volume rate of the limit system. */
export interface StepEquations {
  /** Whether exchange is so fast that its round-off, large in a residual, has to be told from an error. */
  readonly stiff: boolean;
  /** Whether it is, on one axis, and has an affine part as large: layers have no common temperature. */
  readonly isAffine: boolean;
  /** residual = f - densityPrev - tau G(f). */
  residual(density: Float64Array, densityPrev: Float64Array, residual: Float64Array): void;
  /** matrix = I - tau G'(f); rhs = densityPrev + tau (G(f) - G'(f) f), so that matrix * next = rhs is a Newton step. */
  linearize(density: Float64Array, densityPrev: Float64Array, matrix: StepMatrix, rhs: Float64Array): void;
  /** L1 bound of the round-off of exchange in a residual: that of the potentials, whose differences it multiplies. */
  exchangeRoundOff(density: Float64Array): number;
  /** A matrix for `linearize`. */
  createMatrix(): StepMatrix;
  /** Dissipation -dE/dt at f, energy per time: sum of flux times difference of the chemical potential. */
  dissipation(density: Float64Array): number;
}

/** Equations of the backward Euler step of `problem` on a box, with its own exchange or a linear one in its place. */
export function createStepEquations(
  problem: Problem,
  tau: number,
  flux: ImplicitEulerFlux,
  kind: ExchangeKind = "own",
): StepEquations {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const edges = graph.weights.length;
  const mu = new Float64Array(mesh.size * layers);
  const faces = facesOf(problem);
  const { left, right } = faces;
  const transport = createFaceFlux(problem, faces, flux);
  const exchange = createEdgeFlux(problem, tau, kind);
  const stiff = kind === "linear" || tau * exchangeRateNearMean(problem) > stiffExchange;

  const updatePotential = (density: Float64Array): void => {
    chemicalPotential(problem, density, mu);
  };

  /** The terms of mu relative to T. */
  const potentialSize = (k: number, density: Float64Array): number =>
    1 + Math.abs(Math.log(density[k])) + Math.abs(problem.potential[k]) / problem.energy.temperatures[k % layers];

  const addEdges = (density: Float64Array, matrix: StepMatrix, rhs: Float64Array): void => {
    for (let cell = 0; cell < mesh.size; cell++) {
      for (let e = 0; e < edges; e++) {
        const tail = cell * layers + graph.tails[e];
        const head = cell * layers + graph.heads[e];
        exchange.edge(e, tail, head, density, mu);
        matrix.addEdge(cell, e, -tau * exchange.byTail, -tau * exchange.byHead);
        rhs[tail] = rhs[tail] + tau * exchange.affine;
        rhs[head] = rhs[head] - tau * exchange.affine;
      }
    }
  };

  return {
    stiff,
    isAffine: stiff && mesh.cells.length === 1 && soleTemperature(problem.energy) === undefined,
    residual(density, densityPrev, residual) {
      updatePotential(density);
      for (let k = 0; k < mu.length; k++) residual[k] = density[k] - densityPrev[k];
      for (let face = 0; face < left.length; face++) {
        transport.face(face, density, mu);
        const [from, to] = [left[face], right[face]];
        residual[from] = residual[from] + tau * transport.value;
        residual[to] = residual[to] - tau * transport.value;
      }
      for (let first = 0; first < mu.length; first += layers) {
        for (let e = 0; e < edges; e++) {
          const tail = first + graph.tails[e];
          const head = first + graph.heads[e];
          exchange.edge(e, tail, head, density, mu);
          residual[tail] = residual[tail] - tau * exchange.value;
          residual[head] = residual[head] + tau * exchange.value;
        }
      }
    },
    linearize(density, densityPrev, matrix, rhs) {
      updatePotential(density);
      rhs.set(densityPrev);
      matrix.reset();
      for (let face = 0; face < left.length; face++) {
        transport.face(face, density, mu);
        matrix.addFace(face, tau * transport.byLeft, tau * transport.byRight);
      }
      addEdges(density, matrix, rhs);
    },
    exchangeRoundOff(density) {
      updatePotential(density);
      let sum = 0;
      for (let first = 0; first < mu.length; first += layers) {
        for (let e = 0; e < edges; e++) {
          const tail = first + graph.tails[e];
          const head = first + graph.heads[e];
          exchange.edge(e, tail, head, density, mu);
          sum += Math.abs(exchange.byTail) * density[tail] * potentialSize(tail, density);
          sum += Math.abs(exchange.byHead) * density[head] * potentialSize(head, density);
        }
      }
      return 4 * Number.EPSILON * tau * sum;
    },
    createMatrix: () => createStepMatrix(problem, faces, stiff),
    dissipation(density) {
      updatePotential(density);
      let sum = 0;
      for (let face = 0; face < left.length; face++) {
        transport.face(face, density, mu);
        sum += transport.value * (mu[left[face]] - mu[right[face]]);
      }
      for (let first = 0; first < mu.length; first += layers) {
        for (let e = 0; e < edges; e++) {
          const tail = first + graph.tails[e];
          const head = first + graph.heads[e];
          exchange.edge(e, tail, head, density, mu);
          sum += exchange.value * (mu[head] - mu[tail]);
        }
      }
      return sum * mesh.cellVolume;
    },
  };
}
