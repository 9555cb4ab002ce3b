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

export interface ConservativeSolver {
  /** Factors the matrix as it is now; allocates nothing. */
  factor(): void;
  /** Solves A x = rhs in place, for the matrix as it was factored last. */
  solve(rhs: Float64Array): void;
}

/**
 * Factors by blocks, with the inverses S_i^(-1) of the pivot blocks kept.
 *
 * A pivot is what is in its column, never what a difference leaves (the device of Grassmann, Taksar and Heyman). With
 * c_i the column sums of the rows that are left before block i, c_0 = 1 and c_(i+1) = 1 + backward_i S_i^(-T) c_i; a
 * column of S_i sums to c_i + forward_i. Factors, and solutions for right-hand sides >= 0, are sums of terms of one
 * sign, however stiff the fluxes are.
 *
 * @see Alfa, Xue & Ye, Math. Comp. 71 (2002) 217
 */
export function createConservativeSolver(matrix: ConservativeBlocks): ConservativeSolver {
  const inverses = new Float64Array(matrix.within.length);
  return matrix.layers === 2
    ? { factor: pairFactor(matrix, inverses), solve: pairSolve(matrix, inverses) }
    : { factor: denseFactor(matrix, inverses), solve: denseSolve(matrix, inverses) };
}

/** `denseFactor` for two layers, unrolled. */
function pairFactor({ cells, forward, backward, within }: ConservativeBlocks, inverses: Float64Array): () => void {
  return () => {
    let [c0, c1] = [1, 1];
    let [s00, s01, s10, s11] = [0, 0, 0, 0];
    for (let cell = 0, k = 0, b = 0; cell < cells; cell++, k += 2, b += 4) {
      let a01 = within[b + 1];
      let a10 = within[b + 2];
      if (cell > 0) {
        const [f0, f1, b0, b1] = [forward[k - 2], forward[k - 1], backward[k - 2], backward[k - 1]];
        a01 += f0 * s01 * b1;
        a10 += f1 * s10 * b0;
        const [d0, d1] = [c0 * s00 + c1 * s10, c0 * s01 + c1 * s11];
        c0 = 1 + b0 * d0;
        c1 = 1 + b1 * d1;
      }
      const isLast = cell + 1 === cells;
      const own = c0 + (isLast ? 0 : forward[k]);
      const other = c1 + (isLast ? 0 : forward[k + 1]);
      // The determinant of [[own + a10, -a01], [-a10, other + a01]].
      const scale = 1 / (own * other + own * a01 + a10 * other);
      s00 = scale * (other + a01);
      s01 = scale * a01;
      s10 = scale * a10;
      s11 = scale * (own + a10);
      inverses[b] = s00;
      inverses[b + 1] = s01;
      inverses[b + 2] = s10;
      inverses[b + 3] = s11;
    }
  };
}

function denseFactor(matrix: ConservativeBlocks, inverses: Float64Array): () => void {
  const { cells, layers, forward, backward, within } = matrix;
  const area = layers * layers;
  const sums = new Float64Array(layers);
  const columnSums = new Float64Array(layers);
  const block = new Float64Array(area);
  return () => {
    sums.fill(1);
    for (let cell = 0; cell < cells; cell++) {
      const start = cell * area;
      for (let k = 0; k < area; k++) block[k] = within[start + k];
      if (cell > 0) {
        const face = (cell - 1) * layers;
        returnThrough(block, inverses, start - area, forward, backward, face);
        carrySums(sums, columnSums, inverses, start - area, backward, face);
      }
      for (let k = 0; k < layers; k++) {
        columnSums[k] = sums[k] + (cell + 1 < cells ? forward[cell * layers + k] : 0);
      }
      invertFromSums(block, columnSums, inverses, start);
    }
  };
}

/** Adds to the amounts of a block those that go through the cell before it and return: forward S^(-1) backward. */
function returnThrough(
  block: Float64Array,
  inverses: Float64Array,
  before: number,
  forward: Float64Array,
  backward: Float64Array,
  face: number,
): void {
  const layers = Math.sqrt(block.length);
  for (let to = 0; to < layers; to++) {
    for (let from = 0; from < layers; from++) {
      const k = to * layers + from;
      block[k] = block[k] + forward[face + to] * inverses[before + k] * backward[face + from];
    }
  }
}

