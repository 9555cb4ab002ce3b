/*
 * One sliced step against a brute-force minimization of its definition,
 *
 *   SW²(rho, rho_k) / (2 tau) + F(rho),   SW² the mean over the angles of the one-dimensional W2² of the projections,
 *
 * with projections sorted afresh for every value, W2 of histograms from their quantiles, and nothing of the scheme's
 * code.
 */
import test from "ava";
import { createMesh } from "../../src/model/mesh.js";
import { createFunctional, type FunctionalSpec } from "../../src/model/states/functional.js";
import { gaussianState, particleState, type State } from "../../src/model/states/state.js";
import { createSliced } from "../../src/schemes/sliced/sliced.js";
import { above } from "../support/matchers.js";
import { farthest, type Objective } from "../support/minimize.js";
import { compareStep } from "../support/step-oracle.js";

function sliced(spec: FunctionalSpec, initial: State, tau: number, directions: number) {
  const functional = createFunctional(spec, initial.layout.dimension);
  const settings = { tau, steps: 1, tolerance: 1e-15, directions, rule: "uniform", seed: 1 } as const;
  return createSliced({ functional, initial, finalTime: tau }, settings);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** theta_l = pi (l + ½) / L. */
const anglesOf = (count: number): number[] => Array.from({ length: count }, (_, l) => (Math.PI * (l + 0.5)) / count);

/** W2² of points of equal weight on a line. */
function lineSquared(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [[...a].sort((u, v) => u - v), [...b].sort((u, v) => u - v)];
  return mean(x.map((value, k) => (value - y[k]) ** 2));
}

/** SW² of points in the plane, x and y by turns. */
function slicedSquared(a: readonly number[], b: readonly number[], directions: number): number {
  const onto = (z: readonly number[], angle: number): number[] =>
    z.flatMap((x, k) => (k % 2 === 0 ? [x * Math.cos(angle) + z[k + 1] * Math.sin(angle)] : []));
  return mean(anglesOf(directions).map((angle) => lineSquared(onto(a, angle), onto(b, angle))));
}

type Plane = (x: number, y: number) => number;

/** Σ V(x_i) / n + ½ Σ over i ≠ j of W(|x_i - x_j|) / n². */
function planeEnergy(potential: Plane, interaction: (r: number) => number = () => 0): Objective {
  return (z) => {
    const n = z.length / 2;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const [x, y] = [z[2 * i], z[2 * i + 1]];
      sum += potential(x, y) / n;
      for (let j = 0; j < n; j++) {
        if (i !== j) sum += interaction(Math.hypot(x - z[2 * j], y - z[2 * j + 1])) / (2 * n * n);
      }
    }
    return sum;
  };
}

const fourPoints = [1.1, 0.3, -0.4, 0.9, -0.8, -0.7, 0.5, -1.2];
const threePoints = [0.9, 0.2, -0.5, 0.8, -0.3, -1.1];

function compareParticles(
  t: Parameters<typeof compareStep>[0],
  points: number[],
  directions: number,
  tau: number,
  spec: FunctionalSpec,
  energy: Objective,
) {
  const initial = particleState(Float64Array.from(points), 2);
  const oracle = {
    start: points,
    movement: (z: readonly number[]) => slicedSquared(z, points, directions) / (2 * tau),
    energy,
    compared: (z: readonly number[]) => z,
  };
  return compareStep(t, sliced(spec, initial, tau, directions), initial, oracle, Array.from);
}

for (const directions of [4, 5, 8]) {
  test(`particles in a quadratic potential, ${directions} angles`, (t) => {
    const potential = {
      matrix: [
        [3, 0.4],
        [0.4, 0.5],
      ],
      centre: [0.3, -0.2],
    };
    const energy = planeEnergy((x, y) => 1.5 * (x - 0.3) ** 2 + 0.4 * (x - 0.3) * (y + 0.2) + 0.25 * (y + 0.2) ** 2);
    compareParticles(t, fourPoints, directions, 0.1, { potential }, energy);
  });
}

test("particles that attract and repel each other in a potential", (t) => {
  const energy = planeEnergy(
    (x, y) => x ** 2 * y ** 2 + (x * x + y * y) / 4,
    (r) => r ** 4 / 4 - r ** 2 / 2,
  );
  compareParticles(
    t,
    threePoints,
    6,
    0.05,
    { potential: "x1^2 * x2^2 + r^2 / 4", interaction: "r^4 / 4 - r^2 / 2" },
    energy,
  );
});

test("a long step, after which projections have other orders", (t) => {
  const potential = {
    matrix: [
      [6, 0],
      [0, 0.2],
    ],
    centre: [0, 2],
  };
  const energy = planeEnergy((x, y) => 3 * x ** 2 + 0.1 * (y - 2) ** 2);
  const values = compareParticles(t, fourPoints, 7, 0.5, { potential }, energy);
  above(t, farthest(values, fourPoints), 0.5);
});

/**
 * Mean (2) and covariance (xx, xy, yy) of a Gaussian in the plane; directions are many, so that their number says
 * nothing.
 */
