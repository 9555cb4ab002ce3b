/**
 * A block-tridiagonal system of `blocks` block rows with dense blocks of `size` unknowns.
 *
 * Block (i, j) entries are row-major: `diagonal[(i * size + row) * size + column]`; `lower[i]` couples block row i to
 * i - 1 (lower[0] is ignored), `upper[i]` to i + 1 (the last is ignored). Vectors have index `i * size + row`.
 */
export interface BlockTridiagonal {
  readonly blocks: number;
  readonly size: number;
  readonly lower: Float64Array;
  readonly diagonal: Float64Array;
  readonly upper: Float64Array;
}

export function createBlockTridiagonal(blocks: number, size: number): BlockTridiagonal {
  const length = blocks * size * size;
  return {
    blocks,
    size,
    lower: new Float64Array(length),
    diagonal: new Float64Array(length),
    upper: new Float64Array(length),
  };
}

/**
 * Solves A x = rhs by block LU without exchanges between blocks, pivoting inside them; in place, allocating nothing.
 *
 * `diagonal` and `upper` are overwritten, `rhs` becomes x. Stable for M-matrices and other block diagonally dominant
 * systems. Cost 2/3 to 14/3 size^3 per block row; blocks of size 1 and 2 are unrolled.
 *
 * @returns false when a pivot is zero or not finite; `rhs` is then meaningless
 */
export function solveBlockTridiagonal(system: BlockTridiagonal, rhs: Float64Array): boolean {
  if (system.size === 1) return solveScalar(system, rhs);
  if (system.size === 2) return solvePairs(system, rhs);
  return solveDense(system, rhs);
}

function solveScalar({ blocks, lower, diagonal, upper }: BlockTridiagonal, rhs: Float64Array): boolean {
  let pivot = diagonal[0];
  for (let i = 0; ; i++) {
    if (pivot === 0 || !Number.isFinite(pivot)) return false;
    rhs[i] = rhs[i] / pivot;
    upper[i] = upper[i] / pivot;
    if (i + 1 === blocks) break;
    const l = lower[i + 1];
    pivot = diagonal[i + 1] - l * upper[i];
    rhs[i + 1] = rhs[i + 1] - l * rhs[i];
  }
  for (let i = blocks - 2; i >= 0; i--) rhs[i] = rhs[i] - upper[i] * rhs[i + 1];
  return true;
}

function solvePairs({ blocks, lower, diagonal, upper }: BlockTridiagonal, rhs: Float64Array): boolean {
  // u: the block upper[i] after division by the pivot block; y: the solved right-hand side of block i.
  let [u00, u01, u10, u11, y0, y1] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < blocks; i++) {
    const b = 4 * i;
    const l00 = i === 0 ? 0 : lower[b];
    const l01 = i === 0 ? 0 : lower[b + 1];
    const l10 = i === 0 ? 0 : lower[b + 2];
    const l11 = i === 0 ? 0 : lower[b + 3];
    let d00 = diagonal[b] - l00 * u00 - l01 * u10;
    let d01 = diagonal[b + 1] - l00 * u01 - l01 * u11;
    let d10 = diagonal[b + 2] - l10 * u00 - l11 * u10;
    let d11 = diagonal[b + 3] - l10 * u01 - l11 * u11;
    let r0 = rhs[2 * i] - l00 * y0 - l01 * y1;
    let r1 = rhs[2 * i + 1] - l10 * y0 - l11 * y1;
    let p0 = b;
    let p1 = b + 2;
    if (Math.abs(d10) > Math.abs(d00)) {
      [d00, d10] = [d10, d00];
      [d01, d11] = [d11, d01];
      [r0, r1] = [r1, r0];
      [p0, p1] = [p1, p0];
    }
    const factor = d10 / d00;
    const last = d11 - factor * d01;
    if (!(Math.abs(d00) > 0) || !(Math.abs(last) > 0) || !Number.isFinite(last + d00)) return false;
    const [a00, a01] = [upper[p0], upper[p0 + 1]];
    u10 = (upper[p1] - factor * a00) / last;
    u11 = (upper[p1 + 1] - factor * a01) / last;
    u00 = (a00 - d01 * u10) / d00;
    u01 = (a01 - d01 * u11) / d00;
    y1 = (r1 - factor * r0) / last;
    y0 = (r0 - d01 * y1) / d00;
    upper[b] = u00;
    upper[b + 1] = u01;
    upper[b + 2] = u10;
    upper[b + 3] = u11;
    rhs[2 * i] = y0;
    rhs[2 * i + 1] = y1;
  }
  substituteBack(blocks, 2, upper, rhs);
  return true;
}

