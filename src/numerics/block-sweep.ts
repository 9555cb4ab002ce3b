import type { SparseMatrix } from "./sparse.js";

/** Gauss–Seidel over blocks of `block` consecutive unknowns, each solved exactly. */
export interface BlockSweep {
  /** Inverts the diagonal blocks; false where one is singular or not finite. */
  update(): boolean;
  /** One sweep from the first block to the last, x being 0 before. */
  fromZero(rhs: Float64Array, x: Float64Array): void;
  forward(rhs: Float64Array, x: Float64Array): void;
  backward(rhs: Float64Array, x: Float64Array): void;
}

/** Sweeps for a matrix whose values may change between calls of `update`. */
export function createBlockSweep(matrix: SparseMatrix, block: number): BlockSweep {
  return block === 1 ? createScalarSweep(matrix) : createSweep(matrix, block);
}

/** The same for blocks of one unknown, without their loops. */
function createScalarSweep({ size, starts, columns, values, diagonal }: SparseMatrix): BlockSweep {
  const inverses = new Float64Array(size);
  const residualAt = (row: number, rhs: Float64Array, x: Float64Array, end: number): number => {
    let sum = rhs[row];
    for (let p = starts[row]; p < end; p++) sum -= values[p] * x[columns[p]];
    return sum;
  };
  const relax = (row: number, rhs: Float64Array, x: Float64Array): void => {
    const change = inverses[row] * residualAt(row, rhs, x, starts[row + 1]);
    x[row] = x[row] + change;
  };
  return {
    update() {
      for (let row = 0; row < size; row++) {
        const pivot = values[diagonal[row]];
        inverses[row] = 1 / pivot;
        if (pivot === 0 || !Number.isFinite(inverses[row])) return false;
      }
      return true;
    },
    fromZero(rhs, x) {
      for (let row = 0; row < size; row++) {
        x[row] = inverses[row] * residualAt(row, rhs, x, diagonal[row]);
      }
    },
    forward(rhs, x) {
      for (let row = 0; row < size; row++) relax(row, rhs, x);
    },
    backward(rhs, x) {
      for (let row = size - 1; row >= 0; row--) relax(row, rhs, x);
    },
  };
}

function createSweep(matrix: SparseMatrix, block: number): BlockSweep {
  const { size, starts, columns, values } = matrix;
  const inverses = new Float64Array(size * block);
  const local = new Float64Array(block);
  const scratch = new Float64Array(block * block);

  const relax = (first: number, rhs: Float64Array, x: Float64Array): void => {
    for (let row = 0; row < block; row++) {
      const end = starts[first + row + 1];
      let sum = rhs[first + row];
      for (let p = starts[first + row]; p < end; p++) {
        sum -= values[p] * x[columns[p]];
      }
      local[row] = sum;
    }
    for (let row = 0; row < block; row++) {
      const start = (first + row) * block;
      let change = 0;
      for (let j = 0; j < block; j++) change += inverses[start + j] * local[j];
      x[first + row] = x[first + row] + change;
    }
  };

  return {
    update() {
      for (let first = 0; first < size; first += block) {
        readBlock(matrix, first, block, scratch);
        if (!invert(scratch, block, inverses, first * block)) return false;
      }
      return true;
    },
    fromZero(rhs, x) {
      for (let first = 0; first < size; first += block) {
        for (let row = 0; row < block; row++) {
          let sum = rhs[first + row];
          for (let p = starts[first + row]; ; p++) {
            const column = columns[p];
            if (column >= first) break;
            sum -= values[p] * x[column];
          }
          local[row] = sum;
        }
        for (let row = 0; row < block; row++) {
          const start = (first + row) * block;
          let value = 0;
          for (let j = 0; j < block; j++) value += inverses[start + j] * local[j];
          x[first + row] = value;
        }
      }
    },
    forward(rhs, x) {
      for (let first = 0; first < size; first += block) relax(first, rhs, x);
    },
    backward(rhs, x) {
      for (let first = size - block; first >= 0; first -= block) relax(first, rhs, x);
    },
  };
}

/** Copies the diagonal block that begins at row `first`. */
function readBlock({ starts, columns, values }: SparseMatrix, first: number, block: number, out: Float64Array): void {
  out.fill(0);
  for (let row = 0; row < block; row++) {
    const end = starts[first + row + 1];
    for (let p = starts[first + row]; p < end; p++) {
      const column = columns[p] - first;
      if (column >= 0 && column < block) out[row * block + column] = values[p];
    }
  }
}

/**
 * Gauss–Jordan inverse of a small matrix (destroyed) with row exchanges, written to `out` from `offset` on. Sweeps need
 * the inverse itself; factors (`factorLu`) solved for the identity take a tenth longer for three layers.
 */
function invert(a: Float64Array, n: number, out: Float64Array, offset: number): boolean {
  if (n === 1) {
    out[offset] = 1 / a[0];
    return Number.isFinite(out[offset]) && a[0] !== 0;
  }
  for (let k = 0; k < n * n; k++) out[offset + k] = k % (n + 1) === 0 ? 1 : 0;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]) > Math.abs(a[best * n + k])) best = i;
    }
    if (best !== k) {
      exchangeRows(a, 0, n, k, best);
      exchangeRows(out, offset, n, k, best);
    }
    const pivot = a[k * n + k];
    if (pivot === 0 || !Number.isFinite(pivot)) return false;
    for (let j = 0; j < n; j++) {
      a[k * n + j] = a[k * n + j] / pivot;
      out[offset + k * n + j] = out[offset + k * n + j] / pivot;
    }
    for (let i = 0; i < n; i++) {
      const factor = a[i * n + k];
      if (i === k || factor === 0) continue;
      for (let j = 0; j < n; j++) {
        a[i * n + j] = a[i * n + j] - factor * a[k * n + j];
        out[offset + i * n + j] = out[offset + i * n + j] - factor * out[offset + k * n + j];
      }
    }
  }
  return true;
}

function exchangeRows(values: Float64Array, offset: number, n: number, k: number, i: number): void {
  for (let j = 0; j < n; j++) {
    const kept = values[offset + k * n + j];
    values[offset + k * n + j] = values[offset + i * n + j];
    values[offset + i * n + j] = kept;
  }
}
