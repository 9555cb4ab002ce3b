import type { ConservativeBlocks, ConservativeSolver, SolveCheck } from "./conservative-blocks.js";

/** About how many solves factoring costs. */
const price = 2;

/** `createPairSolver` for one layer: S_i = c_i + forward_i is a number. */
export function createScalarSolver({ cells, forward, backward }: ConservativeBlocks): ConservativeSolver {
  const inverses = new Float64Array(cells);
  const passed = new Float64Array(cells);
  const last = cells - 1;
  const check: SolveCheck = { size: 0, sum: 0, worst: 0, drift: 0 };
  return {
    price,
    factor() {
      let columnSum = 1;
      for (let k = 0; k < last; k++) {
        const inverse = 1 / (columnSum + forward[k]);
        inverses[k] = inverse;
        passed[k] = forward[k] * inverse;
        columnSum = 1 + backward[k] * (columnSum * inverse);
      }
      inverses[last] = 1 / columnSum;
    },
    solve(x) {
      for (let k = 1; k <= last; k++) x[k] = x[k] + passed[k - 1] * x[k - 1];
      x[last] = inverses[last] * x[last];
      for (let k = last - 1; k >= 0; k--) x[k] = inverses[k] * (x[k] + backward[k] * x[k + 1]);
    },
    solveChecked(rhs, x) {
      let r = rhs[0];
      let size = Math.abs(r);
      x[0] = r;
      for (let k = 1; k <= last; k++) {
        size += Math.abs(rhs[k]);
        r = rhs[k] + passed[k - 1] * r;
        x[k] = r;
      }
      let sum = 0;
      let worst = 0;
      let drift = 0;
      // What returns from the right, and the residual of the cell to the right but for its flux to the left.
      let back = 0;
      let right = 0;
      for (let k = last; ; k--) {
        const value = inverses[k] * (x[k] + back);
        x[k] = value;
        const flux = k < last ? forward[k] * value - back : 0;
        const left = Math.abs(right - flux);
        sum += left;
        if (left > worst) worst = left;
        const change = value - rhs[k];
        drift += change;
        right = change + flux;
        if (k === 0) break;
        back = backward[k - 1] * value;
      }
      check.size = size;
      check.sum = sum + Math.abs(right);
      check.worst = Math.max(worst, Math.abs(right));
      check.drift = drift;
      return check;
    },
  };
}
