import test from "ava";
import { InputError } from "../../../src/errors.js";
import { averageOverCells } from "../../../src/model/cell-average.js";
import { createMesh, facePosition, type Mesh } from "../../../src/model/mesh.js";
import { below, near } from "../../support/matchers.js";

/** Averages from an antiderivative. */
function exactAverages(mesh: Mesh, primitive: (x: number) => number): number[] {
  const faces = Array.from({ length: mesh.size + 1 }, (_, k) => facePosition(mesh, 0, k));
  return faces.slice(1).map((right, k) => (primitive(right) - primitive(faces[k])) / mesh.h);
}

const largest = (values: Iterable<number>) => Math.max(...values);

function worst(values: Float64Array, expected: readonly number[]): number {
  return largest(expected.map((value, k) => Math.abs(values[k] - value)));
}

test("polynomials of degree 15 are averaged exactly", (t) => {
  const mesh = createMesh([[-1, 2]], [3]);
  const averages = averageOverCells(mesh, (x) => 16 * x ** 15);
  const expected = exactAverages(mesh, (x) => x ** 16);
  below(t, worst(averages, expected), 1e-15 * 2 ** 16);
});

test("a Gaussian of variance 1/2 on 50 cells of [-8, 8] has total 1 to 1e-15 and cell errors below 1e-14", (t) => {
  const mesh = createMesh([[-8, 8]], [50]);
  const gaussian = (x: number) => Math.exp(-((x - 1.5) ** 2)) / Math.sqrt(Math.PI);
  const averages = averageOverCells(mesh, gaussian);
  // Independent: the trapezoidal rule inside cells with Richardson extrapolation on 2^k points.
  const romberg = (a: number, b: number) => {
    let row = [((gaussian(a) + gaussian(b)) / 2) * (b - a)];
    for (let k = 1; k <= 9; k++) {
      const count = 2 ** k;
      const width = (b - a) / count;
      let odd = 0;
      for (let j = 1; j < count; j += 2) odd += gaussian(a + j * width);
      const next = [row[0] / 2 + odd * width];
      for (let m = 1; m <= k; m++) {
        next.push(next[m - 1] + (next[m - 1] - row[m - 1]) / (4 ** m - 1));
      }
      row = next;
    }
    return row.at(-1) as number;
  };
  const expected = Array.from(
    averages,
    (_, k) => romberg(facePosition(mesh, 0, k), facePosition(mesh, 0, k + 1)) / 0.32,
  );
  below(t, worst(averages, expected), 1e-14);
  near(t, averages.reduce((sum, value) => sum + value, 0) * mesh.h, 1, 1e-15);
});

test("tails of 1e-300 keep twelve relative digits", (t) => {
  const mesh = createMesh([[0, 700]], [35]);
  const averages = averageOverCells(mesh, (x) => Math.exp(-x));
  for (let cell = 0; cell < mesh.size; cell++) {
    const expected = (Math.exp(-20 * cell) * -Math.expm1(-20)) / 20;
    near(t, averages[cell], expected, { relative: 1e-12 }, `cell ${cell}`);
  }
});

test("kinks and jumps inside a cell are averaged to 1e-12", (t) => {
  const mesh = createMesh([[-1, 1]], [7]);
  below(
    t,
    worst(
      averageOverCells(mesh, Math.abs),
      exactAverages(mesh, (x) => (x * Math.abs(x)) / 2),
    ),
    1e-12,
  );
  const jump = averageOverCells(mesh, (x) => (x < 0.3 ? 1 : 0));
  below(
    t,
    worst(
      jump,
      exactAverages(mesh, (x) => Math.min(x, 0.3)),
    ),
    1e-12,
  );
  const root = averageOverCells(mesh, (x) => Math.sqrt(x + 1));
  below(
    t,
    worst(
      root,
      exactAverages(mesh, (x) => (2 / 3) * (x + 1) ** 1.5),
    ),
    1e-12,
  );
});

test("jumps and kinks close to a face are not overlooked", (t) => {
  const mesh = createMesh([[0, 1]], [4]);
  for (const distance of [1e-3, 1e-4, 1e-6, 1e-9, -1e-3, -1e-9]) {
    const place = 0.5 + distance;
    const jump = averageOverCells(mesh, (x) => (x < place ? 1 : 0));
    below(
      t,
      worst(
        jump,
        exactAverages(mesh, (x) => Math.min(x, place)),
      ),
      2e-12,
      `jump at ${place}`,
    );
    const kink = averageOverCells(mesh, (x) => Math.max(place, x));
    const primitive = (x: number) => (x < place ? place * x : (x * x + place * place) / 2);
    below(t, worst(kink, exactAverages(mesh, primitive)), 2e-12, `kink at ${place}`);
  }
});

test("a jump at a face costs nothing", (t) => {
  const averages = averageOverCells(createMesh([[0, 1]], [10]), (x) => (x < 0.5 ? 1 : 0));
  below(t, worst(averages, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]), 1e-15);
});

test("singularities at a wall that can be integrated are", (t) => {
  const mesh = createMesh([[0, 1]], [10]);
  below(
    t,
    worst(
      averageOverCells(mesh, (x) => -Math.log(x)),
      exactAverages(mesh, (x) => x - (x && x * Math.log(x))),
    ),
    1e-12,
  );
  const root = averageOverCells(mesh, (x) => 1 / Math.sqrt(1 - x));
  below(
    t,
    worst(
      root,
      exactAverages(mesh, (x) => -2 * Math.sqrt(1 - x)),
    ),
    1e-11,
  );
});