function solveDense({ blocks, size, lower, diagonal, upper }: BlockTridiagonal, rhs: Float64Array): boolean {
  const area = size * size;
  for (let i = 0; i < blocks; i++) {
    if (i > 0) eliminateLower(i, size, lower, diagonal, upper, rhs);
    if (!divideBlock(i, size, diagonal, i + 1 < blocks ? upper : null, rhs)) return false;
    if (i + 1 === blocks) upper.fill(0, i * area);
  }
  substituteBack(blocks, size, upper, rhs);
  return true;
}

/** Subtracts lower[i] times block row i - 1, skipping zeros: couplings between cells are often diagonal in the layers. */
function eliminateLower(
  i: number,
  size: number,
  lower: Float64Array,
  diagonal: Float64Array,
  upper: Float64Array,
  rhs: Float64Array,
): void {
  const block = i * size * size;
  const before = block - size * size;
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const factor = lower[block + row * size + k];
      if (factor === 0) continue;
      const target = block + row * size;
      const source = before + k * size;
      for (let j = 0; j < size; j++) {
        diagonal[target + j] = diagonal[target + j] - factor * upper[source + j];
      }
      rhs[i * size + row] = rhs[i * size + row] - factor * rhs[(i - 1) * size + k];
    }
  }
}

/** Gaussian elimination of diagonal block i, applied to upper[i] (unless null) and the right-hand side. */
function divideBlock(
  i: number,
  size: number,
  diagonal: Float64Array,
  upper: Float64Array | null,
  rhs: Float64Array,
): boolean {
  const block = i * size * size;
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let row = k + 1; row < size; row++) {
      const candidate = Math.abs(diagonal[block + row * size + k]);
      if (candidate > Math.abs(diagonal[block + best * size + k])) best = row;
    }
    if (best !== k) {
      swapRange(diagonal, block + k * size, block + best * size, size);
      if (upper !== null) swapRange(upper, block + k * size, block + best * size, size);
      swapRange(rhs, i * size + k, i * size + best, 1);
    }
    const pivot = diagonal[block + k * size + k];
    if (pivot === 0 || !Number.isFinite(pivot)) return false;
    for (let row = k + 1; row < size; row++) {
      const factor = diagonal[block + row * size + k] / pivot;
      if (factor !== 0) subtractRow(i, size, row, k, factor, k + 1, diagonal, upper, rhs);
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = k + 1; j < size; j++) {
      const factor = diagonal[block + k * size + j];
      if (factor !== 0) subtractRow(i, size, k, j, factor, size, diagonal, upper, rhs);
    }
    const pivot = diagonal[block + k * size + k];
    rhs[i * size + k] = rhs[i * size + k] / pivot;
    if (upper === null) continue;
    for (let j = 0; j < size; j++) {
      upper[block + k * size + j] = upper[block + k * size + j] / pivot;
    }
  }
  return true;
}

/** row -= factor * other, in the diagonal block from column `from` on, in upper[i] and in the right-hand side. */
function subtractRow(
  i: number,
  size: number,
  row: number,
  other: number,
  factor: number,
  from: number,
  diagonal: Float64Array,
  upper: Float64Array | null,
  rhs: Float64Array,
): void {
  const target = (i * size + row) * size;
  const source = (i * size + other) * size;
  for (let j = from; j < size; j++) {
    diagonal[target + j] = diagonal[target + j] - factor * diagonal[source + j];
  }
  if (upper !== null) {
    for (let j = 0; j < size; j++) {
      upper[target + j] = upper[target + j] - factor * upper[source + j];
    }
  }
  rhs[i * size + row] = rhs[i * size + row] - factor * rhs[i * size + other];
}

function swapRange(values: Float64Array, first: number, second: number, length: number): void {
  for (let j = 0; j < length; j++) {
    const kept = values[first + j];
    values[first + j] = values[second + j];
    values[second + j] = kept;
  }
}

function substituteBack(blocks: number, size: number, upper: Float64Array, rhs: Float64Array): void {
  for (let i = blocks - 2; i >= 0; i--) {
    for (let row = 0; row < size; row++) {
      let sum = rhs[i * size + row];
      for (let j = 0; j < size; j++) {
        sum -= upper[(i * size + row) * size + j] * rhs[(i + 1) * size + j];
      }
      rhs[i * size + row] = sum;
    }
  }
}