test("a Gaussian in a quadratic potential with entropy", (t) => {
  const [tau, directions] = [0.2, 64];
  const start = [0, 0.5, 1, -0.3, 2];
  const initial = gaussianState([0, 0.5], [1, -0.3, -0.3, 2]);
  const deviation = ([, , a = 0, b = 0, c = 0]: readonly number[], angle: number): number => {
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return Math.sqrt(a * x * x + 2 * b * x * y + c * y * y);
  };
  const movement: Objective = (z) => {
    const term = (angle: number): number => {
      const shift = (z[0] - 0) * Math.cos(angle) + (z[1] - 0.5) * Math.sin(angle);
      return shift ** 2 + (deviation(z, angle) - deviation(start, angle)) ** 2;
    };
    return mean(anglesOf(directions).map(term)) / (2 * tau);
  };
  const energy: Objective = ([m = 0, n = 0, a = 0, b = 0, c = 0]) => {
    const determinant = a * c - b * b;
    if (!(a > 0 && determinant > 0)) return Number.POSITIVE_INFINITY;
    const [u, v] = [m - 0.7, n + 0.4];
    const potential = (1.2 * (a + u * u) + 2 * 0.5 * (b + u * v) + 0.6 * (c + v * v)) / 2;
    return potential - Math.log(determinant) / 2 - 1 - Math.log(2 * Math.PI);
  };
  const spec = {
    entropy: 1,
    potential: {
      matrix: [
        [1.2, 0.5],
        [0.5, 0.6],
      ],
      centre: [0.7, -0.4],
    },
  };
  const read = (values: Float64Array): number[] => [0, 1, 2, 3, 5].map((k) => values[k]);
  const oracle = { start, movement, energy, compared: (z: readonly number[]) => z };
  const values = compareStep(t, sliced(spec, initial, tau, directions), initial, oracle, read);
  t.is(values[3], values[4]);
});

/** W2² of histograms on [0, 1], from quantiles: both are affine between the levels at which a cell begins in either. */
function histogramSquared(f: readonly number[], g: readonly number[]): number {
  const h = 1 / f.length;
  const cumulative = (values: readonly number[]): number[] => {
    const sums = [0];
    for (const value of values) sums.push((sums.at(-1) as number) + h * value);
    return sums;
  };
  const [a, b] = [cumulative(f), cumulative(g)];
  const quantile = (sums: readonly number[], level: number): number => {
    let cell = 0;
    while (cell < f.length - 1 && sums[cell + 1] <= level) cell++;
    const [low, high] = [sums[cell], sums[cell + 1]];
    return h * (cell + (level - low) / (high - low));
  };
  const levels = [...a, ...b].map((level) => Math.min(level, 1)).sort((x, y) => x - y);
  let sum = 0;
  for (let k = 1; k < levels.length; k++) {
    const [low, high] = [levels[k - 1], levels[k]];
    if (high - low < 1e-15) continue;
    // Two Gauss nodes integrate the square of an affine function, and keep off the levels themselves.
    for (const node of [0.5 - Math.sqrt(1 / 12), 0.5 + Math.sqrt(1 / 12)]) {
      const level = low + node * (high - low);
      sum += ((high - low) / 2) * (quantile(a, level) - quantile(b, level)) ** 2;
    }
  }
  return sum;
}

for (const [name, tau] of [
  ["short", 0.01],
  ["long", 0.5],
] as const) {
  test(`a histogram of five cells, a ${name} step`, (t) => {
    const cells = 5;
    const initialDensity = [1.6, 0.5, 0.9, 1.3, 0.7];
    const complete = (z: readonly number[]): number[] => [...z, cells - z.reduce((sum, value) => sum + value, 0)];
    const energy: Objective = (z) => {
      const f = complete(z);
      if (!f.every((value) => value > 0)) return Number.POSITIVE_INFINITY;
      // -log of the average of exp(-4 (x - 0.6)²) over a cell, by Simpson's rule.
      const potential = (cell: number): number => {
        const weights = Array.from({ length: 201 }, (_, k) => (k % 200 === 0 ? 1 : k % 2 === 1 ? 4 : 2) / 600);
        const at = (k: number): number => Math.exp(-4 * ((cell + k / 200) / cells - 0.6) ** 2);
        return -Math.log(weights.reduce((sum, weight, k) => sum + weight * at(k), 0));
      };
      return f.reduce((sum, value, cell) => sum + (value * (Math.log(value) + potential(cell))) / cells, 0);
    };
    const movement: Objective = (z) =>
      complete(z).every((value) => value > 0)
        ? histogramSquared(complete(z), initialDensity) / (2 * tau)
        : Number.POSITIVE_INFINITY;
    const mesh = createMesh([[0, 1]], [cells]);
    const initial: State = { layout: { kind: "grid", dimension: 1, mesh }, values: Float64Array.from(initialDensity) };
    const oracle = { start: initialDensity.slice(0, -1), movement, energy, compared: complete };
    const stepper = sliced({ entropy: 1, potential: "4 * (x1 - 0.6)^2" }, initial, tau, 1);
    compareStep(t, stepper, initial, oracle, (values) => [...values.subarray(0, cells - 1)]);
  });
}
