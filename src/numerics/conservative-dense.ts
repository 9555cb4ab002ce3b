import type { ConservativeBlocks, ConservativeSolver, SolveCheck } from "./conservative-blocks.js";

/** About how many solves factoring costs. */
const price = 4;

/** For any number of layers; see `createConservativeSolver`. */
export function createDenseSolver(matrix: ConservativeBlocks): ConservativeSolver {
  const inverses = new Float64Array(matrix.within.length);
  const solve = denseSolve(matrix, inverses);
  const check: SolveCheck = { size: 0, sum: 0, worst: 0, drift: 0 };
  const residual = new Float64Array(matrix.cells * matrix.layers);
  return {
    price,
    factor: denseFactor(matrix, inverses),
    solve,
    solveChecked(rhs, x) {
      x.set(rhs);
      solve(x);
      for (let k = 0; k < x.length; k++) residual[k] = x[k] - rhs[k];
      followFlows(matrix, x, residual);
      measure(rhs, x, residual, check);
      return check;
    },
  };
}

/** Adds what leaves an unknown to `residual`, and takes it from where it enters. */
function followFlows(
  { cells, layers, forward, backward, within }: ConservativeBlocks,
  x: Float64Array,
  residual: Float64Array,
): void {
  for (let k = 0; k < forward.length; k++) {
    const flux = forward[k] * x[k] - backward[k] * x[k + layers];
    residual[k] = residual[k] + flux;
    residual[k + layers] = residual[k + layers] - flux;
  }
  for (let cell = 0; cell < cells; cell++) {
    const first = cell * layers;
    for (let a = 0; a < layers; a++) {
      for (let b = a + 1; b < layers; b++) {
        const flux = within[(first + b) * layers + a] * x[first + a] - within[(first + a) * layers + b] * x[first + b];
        residual[first + a] = residual[first + a] + flux;
        residual[first + b] = residual[first + b] - flux;
      }
    }
  }
}

function measure(rhs: Float64Array, x: Float64Array, residual: Float64Array, check: SolveCheck): void {
  let [size, sum, worst, drift] = [0, 0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const left = Math.abs(residual[k]);
    size += Math.abs(rhs[k]);
    sum += left;
    if (!(left <= worst)) worst = left;
    drift += x[k] - rhs[k];
  }
  check.size = size;
  check.sum = sum;
  check.worst = worst;
  check.drift = drift;
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