/** c_(i+1) = 1 + backward_i S_i^(-T) c_i, in `sums`. */
function carrySums(
  sums: Float64Array,
  scratch: Float64Array,
  inverses: Float64Array,
  before: number,
  backward: Float64Array,
  face: number,
): void {
  const layers = sums.length;
  scratch.set(sums);
  for (let from = 0; from < layers; from++) {
    let sum = 0;
    for (let to = 0; to < layers; to++) sum += scratch[to] * inverses[before + to * layers + from];
    sums[from] = 1 + backward[face + from] * sum;
  }
}

/**
 * The inverse of an M-matrix from the amounts off its diagonal and its column sums, written to `out` at `start`.
 *
 * Both are destroyed: the amounts of pivot k become those that are left when unknowns 0 … k - 1 are eliminated.
 */
function invertFromSums(amounts: Float64Array, columnSums: Float64Array, out: Float64Array, start: number): void {
  const n = columnSums.length;
  for (let k = 0; k < n; k++) {
    let pivot = columnSums[k];
    for (let i = k + 1; i < n; i++) pivot += amounts[i * n + k];
    amounts[k * n + k] = pivot;
    for (let j = k + 1; j < n; j++) {
      const share = amounts[k * n + j] / pivot;
      columnSums[j] = columnSums[j] + columnSums[k] * share;
      for (let i = k + 1; i < n; i++) if (i !== j) amounts[i * n + j] = amounts[i * n + j] + amounts[i * n + k] * share;
    }
  }
  for (let column = 0; column < n; column++) {
    for (let k = 0; k < n; k++) {
      let sum = k === column ? 1 : 0;
      for (let j = column; j < k; j++) sum += (amounts[k * n + j] / amounts[j * n + j]) * out[start + j * n + column];
      out[start + k * n + column] = k < column ? 0 : sum;
    }
    for (let k = n - 1; k >= 0; k--) {
      let sum = out[start + k * n + column];
      for (let j = k + 1; j < n; j++) sum += amounts[k * n + j] * out[start + j * n + column];
      out[start + k * n + column] = sum / amounts[k * n + k];
    }
  }
}

/** `denseSolve` for two layers, unrolled. */
function pairSolve(
  { cells, forward, backward }: ConservativeBlocks,
  inverses: Float64Array,
): ConservativeSolver["solve"] {
  return (rhs) => {
    let x0 = inverses[0] * rhs[0] + inverses[1] * rhs[1];
    let x1 = inverses[2] * rhs[0] + inverses[3] * rhs[1];
    [rhs[0], rhs[1]] = [x0, x1];
    for (let cell = 1, k = 2, b = 4; cell < cells; cell++, k += 2, b += 4) {
      const r0 = rhs[k] + forward[k - 2] * x0;
      const r1 = rhs[k + 1] + forward[k - 1] * x1;
      x0 = inverses[b] * r0 + inverses[b + 1] * r1;
      x1 = inverses[b + 2] * r0 + inverses[b + 3] * r1;
      rhs[k] = x0;
      rhs[k + 1] = x1;
    }
    for (let k = 2 * cells - 4, b = 2 * k; k >= 0; k -= 2, b -= 4) {
      const r0 = backward[k] * x0;
      const r1 = backward[k + 1] * x1;
      x0 = rhs[k] + inverses[b] * r0 + inverses[b + 1] * r1;
      x1 = rhs[k + 1] + inverses[b + 2] * r0 + inverses[b + 3] * r1;
      rhs[k] = x0;
      rhs[k + 1] = x1;
    }
  };
}

function denseSolve(
  { cells, layers, forward, backward }: ConservativeBlocks,
  inverses: Float64Array,
): ConservativeSolver["solve"] {
  const area = layers * layers;
  const inflow = new Float64Array(layers);
  /** Row `to` of S^(-1) times what flows in. */
  const spread = (block: number, to: number): number => {
    let sum = 0;
    for (let from = 0; from < layers; from++) sum += inverses[block + to * layers + from] * inflow[from];
    return sum;
  };
  return (rhs) => {
    for (let cell = 0; cell < cells; cell++) {
      const row = cell * layers;
      for (let k = 0; k < layers; k++) {
        inflow[k] = rhs[row + k] + (cell > 0 ? forward[row - layers + k] * rhs[row - layers + k] : 0);
      }
      for (let k = 0; k < layers; k++) rhs[row + k] = spread(cell * area, k);
    }
    for (let cell = cells - 2; cell >= 0; cell--) {
      const row = cell * layers;
      for (let k = 0; k < layers; k++) inflow[k] = backward[row + k] * rhs[row + layers + k];
      for (let k = 0; k < layers; k++) rhs[row + k] = rhs[row + k] + spread(cell * area, k);
    }
  };
}
