import test from "ava";
import {
  integrateNonStiff,
  LibraryError,
  solveLinear,
  symmetricEigenpairs,
} from "../../../src/numerics/numeric-library.js";

test("the eigenpairs of the Laplacian of a path are the cosines", (t) => {
  const n = 6;
  const laplacian = new Float64Array(n * n);
  for (let i = 0; i + 1 < n; i++) {
    for (const [a, b] of [
      [i, i],
      [i + 1, i + 1],
    ] as const) {
      laplacian[a * n + b] = (laplacian[a * n + b] as number) + 1;
    }
    laplacian[i * n + i + 1] = -1;
    laplacian[(i + 1) * n + i] = -1;
  }
  const { values, vectors } = symmetricEigenpairs(laplacian, n);
  values.forEach((value, j) => {
    t.true(Math.abs(value - 4 * Math.sin((Math.PI * j) / (2 * n)) ** 2) < 1e-14);
  });
  const ratio = (vectors[n + 1] as number) / (vectors[1] as number);
  t.true(Math.abs(ratio - Math.cos((1.5 * Math.PI) / n) / Math.cos((0.5 * Math.PI) / n)) < 1e-13);
});

test("repeated eigenvalues still give orthonormal eigenvectors, and one node works", (t) => {
  const n = 5;
  const complete = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? n - 1 : -1));
  const { values } = symmetricEigenpairs(complete, n);
  t.true(Math.abs(values[0] as number) < 1e-14 && Math.abs((values[1] as number) - n) < 1e-13);
  t.deepEqual(symmetricEigenpairs(new Float64Array(1), 1).values, new Float64Array(1));
});

test("indefinite and nonsymmetric matrices are refused", (t) => {
  t.throws(() => symmetricEigenpairs(Float64Array.from([1, 2, 2, 1]), 2), { instanceOf: LibraryError });
  t.throws(() => symmetricEigenpairs(Float64Array.from([1, 2, 0, 1]), 2), { instanceOf: LibraryError });
});

test("a singular dense system is an error instead of NaN", (t) => {
  t.throws(() => solveLinear(Float64Array.from([1, 1, 1, 1]), Float64Array.from([1, 2])), { instanceOf: LibraryError });
});

test("an oscillator is integrated to its closed form at every requested time", (t) => {
  const times = [0, 0.5, 3];
  const options = { tolerance: 1e-12, maxIterations: 1e5 };
  const states = integrateNonStiff(([x, v]) => [v as number, -(x as number)], [1, 0], times, options);
  states.forEach((state, k) => {
    t.true(Math.abs((state[0] as number) - Math.cos(times[k] as number)) < 3e-10);
  });
});

test("running out of iterations and blow-up are errors", (t) => {
  const stiff = { tolerance: 1e-8, maxIterations: 500 };
  t.throws(() => integrateNonStiff(([x]) => [-1e7 * (x as number)], [1], [1], stiff), { message: /too stiff/ });
  t.throws(() => integrateNonStiff(([x]) => [(x as number) ** 2], [1], [2], stiff), { instanceOf: LibraryError });
});
