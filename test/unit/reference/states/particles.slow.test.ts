import test from "ava";
import { InputError } from "../../../../src/errors.js";
import type { State } from "../../../../src/model/states/state.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { crossMoments } from "../../../../src/numerics/cross-moments.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { gromovMovement } from "../../../../src/reference/states/gromov-particles.js";
import { gromovInverse } from "../../../../src/reference/states/particle-limit.js";
import { particleProblem, secondMoments } from "../../../../src/reference/states/particle-problem.js";
import { ReferenceFailure } from "../../../../src/reference/types.js";
import { above, atMost, below, between, near } from "../../../support/matchers.js";
import { compassSearch, gap, matchedDistance, requestOf, solve, timeErrors } from "./support.js";

const ring: StateModelSpec = {
  dimension: 2,
  finalTime: 0.8,
  state: { kind: "particles", count: 12, sample: "ring", scale: 1.2 },
  functional: { interaction: "r^4/4 - r^2/2" },
};
const cloud = { kind: "particles", count: 5, sample: "normal", seed: 3 } as const;

/** All positions over the first ones: of a homothety a constant. */
function ratios(moved: State, spec: StateModelSpec): number[] {
  const { values } = requestOf(spec, []).initial;
  return Array.from(moved.values, (x, k) => x / values[k]).filter((_, k) => Math.abs(values[k]) > 1e-3);
}

test("a ring under W = r⁴/4 - r²/2 has radius [3 + (R0⁻² - 3) e^{-2t}]^{-1/2}, in sliced time t twice as fast", (t) => {
  for (const [geometry, speed] of [
    ["wasserstein", 1],
    ["sliced", 2],
  ] as const) {
    const { state, companion } = solve("limit", geometry, ring, 1);
    const radius = (3 + (1.2 ** -2 - 3) * Math.exp(-2 * speed * 0.8)) ** -0.5;
    for (const ratio of ratios(state, ring)) near(t, ratio, radius / 1.2, 1e-10);
    const estimate = matchedDistance(state, companion);
    between(t, estimate, 0, 1e-7);
  }
});

test("zeros of a Hermite polynomial under W = x²/2 - log|x| stay so: r² = 1 + (r0² - 1) e^{-2t}, and a step solves (r' - r)/tau + r' = 1/r'", (t) => {
  const zeros: StateModelSpec = {
    dimension: 1,
    finalTime: 0.5,
    state: { kind: "particles", count: 9, sample: "hermite", scale: 0.4 },
    functional: { interaction: "r^2/2 - log(r)" },
  };
  const scale = Math.sqrt(1 + (0.4 ** 2 - 1) * Math.exp(-1));
  for (const ratio of ratios(solve("limit", "wasserstein", zeros, 1).state, zeros)) {
    near(t, ratio, scale / 0.4, 1e-9);
  }
  let r = 0.4;
  for (let n = 0; n < 5; n++) r = (r + Math.sqrt(r * r + 4 * 0.1 * 1.1)) / 2.2;
  for (const ratio of ratios(solve("iterate", "wasserstein", zeros, 5).state, zeros)) {
    near(t, ratio, r / 0.4, 1e-12);
  }
});

test("the exact sliced step of a ring solves (R' - R)/(d tau) + R'³·3 - R' = 0, and no particle is pulled off it", (t) => {
  const spec: StateModelSpec = { ...ring, finalTime: 0.3 };
  const { state } = solve("iterate", "sliced", spec, 1);
  const radius = Math.hypot(state.values[0], state.values[1]);
  near(t, (radius - 1.2) / 0.6 + 3 * radius ** 3, radius, 1e-12);
  // Slope of the sliced cost by sorting along 360 directions, at unequal small moves: zero along each of them.
  const { energy, positions, count } = particleProblem(requestOf(spec, []).functional, requestOf(spec, []).initial);
  const step = (y: Float64Array) => slicedCost(y, positions, count) / 0.6 + energy.value(y);
  const best = step(state.values);
  for (let k = 0; k < 6; k++) {
    for (const width of [1e-3, -1e-3]) {
      const moved = Float64Array.from(state.values);
      moved[k] = moved[k] + width;
      above(t, step(moved), best);
    }
  }
});

