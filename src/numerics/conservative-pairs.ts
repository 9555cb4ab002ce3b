import type { ConservativeBlocks, ConservativeSolver, SolveCheck } from "./conservative-blocks.js";

/** About how many solves factoring costs. */
const price = 2;

/**
 * `createDenseSolver` for two layers, unrolled.
 *
 * With r_i the right-hand sides that elimination leaves, r_(i+1) = rhs_(i+1) + M_i r_i, M_i = forward_i S_i^(-1), which
 * is kept beside S_i^(-1); then x_i = S_i^(-1) (r_i + backward_i x_(i+1)).
 *
 * What a sweep needs of a cell lies together, with copies of the matrix: fewer arrays are fewer bounds to look up.
 */
export function createPairSolver(matrix: ConservativeBlocks): ConservativeSolver {
  const passed = new Float64Array(4 * matrix.cells);
  const cells = new Float64Array(record * matrix.cells);
  const check: SolveCheck = { size: 0, sum: 0, worst: 0, drift: 0 };
  return {
    price,
    factor: () => factorPairs(matrix, passed, cells),
    solve(x) {
      eliminate(passed, x, x);
      substitute(cells, x);
    },
    solveChecked(rhs, x) {
      check.size = eliminate(passed, rhs, x);
      substituteChecked(cells, rhs, x, check);
      return check;
    },
  };
}

/** Of a cell: S^(-1) by rows; amounts to its right, from its left to it, its first layer to the second and back. */
const record = 10;

/** M_i and the records of cells. */
function factorPairs(
  { cells, forward, backward, within }: ConservativeBlocks,
  passed: Float64Array,
  kept: Float64Array,
): void {
  let c0 = 1;
  let c1 = 1;
  let b0 = 0;
  let b1 = 0;
  for (let cell = 0, k = 0, b = 0, r = 0; cell < cells; cell++, k += 2, b += 4, r += record) {
    let a01 = within[b + 1];
    let a10 = within[b + 2];
    kept[r + 8] = a10;
    kept[r + 9] = a01;
    if (cell > 0) {
      b0 = backward[k - 2];
      b1 = backward[k - 1];
      a01 += passed[b - 3] * b1;
      a10 += passed[b - 2] * b0;
      const before = r - record;
      const d0 = c0 * kept[before] + c1 * kept[before + 2];
      const d1 = c0 * kept[before + 1] + c1 * kept[before + 3];
      c0 = 1 + b0 * d0;
      c1 = 1 + b1 * d1;
    }
    const isLast = cell + 1 === cells;
    const f0 = isLast ? 0 : forward[k];
    const f1 = isLast ? 0 : forward[k + 1];
    const own = c0 + f0;
    const other = c1 + f1;
    // The determinant of [[own + a10, -a01], [-a10, other + a01]].
    const scale = 1 / (own * other + own * a01 + a10 * other);
    const s00 = scale * (other + a01);
    const s01 = scale * a01;
    const s10 = scale * a10;
    const s11 = scale * (own + a10);
    kept[r] = s00;
    kept[r + 1] = s01;
    kept[r + 2] = s10;
    kept[r + 3] = s11;
    kept[r + 4] = f0;
    kept[r + 5] = f1;
    kept[r + 6] = b0;
    kept[r + 7] = b1;
    passed[b] = f0 * s00;
    passed[b + 1] = f0 * s01;
    passed[b + 2] = f1 * s10;
    passed[b + 3] = f1 * s11;
  }
}

/** r from rhs, which may be the same array; the sum of |rhs|. */
function eliminate(passed: Float64Array, rhs: Float64Array, r: Float64Array): number {
  let r0 = rhs[0];
  let r1 = rhs[1];
  let size = Math.abs(r0) + Math.abs(r1);
  r[0] = r0;
  r[1] = r1;
  for (let k = 2, b = 0; k < r.length; k += 2, b += 4) {
    const own = rhs[k];
    const other = rhs[k + 1];
    size += Math.abs(own) + Math.abs(other);
    const next = own + (passed[b] * r0 + passed[b + 1] * r1);
    r1 = other + (passed[b + 2] * r0 + passed[b + 3] * r1);
    r0 = next;
    r[k] = r0;
    r[k + 1] = r1;
  }
  return size;
}

/** x from r, in place. */
function substitute(cells: Float64Array, x: Float64Array): void {
  let back0 = 0;
  let back1 = 0;
  for (let k = x.length - 2, r = cells.length - record; k >= 0; k -= 2, r -= record) {
    const r0 = x[k] + back0;
    const r1 = x[k + 1] + back1;
    const x0 = cells[r] * r0 + cells[r + 1] * r1;
    const x1 = cells[r + 2] * r0 + cells[r + 3] * r1;
    x[k] = x0;
    x[k + 1] = x1;
    back0 = cells[r + 6] * x0;
    back1 = cells[r + 7] * x1;
  }
}

/** The same, and rhs - A x cell by cell as soon as the neighbours are known. */
function substituteChecked(cells: Float64Array, rhs: Float64Array, x: Float64Array, check: SolveCheck): void {
  let sum = 0;
  let worst = 0;
  let drift = 0;
  // What returns from the right, and the residual of the cell to the right but for its flux to the left.
  let back0 = 0;
  let back1 = 0;
  let right0 = 0;
  let right1 = 0;
  for (let k = x.length - 2, r = cells.length - record; k >= 0; k -= 2, r -= record) {
    const r0 = x[k] + back0;
    const r1 = x[k + 1] + back1;
    const x0 = cells[r] * r0 + cells[r + 1] * r1;
    const x1 = cells[r + 2] * r0 + cells[r + 3] * r1;
    x[k] = x0;
    x[k + 1] = x1;
    const flux0 = cells[r + 4] * x0 - back0;
    const flux1 = cells[r + 5] * x1 - back1;
    const left0 = Math.abs(right0 - flux0);
    const left1 = Math.abs(right1 - flux1);
    sum += left0 + left1;
    if (left0 > worst) worst = left0;
    if (left1 > worst) worst = left1;
    const change0 = x0 - rhs[k];
    const change1 = x1 - rhs[k + 1];
    const across = cells[r + 8] * x0 - cells[r + 9] * x1;
    drift += change0 + change1;
    right0 = change0 + across + flux0;
    right1 = change1 - across + flux1;
    back0 = cells[r + 6] * x0;
    back1 = cells[r + 7] * x1;
  }
  check.sum = sum + Math.abs(right0) + Math.abs(right1);
  check.worst = Math.max(worst, Math.abs(right0), Math.abs(right1));
  check.drift = drift;
}
