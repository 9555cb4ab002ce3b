import type { Graph } from "../../model/graph.js";

/** Conjugate gradients stop at this relative square of the residual. */
const TOLERANCE = 1e-24;

/** A linear system of the layers of one cell: a positive diagonal minus couplings along the edges. */
export interface LayerSystem {
  readonly diagonal: Float64Array;
  /** By edge. */
  readonly coupling: Float64Array;
  readonly right: Float64Array;
  readonly solution: Float64Array;
  /** Fills `solution`: directly for pairs, else by conjugate gradients with the diagonal as preconditioner. */
  solve(): void;
}

export function createLayerSystem({ layers, tails, heads }: Graph): LayerSystem {
  const count = layers.length;
  const edges = tails.length;
  const newVector = (): Float64Array => new Float64Array(count);
  const [diagonal, right, solution, coupling] = [newVector(), newVector(), newVector(), new Float64Array(edges)];
  const [residual, direction, image] = [newVector(), newVector(), newVector()];

  function solvePair(): void {
    const [a, b, c] = [diagonal[0], diagonal[1], coupling[0]];
    const determinant = a * b - c * c;
    solution[0] = (b * right[0] + c * right[1]) / determinant;
    solution[1] = (a * right[1] + c * right[0]) / determinant;
  }

  /** Fills `image` with the matrix times the direction; returns the product of the two. */
  function applyMatrix(): number {
    for (let g = 0; g < count; g++) image[g] = diagonal[g] * direction[g];
    for (let e = 0; e < edges; e++) {
      const tail = tails[e];
      const head = heads[e];
      image[tail] = image[tail] - coupling[e] * direction[head];
      image[head] = image[head] - coupling[e] * direction[tail];
    }
    let curvature = 0;
    for (let g = 0; g < count; g++) curvature += direction[g] * image[g];
    return curvature;
  }

  function iterate(): void {
    solution.fill(0);
    residual.set(right);
    let size = 0;
    for (let g = 0; g < count; g++) {
      direction[g] = residual[g] / diagonal[g];
      size += residual[g] * direction[g];
    }
    const goal = TOLERANCE * size;
    for (let k = 0; k < 4 * count && size > goal; k++) {
      const step = size / applyMatrix();
      let sizeNew = 0;
      for (let g = 0; g < count; g++) {
        solution[g] = solution[g] + step * direction[g];
        residual[g] = residual[g] - step * image[g];
        sizeNew += residual[g] ** 2 / diagonal[g];
      }
      for (let g = 0; g < count; g++) direction[g] = residual[g] / diagonal[g] + (sizeNew / size) * direction[g];
      size = sizeNew;
    }
  }

  return { diagonal, coupling, right, solution, solve: count === 2 && edges === 1 ? solvePair : iterate };
}
