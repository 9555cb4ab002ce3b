import test from "ava";
import { createDissectedSolver } from "../../../src/numerics/dissected-solver.js";
import { dissect } from "../../../src/numerics/dissection.js";
import type { FlowSystem } from "../../../src/numerics/flow-system.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { solveDense } from "../../support/dense.js";
import { atMost, below, each, near } from "../../support/matchers.js";

/** Random flows between the cells of a box, and between the layers of each on a path. */
function flowSystem(nx: number, ny: number, layers: number, exponent: number): FlowSystem {
  const random = seededRandom(3 + nx + 10 * ny + 100 * layers + exponent);
  // Along the first axis row by row, then along the other.
  const row = (nx - 1) * layers;
  const runs = Array.from({ length: ny }, (_, y) => ({
    face: y * row,
    count: row,
    start: y * nx * layers,
    stride: layers,
  }));
  const columns = { face: ny * row, count: nx * (ny - 1) * layers, start: 0, stride: nx * layers };
  const faces = columns.face + columns.count;
  const tails = Int32Array.from({ length: layers - 1 }, (_, g) => g);
  const amounts = (count: number) => Float64Array.from({ length: count }, () => 10 ** (exponent * random()) * random());
  return {
    counts: [nx, ny],
    layers,
    runs: [...runs, columns],
    forward: amounts(faces),
    backward: amounts(faces),
    tails,
    heads: tails.map((g) => g + 1),
    byTail: amounts(nx * ny * tails.length),
    byHead: amounts(nx * ny * tails.length),
  };
}

/** All entries: what leaves an unknown is on its diagonal, beside 1. */
function rowsOf({ layers, ...system }: FlowSystem, size: number): number[][] {
  const rows = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));
  const flow = (from: number, to: number, amount: number): void => {
    rows[from][from] += amount;
    rows[to][from] -= amount;
  };
  for (const { face, count, start, stride } of system.runs) {
    for (let k = 0; k < count; k++) {
      flow(start + k, start + k + stride, system.forward[face + k]);
      flow(start + k + stride, start + k, system.backward[face + k]);
    }
  }
  const edges = system.tails.length;
  system.byTail.forEach((amount, k) => {
    const first = Math.floor(k / edges) * layers;
    const [tail, head] = [first + system.tails[k % edges], first + system.heads[k % edges]];
    flow(tail, head, amount);
    flow(head, tail, system.byHead[k]);
  });
  return rows;
}

for (const [nx, ny, layers] of [
  [1, 1, 1],
  [1, 9, 1],
  [9, 1, 2],
  [7, 5, 1],
  [8, 8, 1],
  [6, 11, 2],
  [5, 4, 3],
] as const) {
  test(`${nx} x ${ny} cells of ${layers} layers: what a dense solver finds, and the residual of it`, (t) => {
    const system = flowSystem(nx, ny, layers, 2);
    const size = nx * ny * layers;
    const rhs = Float64Array.from({ length: size }, (_, k) => 1 + Math.sin(k));
    const rows = rowsOf(system, size);
    const expected = solveDense(rows, Array.from(rhs));
    const solver = createDissectedSolver(system, 1);
    solver?.factor();
    const x = new Float64Array(size);
    const check = solver?.solveChecked(rhs, x);
    for (const [k, value] of expected.entries()) near(t, x[k], value, { relative: 1e-11 });
    const residual = rows.map((row, k) => Math.abs(row.reduce((sum, entry, j) => sum + entry * x[j], 0) - rhs[k]));
    below(t, Math.abs((check?.sum ?? Number.NaN) - residual.reduce((sum, value) => sum + value)), 1e-11);
    near(
      t,
      check?.size,
      rhs.reduce((sum, value) => sum + Math.abs(value), 0),
      { relative: 1e-14 },
    );
    below(t, Math.abs(check?.drift ?? Number.NaN), 1e-11);
  });
}

test("amounts from 1 to 1e15: every unknown keeps its digits, as columns sum to 1", (t) => {
  const system = flowSystem(9, 7, 2, 15);
  const solver = createDissectedSolver(system, 1);
  solver?.factor();
  // A x = rhs of a known x would lose its digits in rhs; sums of x do not: they are those of rhs.
  const rhs = new Float64Array(126).map((_, k) => 10 ** -(k % 40));
  const x = rhs.slice();
  solver?.solve(x);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  near(t, sum(x), sum(rhs), { relative: 1e-14 });
  each(t, x, (value) => value > 0);
});

test("a residual that is there is measured: of factors that are not those of the matrix", (t) => {
  const system = flowSystem(6, 5, 2, 1);
  const solver = createDissectedSolver(system, 1);
  solver?.factor();
  for (const amounts of [system.forward, system.byTail]) {
    const before = amounts[3];
    amounts[3] = 2 * before;
    const x = new Float64Array(60);
    const check = solver?.solveChecked(new Float64Array(60).fill(1), x);
    const end = amounts === system.forward ? 3 : 3 * 2;
    // The amount leaves one unknown and enters another.
    near(t, check?.sum, 2 * before * x[end], { relative: 1e-9 });
    near(t, check?.worst, before * x[end], { relative: 1e-9 });
    amounts[3] = before;
  }
});

test("fronts hold every cell once, in an order in which what they join comes later; fill grows as n log n", (t) => {
  for (const [nx, ny] of [
    [1, 1],
    [13, 1],
    [30, 17],
    [64, 64],
    [128, 128],
  ] as const) {
    const { order, fronts } = dissect(nx, ny);
    t.deepEqual(
      order.slice().sort(),
      Int32Array.from({ length: nx * ny }, (_, k) => k),
    );
    let entries = 0;
    for (const { first, count, neighbours } of fronts) {
      entries += (count * (count - 1)) / 2 + count * neighbours.length;
      each(t, neighbours, (k) => k >= first + count);
    }
    // 31/4 n log2 N + O(n) of George's dissection.
    atMost(t, entries, nx * ny * (7.75 * Math.log2(Math.max(nx, ny)) + 4));
  }
});

test("factors that were too large, or too expensive for the steps they serve, are not made", (t) => {
  const system = flowSystem(4, 4, 1, 0);
  t.is(createDissectedSolver({ ...system, counts: [1200, 1200] }, 1e9), undefined);
  t.is(createDissectedSolver({ ...system, counts: [500, 500] }, 0.1), undefined);
  t.not(createDissectedSolver(system, 1), undefined);
});
