import test from "ava";
import { createBanded, solveBanded } from "../../../src/numerics/banded.js";
import { createBlockTridiagonal, solveBlockTridiagonal } from "../../../src/numerics/block-tridiagonal.js";
import { solveLinear } from "../../../src/numerics/lu.js";
import { below } from "../../support/matchers.js";

/** Reproducible numbers in (-1, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (2 * state) / 2 ** 32 - 1;
  };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

for (const [size, band] of [
  [1, 0],
  [1, 2],
  [5, 1],
  [12, 3],
  [7, 9],
] as const) {
  test(`banded LU equals a dense solve: ${size} unknowns, band ${band}, no dominance`, (t) => {
    const random = generator(size + band);
    const matrix = createBanded(size, band);
    const dense = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = Math.max(0, i - band); j <= Math.min(size - 1, i + band); j++) {
        const entry = i === j ? 0.01 * random() : random();
        matrix.values[i * matrix.width + j - i + band] = entry;
        dense[i * size + j] = entry;
      }
    }
    const rhs = Float64Array.from({ length: size }, random);
    const expected = solveLinear(dense, rhs) as Float64Array;
    t.true(solveBanded(matrix, rhs));
    below(t, largestDifference(rhs, expected), 1e-9 * (1 + Math.max(...expected.map(Math.abs))));
  });
}

test("a singular banded or block matrix is reported, not divided by", (t) => {
  t.false(solveBanded(createBanded(3, 1), new Float64Array(3)));
  for (const size of [1, 2, 3]) {
    t.false(solveBlockTridiagonal(createBlockTridiagonal(2, size), new Float64Array(2 * size)));
  }
});

for (const size of [1, 2, 3, 5]) {
  test(`block LU equals a dense solve: nonsymmetric blocks of ${size}`, (t) => {
    const blocks = 6;
    const random = generator(size);
    const system = createBlockTridiagonal(blocks, size);
    for (const part of [system.lower, system.diagonal, system.upper]) part.set(part.map(random));
    const n = blocks * size;
    const dense = new Float64Array(n * n);
    for (let i = 0; i < blocks; i++) {
      for (let row = 0; row < size; row++) {
        // Weak diagonal inside a block, so that pivoting is exercised.
        for (let j = 0; j < size; j++) {
          const k = (i * size + row) * size + j;
          if (row + j === size - 1) system.diagonal[k] = 8 + random();
          dense[(i * size + row) * n + i * size + j] = system.diagonal[k];
          if (i > 0) dense[(i * size + row) * n + (i - 1) * size + j] = system.lower[k];
          if (i + 1 < blocks) dense[(i * size + row) * n + (i + 1) * size + j] = system.upper[k];
        }
      }
    }
    const rhs = Float64Array.from({ length: n }, random);
    const expected = solveLinear(dense, rhs) as Float64Array;
    t.true(solveBlockTridiagonal(system, rhs));
    below(t, largestDifference(rhs, expected), 1e-13);
  });
}
