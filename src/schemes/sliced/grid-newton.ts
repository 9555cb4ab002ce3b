import { dot } from "../../numerics/vector.js";
import type { GridMovement } from "./grid-functional.js";

/** Most iterations of the conjugate gradient method, and what it leaves of the residual. */
const [mostInner, reduction] = [400, 1e-3];

/** What a Newton system of cell masses is made of. */
export interface GridSystem {
  readonly movement: GridMovement;
  /** Factor of the second derivative of SW2²: 1 / (2 tau). */
  readonly factor: number;
  readonly entropy: number;
  /** Whether the cells lie on a line, so that the system is tridiagonal in cumulated masses. */
  readonly onLine: boolean;
}

/** Relative changes dp / p of Newton's method; `masses` > 0 where the movement was evaluated last, `slopes` dJ / dp. */
export type NewtonSolver = (masses: Float64Array, slopes: Float64Array, out: Float64Array) => void;

/** Solves s dp / p + factor * SW2²'' dp = constant - dJ/dp for changes dp with sum 0. */
export function createNewtonSolver(system: GridSystem, size: number): NewtonSolver {
  return system.onLine ? onLine(system, size) : byConjugateGradients(system, size);
}

/**
 * In cumulated changes Q (dp = difference of Q, 0 at both walls) the entropy is a tridiagonal matrix like the movement:
 * elimination is exact, in tails of any smallness too.
 */
function onLine({ movement, factor, entropy }: GridSystem, size: number): NewtonSolver {
  const [diagonal, upper, edges] = [new Float64Array(size), new Float64Array(size), new Float64Array(size + 1)];
  return (masses, slopes, out) => {
    const { curvature } = movement;
    // Edge e lies between cells e - 1 and e.
    for (let e = 1; e < size; e++) {
      const stiffness = entropy / masses[e - 1] + entropy / masses[e];
      diagonal[e] = stiffness + factor * (curvature[3 * e - 1] + curvature[3 * e]);
      upper[e] = factor * curvature[3 * e + 1] - entropy / masses[e];
      edges[e] = slopes[e] - slopes[e - 1];
    }
    for (let e = 2; e < size; e++) {
      const ratio = upper[e - 1] / diagonal[e - 1];
      diagonal[e] = diagonal[e] - ratio * upper[e - 1];
      edges[e] = edges[e] - ratio * edges[e - 1];
    }
    edges[0] = 0;
    edges[size] = 0;
    for (let e = size - 1; e > 0; e--) {
      const coupled = e === size - 1 ? 0 : upper[e] * edges[e + 1];
      edges[e] = (edges[e] - coupled) / diagonal[e];
    }
    for (let c = 0; c < size; c++) {
      out[c] = (edges[c + 1] - edges[c]) / masses[c];
    }
  };
}

/**
 * Conjugate gradients in x = dp / sqrt(p), orthogonal to sqrt(p): the matrix s + factor sqrt(p) SW2²'' sqrt(p) has
 * eigenvalues from s on, of which only those of long waves are large.
 */
function byConjugateGradients({ movement, factor, entropy }: GridSystem, size: number): NewtonSolver {
  const [roots, residual, direction] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const [image, change] = [new Float64Array(size), new Float64Array(size)];

  const project = (x: Float64Array): void => {
    const along = dot(x, roots);
    for (let c = 0; c < size; c++) x[c] = x[c] - along * roots[c];
  };

  const multiply = (): void => {
    for (let c = 0; c < size; c++) change[c] = roots[c] * direction[c];
    movement.curvatureProduct(change, factor, image);
    for (let c = 0; c < size; c++) image[c] = roots[c] * image[c];
    project(image);
    for (let c = 0; c < size; c++) image[c] = image[c] + entropy * direction[c];
  };

  return (masses, slopes, out) => {
    for (let c = 0; c < size; c++) {
      roots[c] = Math.sqrt(masses[c]);
      residual[c] = -roots[c] * slopes[c];
    }
    project(residual);
    direction.set(residual);
    out.fill(0);
    let squares = dot(residual, residual);
    const enough = reduction ** 2 * squares;
    for (let k = 0; k < mostInner && squares > enough; k++) {
      multiply();
      const alpha = squares / dot(direction, image);
      for (let c = 0; c < size; c++) {
        out[c] = out[c] + alpha * direction[c];
        residual[c] = residual[c] - alpha * image[c];
      }
      const next = dot(residual, residual);
      const beta = next / squares;
      for (let c = 0; c < size; c++) direction[c] = residual[c] + beta * direction[c];
      squares = next;
    }
    for (let c = 0; c < size; c++) out[c] = out[c] / roots[c];
  };
}