/** Mean over 360 directions of the squared distance on lines. */
function slicedCost(y: Float64Array, x: Float64Array, count: number): number {
  let sum = 0;
  for (let n = 0; n < 360; n++) {
    const [c, s] = [Math.cos((Math.PI * (n + 0.3)) / 360), Math.sin((Math.PI * (n + 0.3)) / 360)];
    const line = (p: Float64Array) =>
      Array.from({ length: count }, (_, i) => c * p[2 * i] + s * p[2 * i + 1]).sort((a, b) => a - b);
    const [a, b] = [line(y), line(x)];
    sum += a.reduce((total, value, i) => total + (value - b[i]) ** 2, 0);
  }
  return sum / (360 * count);
}

test("the exact sliced step of other particles is refused with the reason", (t) => {
  const message = /rings only/;
  t.throws(() => solve("iterate", "sliced", { ...ring, state: cloud }, 1), { instanceOf: InputError, message });
  const tilted: StateModelSpec = { ...ring, functional: { potential: "x1" } };
  t.throws(() => solve("iterate", "sliced", tilted, 1), { instanceOf: InputError, message: /not radial/ });
});

const functionals = {
  potential: { potential: "r^4/4 + r^2/3" },
  interaction: { interaction: "r^4/4 - r^2/2" },
} as const;

for (const geometry of ["wasserstein", "gromov"] as const) {
  for (const [name, functional] of Object.entries(functionals)) {
    const spec: StateModelSpec = { dimension: 2, finalTime: 0.1, state: cloud, functional };

    test(`${geometry}, ${name}: the exact iterate of particles tends to the limit with order 1 as tau -> 0`, (t) => {
      const [coarse = 0, fine = 0] = timeErrors(geometry, spec, [40, 160], matchedDistance);
      between(t, coarse / fine, 3.8, 4.2, `${coarse} ${fine}`);
      below(t, coarse, 0.02, `${coarse} ${fine}`);
    });

    test(`${geometry}, ${name}: the exact iterate of three particles minimizes movement plus F`, (t) => {
      const three: StateModelSpec = { ...spec, state: { ...cloud, count: 3 } };
      const { functional: f, initial } = requestOf(three, []);
      const problem = particleProblem(f, initial);
      const { positions, energy } = problem;
      const step = (y: Float64Array) => {
        const cost = geometry === "wasserstein" ? gap2(y, positions) / 3 : innerProducts(y, positions) / 9;
        return cost / 0.2 + energy.value(y);
      };
      const found = compassSearch(step, positions, 0.05);
      const { values } = solve("iterate", geometry, three, 1).state;
      atMost(t, step(values), step(found) + 1e-15, `${step(values)} ${step(found)}`);
      below(t, step(found) - step(values), 1e-9);
    });
  }
}

function gap2(y: Float64Array, x: Float64Array): number {
  return y.reduce((sum, value, k) => sum + (value - x[k]) ** 2, 0);
}

/** |Y Y' - X X'|² of planar points. */
function innerProducts(y: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i += 2) {
    for (let j = 0; j < y.length; j += 2) {
      const product = (p: Float64Array) => p[i] * p[j] + p[i + 1] * p[j + 1];
      sum += (product(y) - product(x)) ** 2;
    }
  }
  return sum;
}

