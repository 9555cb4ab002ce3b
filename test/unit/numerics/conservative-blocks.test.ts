import test from "ava";
import { createConservativeBlocks } from "../../../src/numerics/conservative-blocks.js";
import { createConservativeSolver } from "../../../src/numerics/conservative-solver.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atMost, near } from "../../support/matchers.js";

for (const [cells, layers] of [
  [1, 1],
  [5, 1],
  [1, 3],
  [4, 2],
  [3, 3],
] as const) {
  for (const exponent of [0, 6, 15]) {
    const size = `${cells} cells of ${layers} layers, amounts from 1 to 1e${exponent}`;
    test(`${size}: every unknown to round-off of itself, as integers have it`, (t) => {
      const random = seededRandom(7 + exponent + 10 * cells + layers);
      const amount = () => Math.round(10 ** (exponent * random()) * (1 + 1000 * random()));
      const matrix = createConservativeBlocks(cells, layers);
      for (const list of [matrix.forward, matrix.backward, matrix.within]) {
        for (let k = 0; k < list.length; k++) list[k] = amount();
      }
      const rhs = Float64Array.from({ length: cells * layers }, amount);
      const expected = exactSolution(rowsOf(matrix), rhs);
      const solver = createConservativeSolver(matrix);
      solver.factor();
      solver.solve(rhs);
      for (const [k, value] of expected.entries()) {
        atMost(t, Math.abs(rhs[k] - value), 20 * Number.EPSILON * value, `${k}: ${rhs[k]} ${value}`);
      }
    });
  }
}

for (const layers of [1, 2, 3]) {
  test(`${layers} layers: a checked solve is the solve, with its residual and what the mass has grown by`, (t) => {
    const random = seededRandom(layers);
    const matrix = createConservativeBlocks(6, layers);
    for (const list of [matrix.forward, matrix.backward, matrix.within]) {
      for (let k = 0; k < list.length; k++) list[k] = 1 + 100 * random();
    }
    const solver = createConservativeSolver(matrix);
    solver.factor();
    const rhs = Float64Array.from({ length: 6 * layers }, random);
    const [x, plain] = [new Float64Array(rhs.length), rhs.slice()];
    const { size, sum, worst, drift } = solver.solveChecked(rhs, x);
    solver.solve(plain);
    t.deepEqual(x, plain);
    const mass = rhs.reduce((total, value) => total + value, 0);
    near(t, size, mass, 1e-14 * mass);
    for (const value of [sum, worst, Math.abs(drift)]) atMost(t, value, 1e-12 * mass);
  });
}

/** The whole matrix in integers: what leaves an unknown is on its diagonal, beside 1. */
function rowsOf({ cells, layers, forward, backward, within }: ReturnType<typeof createConservativeBlocks>): bigint[][] {
  const rows = Array.from({ length: cells * layers }, (_, i) =>
    Array.from({ length: cells * layers }, (_, j) => (i === j ? 1n : 0n)),
  );
  const flow = (from: number, to: number, amount: number): void => {
    rows[from][from] += BigInt(amount);
    rows[to][from] -= BigInt(amount);
  };
  forward.forEach((amount, k) => {
    flow(k, k + layers, amount);
    flow(k + layers, k, backward[k]);
  });
  within.forEach((amount, k) => {
    const [row, from] = [Math.floor(k / layers), k % layers];
    const first = row - (row % layers);
    if (first + from !== row) flow(first + from, row, amount);
  });
  return rows;
}

/** By Cramer's rule. */
function exactSolution(rows: bigint[][], rhs: Float64Array): number[] {
  const whole = determinant(rows);
  return rows.map((_, column) => {
    const replaced = rows.map((row, i) => row.map((value, j) => (j === column ? BigInt(rhs[i]) : value)));
    return quotient(determinant(replaced), whole);
  });
}

function quotient(top: bigint, bottom: bigint): number {
  const shift = BigInt(Math.max(0, bottom.toString(2).length - top.toString(2).length + 80));
  return Number((top << shift) / bottom) / 2 ** Number(shift);
}

/** By the fraction-free elimination of Bareiss. */
function determinant(given: bigint[][]): bigint {
  const rows = given.map((row) => [...row]);
  let before = 1n;
  for (let k = 0; k + 1 < rows.length; k++) {
    for (let i = k + 1; i < rows.length; i++) {
      for (let j = k + 1; j < rows.length; j++) {
        rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) / before;
      }
    }
    before = rows[k][k];
  }
  return rows[rows.length - 1][rows.length - 1];
}
