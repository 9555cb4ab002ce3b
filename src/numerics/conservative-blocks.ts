/**
 * A block-tridiagonal M-matrix of `cells` block rows with `layers` unknowns each, whose columns sum to 1: a step of
 * fluxes that leave one unknown and enter another, 1 - dt G.
 *
 * Unknown k = cell * layers + layer. Neighbouring cells are joined layer by layer. What is held are amounts >= 0: the
 * matrix has them off its diagonal with a minus sign. Its diagonal, 1 and the amounts of its column, is not held.
 */
export interface ConservativeBlocks {
  readonly cells: number;
  readonly layers: number;
  /** From unknown k to k + layers, of all cells but the last. */
  readonly forward: Float64Array;
  /** From unknown k + layers to k, of all cells but the last. */
  readonly backward: Float64Array;
  /** Inside a cell: `within[(cell * layers + to) * layers + from]`; the diagonal is not read. */
  readonly within: Float64Array;
}

/** What a solve has left, recomputed from the matrix itself. */
export interface SolveCheck {
  /** Sum of |rhs|. */
  size: number;
  /** Sum of |rhs - A x|, and the largest. */
  sum: number;
  worst: number;
  /** Sum of x - rhs: 0 but for round-off, since columns sum to 1. */
  drift: number;
}

export interface ConservativeSolver {
  /** About how many solves factoring costs. */
  readonly price: number;
  /** Factors the matrix as it is now; allocates nothing. */
  factor(): void;
  /** Solves A x = rhs in place, for the matrix as it was factored last. */
  solve(rhs: Float64Array): void;
  /** The same from `rhs` into `x`, which is another array; what it has left, in one object for all calls. */
  solveChecked(rhs: Float64Array, x: Float64Array): SolveCheck;
}

export function createConservativeBlocks(cells: number, layers: number): ConservativeBlocks {
  const faces = (cells - 1) * layers;
  return {
    cells,
    layers,
    forward: new Float64Array(faces),
    backward: new Float64Array(faces),
    within: new Float64Array(cells * layers * layers),
  };
}