test("gromov: the inverse undoes L v = 2 (Sigma v + M x) for a symmetric M, in three dimensions, with unequal weights", (t) => {
  const random = seededRandom(5);
  const [d, count] = [3, 8];
  const draw = () => Float64Array.from({ length: d * count }, () => random() - 0.4);
  const raw = Float64Array.from({ length: count }, () => 0.5 + random());
  const total = raw.reduce((sum, value) => sum + value, 0);
  const weights = raw.map((value) => value / total);
  const x = draw();
  // Any v, made such that M = ∫ y v' is symmetric by taking off an infinitesimal rotation: use v = B x + gradient of a
  // radial function.
  const v = x.map((value, k) => {
    const i = k - (k % d);
    const squares = x.subarray(i, i + d).reduce((sum, u) => sum + u * u, 0);
    return value * (0.3 + squares);
  });
  const [sigma, m] = [secondMoments(x, weights, d), crossMoments(x, v, weights, d)];
  const w = v.map((_, k) => {
    const [i, a] = [k - (k % d), k % d];
    let sum = 0;
    for (let b = 0; b < d; b++) {
      sum += sigma[a * d + b] * v[i + b] + m[a * d + b] * x[i + b];
    }
    return 2 * sum;
  });
  below(t, gap(gromovInverse(x, w, weights, d), v), 1e-13);
});

test("gromov: slope and second derivatives of a step agree with differences", (t) => {
  const spec: StateModelSpec = { dimension: 2, finalTime: 1, state: cloud, functional: functionals.interaction };
  const { functional, initial } = requestOf(spec, []);
  const problem = particleProblem(functional, initial);
  const f = gromovMovement(problem, problem.positions, 0.2);
  const x = problem.positions.map((value, k) => value + 0.1 * Math.sin(k + 1));
  const size = x.length;
  const [slope, up, down] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const hessian = new Float64Array(size * size);
  f.evaluate(x, slope);
  f.hessian(x, hessian);
  const width = 1e-5;
  for (let k = 0; k < size; k++) {
    const moved = (sign: number) => x.map((value, j) => (j === k ? value + sign * width : value));
    const [high, low] = [f.evaluate(moved(1), up), f.evaluate(moved(-1), down)];
    near(t, (high - low) / (2 * width), slope[k], 1e-8);
    const column = up.map((value, j) => (value - down[j]) / (2 * width));
    below(t, gap(column, hessian.subarray(k * size, (k + 1) * size)), 1e-7);
  }
});

test("gromov: the mean of a step's particles times their old positions is symmetric: no rotation is left", (t) => {
  const spec: StateModelSpec = { dimension: 2, finalTime: 0.5, state: cloud, functional: functionals.potential };
  const { initial } = requestOf(spec, []);
  const cross = crossMoments(
    solve("iterate", "gromov", spec, 1).state.values,
    initial.values,
    new Float64Array(5).fill(0.2),
    2,
  );
  near(t, cross[1], cross[2], 1e-13);
});

test("gromov: a functional that rotations change is refused", (t) => {
  for (const kind of ["limit", "iterate"] as const) {
    const spec: StateModelSpec = { ...ring, functional: { potential: "x1^2" } };
    t.throws(() => solve(kind, "gromov", spec, 1), { instanceOf: InputError, message: /rotations change/ });
  }
});

test("gromov: the extinction of a pure potential is a failure, not an answer", (t) => {
  const spec: StateModelSpec = { ...ring, finalTime: 4, state: cloud, functional: { potential: "r^2" } };
  t.throws(() => solve("limit", "gromov", spec, 1), { instanceOf: ReferenceFailure });
});

test("implicit Euler of particles in a double well, where a step may not be convex, is solved to round-off", (t) => {
  const spec: StateModelSpec = {
    dimension: 1,
    finalTime: 2,
    state: { kind: "particles", sample: "points", points: [[-1.7], [-0.2], [0.01], [0.9]] },
    functional: { potential: "x1^4/4 - x1^2/2" },
  };
  const { values } = solve("iterate", "wasserstein", spec, 4).state;
  const before = solve("iterate", "wasserstein", { ...spec, finalTime: 1.5 }, 3).state.values;
  below(
    t,
    gap(
      values.map((x, k) => (x - before[k]) / 0.5 + x ** 3 - x),
      new Float64Array(4),
    ),
    1e-13,
  );
});

test("an entropy of particles is refused", (t) => {
  const spec: StateModelSpec = { ...ring, functional: { potential: "r^2", entropy: 1 } };
  t.throws(() => solve("limit", "wasserstein", spec, 1), { instanceOf: InputError, message: /no entropy/ });
});
