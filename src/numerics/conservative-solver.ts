import type { ConservativeBlocks, ConservativeSolver } from "./conservative-blocks.js";
import { createDenseSolver } from "./conservative-dense.js";
import { createPairSolver } from "./conservative-pairs.js";
import { createScalarSolver } from "./conservative-scalars.js";

/**
 * Factors by blocks, with the inverses S_i^(-1) of the pivot blocks kept.
 *
 * A pivot is what is in its column, never what a difference leaves (the device of Grassmann, Taksar and Heyman). With
 * c_i the column sums of the rows that are left before block i, c_0 = 1 and c_(i+1) = 1 + backward_i S_i^(-T) c_i; a
 * column of S_i sums to c_i + forward_i. Factors, and solutions for right-hand sides >= 0, are sums of terms of one
 * sign, however stiff the fluxes are. One and two layers are unrolled.
 *
 * @see Alfa, Xue & Ye, Math. Comp. 71 (2002) 217
 */
export function createConservativeSolver(matrix: ConservativeBlocks): ConservativeSolver {
  if (matrix.layers === 1) return createScalarSolver(matrix);
  return matrix.layers === 2 ? createPairSolver(matrix) : createDenseSolver(matrix);
}