test("powers of the distance from either wall have their closed averages, up to the power 0.95", (t) => {
  const mesh = createMesh([[0, 1]], [10]);
  for (const p of [0.1, 0.5, 0.7, 0.95]) {
    const expected = exactAverages(mesh, (x) => x ** (1 - p) / (1 - p));
    const atLower = averageOverCells(mesh, (x) => x ** -p);
    const atUpper = averageOverCells(mesh, (x) => (1 - x) ** -p).reverse();
    expected.forEach((value, cell) => {
      near(t, atLower[cell], value, { relative: 2e-12 }, `power ${p}, lower wall, cell ${cell}`);
      // Positions next to 1 are known to 1e-16 only.
      near(t, atUpper[cell], value, { relative: 1e-8 }, `power ${p}, upper wall, cell ${cell}`);
    });
  }
});

test("two axes: singular walls and corners have their closed averages", (t) => {
  const square = [
    [0, 1],
    [0, 1],
  ] as const;
  const mesh = createMesh(square, [4, 4]);
  const root = exactAverages(createMesh([[0, 1]], [4]), (x) => 2 * Math.sqrt(x));
  const wall = averageOverCells(mesh, (x) => 1 / Math.sqrt(x));
  const corner = averageOverCells(mesh, (x, y) => 1 / Math.sqrt(x * y));
  for (let cell = 0; cell < 16; cell++) {
    const [alongX, alongY] = [root[cell % 4], root[Math.floor(cell / 4)]];
    near(t, wall[cell], alongX, { relative: 1e-11 }, `wall, cell ${cell}`);
    near(t, corner[cell], alongX * alongY, { relative: 1e-11 }, `corner, cell ${cell}`);
  }
  near(t, averageOverCells(mesh, (x, y) => 1 / Math.hypot(x, y))[0], 8 * Math.asinh(1), { relative: 1e-11 });
});

test("a jump by the wall is no singularity of it", (t) => {
  const averages = averageOverCells(createMesh([[0, 1]], [10]), (x) => (x > 1 - 1e-10 ? 1e8 : 0.1));
  near(t, averages[9], 0.2, 1e-4);
});

test("a peak far narrower than a cell is found and averaged", (t) => {
  const mesh = createMesh([[-1, 1]], [5]);
  const averages = averageOverCells(mesh, (x) => Math.exp(-((x / 1e-3) ** 2)));
  near(t, averages[2] * 0.4, 1e-3 * Math.sqrt(Math.PI), 1e-15);
});

test("round-off where a density vanishes costs no endless division", (t) => {
  const mesh = createMesh([[0, 1]], [20_000]);
  let calls = 0;
  const averages = averageOverCells(mesh, (x) => {
    calls++;
    return 1 + Math.cos(Math.PI * x);
  });
  below(t, calls, 17 * mesh.size);
  const expected = exactAverages(mesh, (x) => x + Math.sin(Math.PI * x) / Math.PI);
  below(t, worst(averages, expected), 1e-11);
});

test("a function that cannot be resolved is an error, not a number", (t) => {
  const mesh = createMesh([[0, 1]], [10]);
  const noise = () => averageOverCells(mesh, (x) => 2 + Math.sin(1e9 * x * x));
  t.throws(noise, { instanceOf: InputError, message: /varies too fast to be averaged/ });
  for (const singular of [(x: number) => 1 / x, (x: number) => 1 / (1 - x), (x: number) => x ** -1.2]) {
    t.throws(() => averageOverCells(mesh, singular), { instanceOf: InputError });
  }
});

test("values that are not finite come through", (t) => {
  const averages = averageOverCells(createMesh([[0, 2]], [2]), (x) => (x < 1 ? NaN : Infinity));
  t.deepEqual([...averages], [NaN, Infinity]);
});

test("two axes: first axis fastest, products average to products", (t) => {
  const domain = [
    [0, 1],
    [-1, 1],
  ] as const;
  const mesh = createMesh(domain, [3, 2]);
  const averages = averageOverCells(mesh, (x, y) => Math.exp(x) * Math.cos(y));
  const alongX = exactAverages(createMesh([[0, 1]], [3]), Math.exp);
  const alongY = exactAverages(createMesh([[-1, 1]], [2]), Math.sin);
  const expected = alongY.flatMap((b) => alongX.map((a) => a * b));
  below(t, worst(averages, expected), 4e-15);
});

test("two axes: a jump along a curve is averaged to three digits of a cell", (t) => {
  const domain = [
    [0, 1],
    [0, 1],
  ] as const;
  const mesh = createMesh(domain, [20, 20]);
  const averages = averageOverCells(mesh, (x, y) => (x * x + y * y < 1 ? 1 : 0));
  near(t, averages.reduce((sum, value) => sum + value, 0) / 400, Math.PI / 4, 1e-4);
});

test("what cannot be resolved is a part of the total: up to 1e-5 of it passes, wherever it is", (t) => {
  const mesh = createMesh([[0, 1]], [10]);
  const noisyBy = (amplitude: number, base: number) => () =>
    averageOverCells(mesh, (x) => (x < 0.9 ? 1 : base + amplitude * Math.sin(1e9 * x * x)));
  t.throws(noisyBy(1e-2, 1), { instanceOf: InputError });
  t.notThrows(noisyBy(1e-7, 1));
  // All of a cell, which holds next to nothing.
  t.notThrows(noisyBy(1e-9, 2e-9));
});

test("a singularity at a wall that is no power of the distance is refused, not integrated as one", (t) => {
  // 1/(s log^2 s) can be integrated, but what is left below any s is 1/|log s|.
  const slow = (s: number) => 1 / (s * Math.log(s) ** 2);
  const mesh = createMesh([[0, 0.5]], [5]);
  t.throws(() => averageOverCells(mesh, slow), { instanceOf: InputError, message: /varies too fast/ });
});
