/*
 * One inner-product Gromov–Wasserstein step against a brute-force minimization of its definition,
 *
 *   IGW²(rho, rho_k) / (2 tau) + F(rho),   IGW² the least over couplings of the squared difference of inner products,
 *
 * of n particles from the Gram matrices and all n! permutations (the extreme couplings, among which the convex function
 * abs(cross moment)² has its maximum), of Gaussians from the eigenvalues. Nothing of the scheme's code is used.
 */
import test from "ava";
import { createFunctional, type FunctionalSpec } from "../../src/model/states/functional.js";
import { gaussianState, particleState, type State } from "../../src/model/states/state.js";
import { createGromov } from "../../src/schemes/gromov/gromov.js";
import { above, near } from "../support/matchers.js";
import { type Objective, permutations } from "../support/minimize.js";
import { compareStep } from "../support/step-oracle.js";

function gromov(spec: FunctionalSpec, initial: State, tau: number) {
  const functional = createFunctional(spec, initial.layout.dimension);
  const settings = { tau, steps: 1, tolerance: 1e-15, onNonInvariant: "refuse" } as const;
  return createGromov({ functional, initial, finalTime: tau }, settings);
}

/** Inner products of all pairs of points, row by row. */
function gramMatrix(z: readonly number[], d: number): number[][] {
  const points = Array.from({ length: z.length / d }, (_, i) => z.slice(i * d, (i + 1) * d));
  return points.map((x) => points.map((y) => x.reduce((sum, value, a) => sum + value * y[a], 0)));
}

function gromovSquared(z: readonly number[], start: readonly number[], d: number): number {
  const [g, h] = [gramMatrix(z, d), gramMatrix(start, d)];
  const n = g.length;
  const under = (order: readonly number[]): number =>
    g
      .flatMap((row, i) => row.map((value, j) => (value - h[order[i]][order[j]]) ** 2))
      .reduce((sum, value) => sum + value, 0);
  return Math.min(...permutations(n).map(under)) / (n * n);
}

type Radial = (r: number) => number;

/** Σ V(|x_i|) / n + ½ Σ over i ≠ j of W(|x_i - x_j|) / n². */
function radialEnergy(d: number, potential: Radial, interaction: Radial = () => 0): Objective {
  return (z) => {
    const n = z.length / d;
    const points = Array.from({ length: n }, (_, i) => z.slice(i * d, (i + 1) * d));
    const pairs = points.flatMap((x, i) =>
      points.map((y, j) => (i === j ? 0 : interaction(Math.hypot(...x.map((value, a) => value - y[a]))))),
    );
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    return sum(points.map((x) => potential(Math.hypot(...x)))) / n + sum(pairs) / (2 * n * n);
  };
}

const inPlane = [1.2, 0.3, -0.4, 0.8, -0.5, -1];
const onLine = [1.3, 0.2, -0.9];

function compareParticles(
  t: Parameters<typeof compareStep>[0],
  start: number[],
  d: number,
  tau: number,
  spec: FunctionalSpec,
  energy: Objective,
) {
  const initial = particleState(Float64Array.from(start), d);
  const oracle = {
    start,
    movement: (z: readonly number[]) => gromovSquared(z, start, d) / (2 * tau),
    energy,
    // Positions are known up to rotations and reflections only.
    compared: (z: readonly number[]) => gramMatrix(z, d).flat(),
  };
  return compareStep(t, gromov(spec, initial, tau), initial, oracle, Array.from);
}

/** Σ y_i x_i', which is symmetric and positive where y is aligned to x. */
function crossMoment(y: ArrayLike<number>, x: ArrayLike<number>): [xx: number, xy: number, yx: number, yy: number] {
  const entry = (a: number, b: number): number => {
    let sum = 0;
    for (let k = 0; k < y.length; k += 2) sum += y[k + a] * x[k + b];
    return sum;
  };
  return [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)];
}

for (const tau of [0.02, 0.2]) {
  test(`particles in the plane in the potential r⁴/4, tau = ${tau}, aligned to where they were`, (t) => {
    const values = compareParticles(
      t,
      inPlane,
      2,
      tau,
      { potential: "r^4 / 4" },
      radialEnergy(2, (r) => r ** 4 / 4),
    );
    const [xx, xy, yx, yy] = crossMoment(values, inPlane);
    near(t, xy, yx, 1e-8, `${xy} and ${yx}`);
    above(t, xx, 0);
    above(t, xx * yy, xy * yx);
  });

  test(`particles on a line in the potential x⁴/4, tau = ${tau}`, (t) => {
    const values = compareParticles(
      t,
      onLine,
      1,
      tau,
      { potential: "r^4 / 4" },
      radialEnergy(1, (r) => r ** 4 / 4),
    );
    above(t, values[0], 0);
  });
}

test("particles that attract and repel each other", (t) => {
  const w: Radial = (r) => r ** 4 / 4 - r ** 2 / 2;
  const spec = { interaction: "r^4 / 4 - r^2 / 2", potential: "r^2 / 8" };
  compareParticles(
    t,
    inPlane,
    2,
    0.05,
    spec,
    radialEnergy(2, (r) => r ** 2 / 8, w),
  );
  compareParticles(
    t,
    onLine,
    1,
    0.05,
    spec,
    radialEnergy(1, (r) => r ** 2 / 8, w),
  );
});

/** Eigenvalues of (xx, xy, yy), ascending. */
function eigenvalues([a = 0, b = 0, c = 0]: readonly number[]): readonly [number, number] {
  const [middle, half] = [(a + c) / 2, Math.hypot((a - c) / 2, b)];
  return [middle - half, middle + half];
}

test("a Gaussian in a round potential with entropy, whose axes stay", (t) => {
  const tau = 0.1;
  const start = [2, 0.6, 0.7];
  const initial = gaussianState([0, 0], [2, 0.6, 0.6, 0.7]);
  const energy: Objective = (z) => {
    const [low, high] = eigenvalues(z);
    if (!(low > 0)) return Number.POSITIVE_INFINITY;
    return (1.5 * (low + high) - Math.log(low) - Math.log(high)) / 2 - 1 - Math.log(2 * Math.PI);
  };
  const movement: Objective = (z) => {
    const [now, before] = [eigenvalues(z), eigenvalues(start)];
    return ((now[0] - before[0]) ** 2 + (now[1] - before[1]) ** 2) / (2 * tau);
  };
  const oracle = { start, movement, energy, compared: eigenvalues };
  const spec = { entropy: 1, potential: { matrix: 1.5 } };
  const read = (values: Float64Array): number[] => [2, 3, 5].map((k) => values[k]);
  const values = compareStep(t, gromov(spec, initial, tau), initial, oracle, read);
  const [a, b, c] = read(values) as [number, number, number];
  near(t, b * (2 - 0.7), 0.6 * (a - c), 1e-9, "the covariances commute");
  above(t, b, 0);
});
