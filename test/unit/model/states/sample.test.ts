import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { type ParticleSpec, samplePositions, standardNormal } from "../../../../src/model/states/sample.js";
import { momentsOf, particleState } from "../../../../src/model/states/state.js";
import { near } from "../../../support/matchers.js";

const spec = (rest: Partial<ParticleSpec>): ParticleSpec => ({
  kind: "particles",
  sample: "normal",
  count: 50,
  ...rest,
});

function refused(rest: Partial<ParticleSpec>, dimension = 2): InputError {
  try {
    samplePositions(spec(rest), dimension);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("a seed determines a sample bitwise, another seed gives another", (t) => {
  t.deepEqual(samplePositions(spec({ seed: 3 }), 2), samplePositions(spec({ seed: 3 }), 2));
  t.notDeepEqual(samplePositions(spec({ seed: 3 }), 2), samplePositions(spec({ seed: 4 }), 2));
  t.deepEqual(samplePositions(spec({}), 2), samplePositions(spec({ seed: 1 }), 2), "1 unless given");
});

test("standard normal numbers have the moments and the tail of the normal distribution", (t) => {
  const count = 100_000;
  const z = standardNormal(count, 5);
  const mean = (f: (value: number) => number) => z.reduce((sum, value) => sum + f(value), 0) / count;
  // Five standard deviations of each mean.
  const root = Math.sqrt(count);
  near(
    t,
    mean((v) => v),
    0,
    5 / root,
  );
  near(
    t,
    mean((v) => v ** 2),
    1,
    (5 * Math.sqrt(2)) / root,
  );
  near(
    t,
    mean((v) => v ** 4),
    3,
    (5 * Math.sqrt(96)) / root,
  );
  near(
    t,
    mean((v) => (Math.abs(v) > 1.959964 ? 1 : 0)),
    0.05,
    (5 * 0.218) / root,
  );
  const products = z.subarray(0, count - 1).reduce((sum, value, k) => sum + value * z[k + 1], 0) / count;
  near(t, products, 0, 5 / root, "neighbours are independent");
});

test("an odd number of normal numbers begins as a longer one", (t) => {
  t.deepEqual(standardNormal(5, 2), standardNormal(8, 2).slice(0, 5));
});

test("a standardized sample has exactly the mean and covariance asked for", (t) => {
  const covariance = [
    [2, 0.5],
    [0.5, 1],
  ];
  const positions = samplePositions(spec({ standardized: true, mean: [1, -2], covariance, count: 7 }), 2);
  const moments = momentsOf(particleState(positions, 2));
  [1, -2].forEach((value, k) => {
    near(t, moments.mean[k], value, 1e-14);
  });
  covariance.flat().forEach((value, k) => {
    near(t, moments.covariance[k], value, 1e-14);
  });
});

test("a sample that is not standardized has them up to the noise of its size", (t) => {
  const positions = samplePositions(spec({ mean: 3, covariance: 4, count: 10_000 }), 2);
  const { mean, covariance } = momentsOf(particleState(positions, 2));
  near(t, mean[0], 3, 0.1);
  near(t, covariance[0], 4, 0.3);
  near(t, covariance[1], 0, 0.2);
});

test("a ring lies on its circle, equally spaced", (t) => {
  const ring = samplePositions(spec({ sample: "ring", count: 5, scale: 2 }), 2);
  for (let i = 0; i < 5; i++) {
    near(t, Math.hypot(ring[2 * i], ring[2 * i + 1]), 2, 1e-15);
    const j = (i + 1) % 5;
    const gap = Math.hypot(ring[2 * i] - ring[2 * j], ring[2 * i + 1] - ring[2 * j + 1]);
    near(t, gap, 4 * Math.sin(Math.PI / 5), 1e-14);
  }
});

test("a hermite sample balances x = (1/n) Σ 1/(x_i - x_j), the zeros of H_n over √n", (t) => {
  const count = 12;
  const x = samplePositions(spec({ sample: "hermite", count }), 1);
  x.forEach((a, i) => {
    const pushes = x.reduce((sum, b, j) => sum + (i === j ? 0 : 1 / (a - b)), 0) / count;
    near(t, a, pushes, 1e-13);
  });
  const twice = samplePositions(spec({ sample: "hermite", count, scale: 2 }), 1);
  t.deepEqual(
    twice,
    x.map((value) => 2 * value),
  );
});

test("points are taken as they are", (t) => {
  const points = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  t.deepEqual([...samplePositions({ kind: "particles", sample: "points", points }, 2)], [1, 2, 3, 4, 5, 6]);
  t.deepEqual([...samplePositions({ kind: "particles", sample: "points", points, count: 3 }, 2)], points.flat());
});

test("points that coincide are refused, with their numbers, also where zeros differ in sign", (t) => {
  for (const points of [
    [
      [1, 2],
      [0, 0],
      [1, 2],
    ],
    [
      [0, 2],
      [3, 3],
      [-0, 2],
    ],
  ]) {
    const { context, message } = refused({ sample: "points", points, count: undefined });
    t.regex(message, /particles 0 and 2 coincide/);
    t.is(context.path, "model.state.points[2]");
    t.truthy(context.remedy);
  }
});

test("errors name the path, the value and the remedy", (t) => {
  const cases: readonly (readonly [Partial<ParticleSpec>, number, string])[] = [
    [{ count: 1 }, 2, "model.state.count"],
    [{ count: 2.5 }, 2, "model.state.count"],
    [{ scale: 0 }, 2, "model.state.scale"],
    [{ scale: Number.NaN }, 2, "model.state.scale"],
    [{ sample: "ring" }, 3, "model.dimension"],
    [{ sample: "hermite" }, 2, "model.dimension"],
    [{ sample: "hermite", count: 201 }, 1, "model.state.count"],
    [{ sample: "points", count: undefined, points: [[1, 2]] }, 2, "model.state.points"],
    [
      {
        sample: "points",
        count: 3,
        points: [
          [1, 2],
          [3, 4],
        ],
      },
      2,
      "model.state.count",
    ],
    [{ sample: "points", count: undefined, points: [[1, 2], [3]] }, 2, "model.state.points[1]"],
    [
      {
        sample: "points",
        count: undefined,
        points: [
          [1, 2],
          [3, Number.NaN],
        ],
      },
      2,
      "model.state.points[1]",
    ],
    [{ mean: [1, 2, 3] }, 2, "model.state.mean"],
    [{ covariance: -1 }, 2, "model.state.covariance"],
    [{ standardized: true, count: 3 }, 3, "model.state.count"],
    [{ standardized: true, count: 2 }, 2, "model.state.count"],
  ];
  for (const [rest, dimension, path] of cases) {
    const { context } = refused(rest, dimension);
    t.is(context.path, path);
    t.not(context.value, undefined, path);
    t.truthy(context.remedy, path);
  }
  t.truthy(refused({ count: undefined }).context.remedy);
  t.truthy(refused({ sample: "points", count: undefined }).context.remedy);
});
