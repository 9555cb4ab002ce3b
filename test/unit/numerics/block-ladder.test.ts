import test from "ava";
import { createBlockLadder, factorBlock, parallelSum } from "../../../src/numerics/block-ladder.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atMost, below } from "../../support/matchers.js";

const random = seededRandom(3);

/** A random positive definite block whose rows and columns have the given scales. */
function randomBlock(m: number, scales: Float64Array): Float64Array {
  const factor = Float64Array.from({ length: m * m }, () => 2 * random() - 1);
  const block = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      let sum = i === j ? 0.1 : 0;
      for (let k = 0; k < m; k++) sum += factor[i * m + k] * factor[j * m + k];
      block[i * m + j] = sum * scales[i] * scales[j];
    }
  }
  return block;
}

test("a solution leaves a residual of round-off, whatever the scales of the layers", (t) => {
  for (const [cells, m, scale] of [
    [1, 3, 1],
    [7, 1, 1e-100],
    [20, 4, 1],
    [20, 5, 1e-60],
  ]) {
    const block = new Float64Array(cells * m * m);
    const scales = Float64Array.from({ length: m }, () => scale ** random());
    for (let i = 0; i < cells; i++) block.set(randomBlock(m, scales), i * m * m);
    const along = Float64Array.from({ length: cells * m }, (_, k) => scales[k % m] ** 2 * random());
    const right = Float64Array.from({ length: cells * m }, () => 2 * random() - 1);
    const x = new Float64Array(cells * m);
    t.true(createBlockLadder(cells, m)({ block, along, right }, x));
    for (let k = 0; k < cells * m; k++) {
      const [i, g] = [Math.floor(k / m), k % m];
      let [sum, size] = [-right[k], Math.abs(right[k])];
      const add = (term: number): void => {
        sum += term;
        size += Math.abs(term);
      };
      for (let q = 0; q < m; q++) add(block[(i * m + g) * m + q] * x[i * m + q]);
      for (const [face, other] of [
        [k, k + m],
        [k - m, k - m],
      ]) {
        if (face < 0 || other >= cells * m) continue;
        add(along[face] * x[k]);
        add(-along[face] * x[other]);
      }
      atMost(t, Math.abs(sum), 1e-9 * size, `${cells} cells, ${m} layers, scale ${scale}, row ${k}`);
    }
  }
});

test("small excesses beside large conductances keep their digits", (t) => {
  // Two cells, one layer: (n + w) x - w y = 1, -w x + (n + w) y = 1 has x = y = 1/n.
  const n = 1e-20;
  const system = { block: Float64Array.of(n, n), along: Float64Array.of(1, 0), right: Float64Array.of(1, 1) };
  const x = new Float64Array(2);
  t.true(createBlockLadder(2, 1)(system, x));
  for (const value of x) below(t, Math.abs(value * n - 1), 1e-14);
});

test("the parallel sum of a block and conductances is the inverse of the sum of inverses", (t) => {
  const m = 2;
  const [a, b, c] = [3, 1, 2];
  const [d, e] = [0.5, 4];
  const lower = Float64Array.of(a, 0, b, c);
  t.true(factorBlock(lower, m));
  const [scratch, out] = [new Float64Array(4), new Float64Array(4)];
  t.true(parallelSum(lower, (k) => [d, e][k], m, scratch, out));
  // M = [[a, b], [b, c]], M^-1 = [[c, -b], [-b, a]] / det.
  const det = a * c - b * b;
  const [p, q, r] = [c / det + d, -b / det, a / det + e];
  const inverse = p * r - q * q;
  const expected = [r, -q, -q, p].map((value) => value / inverse);
  for (const [k, value] of expected.entries()) below(t, Math.abs(out[k] - value), 1e-14);
});

test("a block that is not finite, or negative, is refused", (t) => {
  t.false(factorBlock(Float64Array.of(Number.NaN), 1));
  t.false(factorBlock(Float64Array.of(-1), 1));
});
