import test from "ava";
import { createFunctional } from "../../../../src/model/states/functional.js";
import { createPotential, type Potential } from "../../../../src/model/states/potential.js";
import { near } from "../../../support/matchers.js";

function gradientOf(potential: Potential, ...point: number[]): number[] {
  // A point in the middle of others, a gradient at another place.
  const points = Float64Array.of(9, ...point, 9);
  const out = new Float64Array(point.length + 3).fill(7);
  const value = potential.gradient(points, 1, out, 2);
  if (value !== potential.value(points, 1)) throw new Error("two values");
  if (out[0] !== 7 || out[1] !== 7 || out[out.length - 1] !== 7) throw new Error("wrote elsewhere");
  return [...out.subarray(2, 2 + point.length)];
}

const cases = {
  "x1^2*x2 + r^3": { potential: "x1^2*x2 + r^3" },
  "r^4/4 - r^2/2": { potential: "r^4/4 - r^2/2" },
  "sin(x1)*exp(-r)": { potential: "sin(x1)*exp(-r)" },
  "log(1 + r) + max(x1, x2)": { potential: "log(1 + r) + max(x1, x2)" },
  "a quadratic form": {
    potential: {
      matrix: [
        [2, 0.5],
        [0.5, -1],
      ],
      centre: [1, -2],
    },
  },
  "relative entropy": {
    kl: {
      mean: [0.2, 0.1],
      covariance: [
        [2, 0.5],
        [0.5, 1],
      ],
    },
  },
};

for (const [title, spec] of Object.entries(cases)) {
  test(`${title}: the gradient is that of central differences`, (t) => {
    const potential = createPotential(createFunctional(spec, 2)) as Potential;
    for (const point of [
      [0.3, -0.8],
      [-1.2, 0.4],
      [2, 1.5],
    ]) {
      gradientOf(potential, ...point).forEach((slope, k) => {
        const h = 1e-5;
        const at = (s: number) =>
          potential.value(
            Float64Array.from(point, (x, j) => (j === k ? x + s : x)),
            0,
          );
        near(t, (at(h) - at(-h)) / (2 * h), slope, 1e-8);
      });
    }
  });
}

test("at the origin r has no slope: 0, whatever the power, and the rest of the formula keeps its own", (t) => {
  for (const text of ["r", "r^2", "sqrt(r)", "exp(-r)"]) {
    const potential = createPotential(createFunctional({ potential: text }, 2)) as Potential;
    t.deepEqual(gradientOf(potential, 0, 0), [0, 0], text);
  }
  const mixed = createPotential(createFunctional({ potential: "3*x1 + r - x2" }, 2)) as Potential;
  t.deepEqual(gradientOf(mixed, 0, 0), [3, -1]);
});

test("near the origin gradients of r point outwards with length 1", (t) => {
  const potential = createPotential(createFunctional({ potential: "r" }, 2)) as Potential;
  const [x, y] = gradientOf(potential, 3e-150, -4e-150) as [number, number];
  near(t, x, 0.6, 1e-15);
  near(t, y, -0.8, 1e-15);
});

test("a functional without a potential has none", (t) => {
  t.is(createPotential(createFunctional({ entropy: 1 }, 2)), undefined);
});
