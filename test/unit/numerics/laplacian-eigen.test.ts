import test from "ava";
import { multiply, transpose } from "../../../src/numerics/dense.js";
import { laplacianEigen, laplacianMatrix, type WeightedGraph } from "../../../src/numerics/laplacian-eigen.js";
import { laplacianExponential } from "../../../src/numerics/laplacian-exponential.js";
import { NumericalError } from "../../../src/numerics/numerical-error.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atMost, below, near } from "../../support/matchers.js";

const path = (...weights: number[]): WeightedGraph => ({
  size: weights.length + 1,
  tails: weights.map((_, e) => e),
  heads: weights.map((_, e) => e + 1),
  weights,
});
const star = (size: number, weight: number): WeightedGraph => ({
  size,
  tails: Array(size - 1).fill(0),
  heads: Array.from({ length: size - 1 }, (_, k) => k + 1),
  weights: Array(size - 1).fill(weight),
});
const complete = (size: number, weight: () => number): WeightedGraph => {
  const edges = Array.from({ length: size * size }, (_, k) => [Math.floor(k / size), k % size] as const).filter(
    ([a, b]) => a < b,
  );
  return { size, tails: edges.map(([a]) => a), heads: edges.map(([, b]) => b), weights: edges.map(weight) };
};
const relative = (value: number, exact: number) => Math.abs(value / exact - 1);
const largest = (v: Float64Array) => v.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);

/** (a + b) ± sqrt(a² + b² - ab), the smaller one without cancellation. */
function pathOfThree(a: number, b: number): [number, number] {
  const unit = Math.max(a, b);
  const [x, y] = [a / unit, b / unit];
  const large = x + y + Math.sqrt(x * x + y * y - x * y);
  return [(unit * 3 * x * y) / large, unit * large];
}

/** exp(-t L) from eigenpairs. */
function exponential(graph: WeightedGraph, t: number): Float64Array {
  const { size } = graph;
  const { values, vectors } = laplacianEigen(graph);
  const scaled = vectors.map((entry, k) => entry * Math.exp(-t * values[k % size]));
  return multiply(scaled, transpose(vectors, size), size);
}

test("two layers have the eigenvalues 0 and twice the weight, for thousandths and integers", (t) => {
  for (let k = 1; k <= 10000; k++) {
    for (const weight of [k / 1000, k]) {
      const { values, vectors } = laplacianEigen(path(weight));
      t.is(values[0], 0);
      below(t, relative(values[1], 2 * weight), 1e-15, `${weight}: ${values[1]}`);
      near(t, Math.abs(vectors[1]), Math.SQRT1_2, 1e-15);
    }
  }
});

test("both eigenvalues of a path of three keep their digits, whatever the weights", (t) => {
  const scales = [1e-120, 1e-12, 1e-6, 1e-3, 0.7, 1, 3e4, 1e12, 1e150];
  for (const a of scales) {
    for (const b of scales) {
      const { values } = laplacianEigen(path(a, b));
      pathOfThree(a, b).forEach((exact, j) => {
        below(t, relative(values[j + 1], exact), 2e-15, `${a}, ${b}: ${values[j + 1]} for ${exact}`);
      });
    }
  }
  t.is(laplacianEigen(path(1e12, 1e-3)).values[1].toPrecision(12), "0.00150000000000");
});

test("paths, stars and complete graphs have their closed forms, repeated eigenvalues included", (t) => {
  for (const unit of [1e-9, 1, 1e9]) {
    for (const size of [2, 5, 12, 40]) {
      const exact = (graph: WeightedGraph, eigenvalue: (j: number) => number) =>
        laplacianEigen(graph).values.forEach((value, j) => {
          if (j > 0) below(t, relative(value, unit * eigenvalue(j)), 1e-14, `${size}, ${j}: ${value}`);
        });
      exact(path(...Array<number>(size - 1).fill(unit)), (j) => 4 * Math.sin((Math.PI * j) / (2 * size)) ** 2);
      exact(star(size, unit), (j) => (j === size - 1 ? size : 1));
      exact(
        complete(size, () => unit),
        () => size,
      );
    }
  }
});

test("a star of stiff pairs on soft ties moves as a whole: 1e12 inside, k/1000 between", (t) => {
  for (let k = 1; k <= 300; k++) {
    const soft = k / 1000;
    // Pairs (0, 1) and (2, 3) tied by 1-2: the slow mode is that of two nodes of mass 2, 2 soft/2, up to soft/1e12.
    below(t, relative(laplacianEigen(path(1e12, soft, 1e12)).values[1], soft), 1e-14 + soft / 1e12);
  }
});

test("vectors are orthonormal and diagonalize Laplacians of random weights over 18 decades", (t) => {
  const random = seededRandom(7);
  for (let k = 0; k < 40; k++) {
    const size = 2 + (k % 9);
    const graph = complete(size, () => 10 ** (18 * random() - 6));
    const { values, vectors } = laplacianEigen(graph);
    const gram = multiply(transpose(vectors, size), vectors, size);
    below(t, largest(gram.map((entry, i) => entry - (i % (size + 1) === 0 ? 1 : 0))), 1e-13);
    const image = multiply(laplacianMatrix(graph), vectors, size);
    const residual = image.map((entry, i) => entry - vectors[i] * values[i % size]);
    atMost(t, largest(residual), 1e-14 * values[size - 1]);
  }
});

test("the exponential by squaring is that of the eigenpairs, at the time scale of every weight", (t) => {
  const random = seededRandom(8);
  for (let k = 0; k < 40; k++) {
    const size = 2 + (k % 7);
    const graph = complete(size, () => 10 ** (18 * random() - 6));
    for (const weight of [...Array.from(graph.weights).slice(0, 5), 1e-3, 1e-6]) {
      const time = 0.3 / weight;
      const [one, other] = [exponential(graph, time), laplacianExponential(graph, time)];
      below(t, largest(one.map((entry, i) => entry - other[i])), 1e-13);
    }
  }
});

test("the exponential of two layers is (1 ± exp(-2 w t))/2, and the identity at t = 0", (t) => {
  for (const weight of [1e-6, 0.001, 1, 1e7]) {
    for (const time of [1e-3, 1, 1e3]) {
      const entry = laplacianExponential(path(weight), time)[1];
      below(t, relative(entry, -Math.expm1(-2 * weight * time) / 2), 1e-13, `${weight}, ${time}: ${entry}`);
    }
  }
  t.deepEqual(laplacianExponential(path(2, 3), 0), Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
});

test("one node has one eigenvalue; weights that are no weights and parts apart are refused", (t) => {
  t.deepEqual(laplacianEigen(path()), { values: new Float64Array(1), vectors: Float64Array.of(1) });
  for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(() => laplacianEigen(path(1, weight)), { instanceOf: NumericalError });
  }
  t.throws(() => laplacianEigen({ size: 3, tails: [0], heads: [1], weights: [1] }), { instanceOf: NumericalError });
  t.throws(() => laplacianExponential(path(Number.NaN), 1), { instanceOf: NumericalError });
});
