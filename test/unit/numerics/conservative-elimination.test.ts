import test from "ava";
import { createConservativeSystem } from "../../../src/numerics/conservative-elimination.js";
import { atMost, near } from "../../support/matchers.js";

/**
 * I + L on a path of three nodes with integer conductances c between the first two and s between the last two,
 * over 1000.
 */
function path(c: number, s: number) {
  const system = createConservativeSystem(3, 2);
  const { values, width, band } = system.matrix;
  const rows = [
    [1000 + c, -c, 0],
    [-c, 1000 + c + s, -s],
    [0, -s, 1000 + s],
  ];
  for (const [i, row] of rows.entries()) {
    for (const [j, value] of row.entries()) values[i * width + band + j - i] = value / 1000;
  }
  return system;
}

/** The exact solution with the right-hand side 3, 5, 7, by Cramer's rule in integers. */
function exact(c: number, s: number): number[] {
  const [C, S, one] = [BigInt(c), BigInt(s), 1000n];
  const matrix = [
    [one + C, -C, 0n],
    [-C, one + C + S, -S],
    [0n, -S, one + S],
  ];
  const rhs = [3000n, 5000n, 7000n];
  const whole = determinant(matrix);
  return rhs.map((_, column) => {
    const replaced = matrix.map((row, i) => row.map((value, j) => (j === column ? rhs[i] : value)));
    return Number((determinant(replaced) * 10n ** 25n) / whole) / 1e25;
  });
}

function determinant(rows: bigint[][]): bigint {
  const [[a, b, c], [d, e, f], [g, h, i]] = rows as [
    [bigint, bigint, bigint],
    [bigint, bigint, bigint],
    [bigint, bigint, bigint],
  ];
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

for (const [c, s] of [
  [4000, 300],
  [1e15, 1],
  [1, 1e15],
  [1e15, 1e12],
] as const) {
  test(`conductances ${c} and ${s}: every unknown to round-off of itself, as integers have it`, (t) => {
    const rhs = Float64Array.of(3, 5, 7);
    t.true(path(c, s).solve(rhs));
    for (const [k, value] of exact(c, s).entries()) {
      atMost(t, Math.abs(rhs[k] - value), 2e-15 * value, `${k}: ${rhs[k]} ${value}`);
    }
  });
}

test("a matrix that is no M-matrix is solved with row exchanges", (t) => {
  const system = createConservativeSystem(2, 1);
  const { values, width, band } = system.matrix;
  // Columns 0, 1 and 3, -2: the first diagonal is zero.
  values[band] = 0;
  values[band + 1] = 3;
  values[width + band - 1] = 1;
  values[width + band] = -2;
  const rhs = Float64Array.of(6, 1);
  t.true(system.solve(rhs));
  near(t, rhs[0], 5, 1e-14);
  near(t, rhs[1], 2, 1e-14);
});

test("entries that are no numbers have no solution", (t) => {
  const system = path(4000, 300);
  system.matrix.values[system.matrix.band] = Number.NaN;
  system.matrix.values[system.matrix.width + system.matrix.band - 1] = Number.NaN;
  t.false(system.solve(Float64Array.of(3, 5, 7)));
});
