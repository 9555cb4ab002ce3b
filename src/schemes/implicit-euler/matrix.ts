import type { Problem } from "../../model/problem.js";
import { createBlockTridiagonal, solveBlockTridiagonal } from "../../numerics/block-tridiagonal.js";
import { createConservativeSystem } from "../../numerics/conservative-elimination.js";
import { createGridSolver } from "../../numerics/grid-solver.js";
import { entryPosition, setIdentity } from "../../numerics/sparse.js";
import type { Faces } from "./transport.js";

/** How a linear solve ended; `inexact` where the iteration has not reached its tolerance. */
export type SolveStatus = "converged" | "inexact" | "nonFinite";

/** The matrix of a Newton step: identity plus derivatives of fluxes that leave one unknown and enter another. */
export interface StepMatrix {
  /** Whether solutions are exact but for round-off. */
  readonly isDirect: boolean;
  /** Sets it to the identity. */
  reset(): void;
  /** Adds a flux through a face, from left to right, by its derivatives. */
  addFace(face: number, byLeft: number, byRight: number): void;
  /** Adds a flux along an edge of a cell, from tail to head, by its derivatives. */
  addEdge(cell: number, edge: number, byTail: number, byHead: number): void;
  /**
   * Solves in place: `rhs` becomes x. The matrix may be destroyed.
   *
   * @param guess positive
   * @param tolerance of the root mean square of residuals relative to the terms of their row, where solved by iteration
   */
  solve(rhs: Float64Array, guess: Float64Array, tolerance: number): SolveStatus;
}

/** What a solve by iteration leaves of the first residual where the tolerance asks for more: Newton comes again. */
const reduction = 1e-8;

/**
 * Block-tridiagonal and solved directly on one axis, where exchange is stiff by an elimination without differences;
 * sparse and solved by multigrid-preconditioned BiCGStab on two.
 */
export function createStepMatrix(problem: Problem, faces: Faces, stiff: boolean): StepMatrix {
  if (problem.mesh.cells.length > 1) return createGridMatrix(problem, faces);
  return stiff ? createStiffLineMatrix(problem) : createLineMatrix(problem);
}

/** On one axis a face is numbered like the unknown on its left. */
function createLineMatrix({ mesh, graph }: Problem): StepMatrix {
  const layers = graph.layers.length;
  const block = layers * layers;
  const matrix = createBlockTridiagonal(mesh.size, layers);
  const { lower, diagonal, upper } = matrix;
  return {
    isDirect: true,
    reset() {
      lower.fill(0);
      upper.fill(0);
      diagonal.fill(0);
      for (let k = 0; k < mesh.size * layers; k++) diagonal[k * layers + (k % layers)] = 1;
    },
    addFace(face, byLeft, byRight) {
      const layer = face % layers;
      const own = ((face - layer) / layers) * block + layer * (layers + 1);
      diagonal[own] = diagonal[own] + byLeft;
      upper[own] = byRight;
      diagonal[own + block] = diagonal[own + block] - byRight;
      lower[own + block] = -byLeft;
    },
    addEdge(cell, edge, byTail, byHead) {
      const [a, b] = [graph.tails[edge], graph.heads[edge]];
      const tail = (cell * layers + a) * layers;
      const head = (cell * layers + b) * layers;
      diagonal[tail + a] = diagonal[tail + a] + byTail;
      diagonal[tail + b] = diagonal[tail + b] + byHead;
      diagonal[head + a] = diagonal[head + a] - byTail;
      diagonal[head + b] = diagonal[head + b] - byHead;
    },
    solve: (rhs) => (solveBlockTridiagonal(matrix, rhs) ? "converged" : "nonFinite"),
  };
}

/** The same as a banded matrix: exchange joins unknowns that are less than a cell apart. */
function createStiffLineMatrix({ mesh, graph }: Problem): StepMatrix {
  const layers = graph.layers.length;
  const size = mesh.size * layers;
  const { matrix, solve } = createConservativeSystem(size, Math.min(layers, size - 1));
  const { values, width, band } = matrix;
  const addFlux = (from: number, to: number, column: number, value: number): void => {
    const [own, other] = [from * width + band + column - from, to * width + band + column - to];
    values[own] = values[own] + value;
    values[other] = values[other] - value;
  };
  return {
    isDirect: true,
    reset() {
      values.fill(0);
      for (let k = 0; k < size; k++) values[k * width + band] = 1;
    },
    addFace(face, byLeft, byRight) {
      addFlux(face, face + layers, face, byLeft);
      addFlux(face, face + layers, face + layers, byRight);
    },
    addEdge(cell, edge, byTail, byHead) {
      const tail = cell * layers + graph.tails[edge];
      const head = cell * layers + graph.heads[edge];
      addFlux(tail, head, tail, byTail);
      addFlux(tail, head, head, byHead);
    },
    solve: (rhs) => (solve(rhs) ? "converged" : "nonFinite"),
  };
}

function createGridMatrix({ mesh, graph }: Problem, { left, right }: Faces): StepMatrix {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const solver = createGridSolver({ counts: mesh.cells, widths: mesh.widths, layers, tails, heads }, 1);
  const { matrix } = solver;
  const { values, diagonal } = matrix;
  const ofFaces = left.map((from, face) => entryPosition(matrix, from, right[face]));
  const toFaces = left.map((from, face) => entryPosition(matrix, right[face], from));
  const x = new Float64Array(matrix.size);
  const add = (position: number, value: number): void => {
    values[position] = values[position] + value;
  };
  return {
    isDirect: false,
    reset: () => setIdentity(matrix),
    addFace(face, byLeft, byRight) {
      add(diagonal[left[face]], byLeft);
      add(ofFaces[face], byRight);
      add(diagonal[right[face]], -byRight);
      add(toFaces[face], -byLeft);
    },
    addEdge(cell, edge, byTail, byHead) {
      const tail = cell * layers + tails[edge];
      const head = cell * layers + heads[edge];
      add(diagonal[tail], byTail);
      add(entryPosition(matrix, tail, head), byHead);
      add(diagonal[head], -byHead);
      add(entryPosition(matrix, head, tail), -byTail);
    },
    solve(rhs, guess, tolerance) {
      x.set(guess);
      const { status } = solver.solve(rhs, x, reduction, tolerance);
      rhs.set(x);
      return status === "maxIterations" ? "inexact" : status;
    },
  };
}
