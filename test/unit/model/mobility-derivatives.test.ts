import test from "ava";
import { createMobility, mobilityNames } from "../../../src/model/exchange.js";
import {
  type ConcaveMobility,
  createMobilityModel,
  isConcaveMobility,
} from "../../../src/model/mobility-derivatives.js";

const concave = mobilityNames.filter(isConcaveMobility);
const pairs = [
  [0.7, 0.7],
  [0.7, 0.70001],
  [0.3, 2],
  [4, 1e-3],
] as const;
const [a, b] = [0.4, -0.9];

/** Central difference of f at x, relative step 1e-5. */
const difference = (f: (x: number) => number, x: number) => (f(x * (1 + 1e-5)) - f(x * (1 - 1e-5))) / (2e-5 * x);

function close(value: number, expected: number, tolerance: number): boolean {
  return Math.abs(value - expected) <= tolerance * Math.max(Math.abs(expected), 1e-12);
}

test("values are those of the mobility of that name", (t) => {
  const temperature = 0.5;
  for (const name of concave) {
    for (const [s, u] of pairs) {
      const mu = (f: number, potential: number) => temperature * (Math.log(f) + potential);
      const expected = createMobility(name)(s, u, mu(s, a), mu(u, b), temperature);
      t.true(close(createMobilityModel(name).value(s, u, a, b), expected, 1e-14), `${name} ${s} ${u}`);
    }
  }
});

test("slopes are differences of values, mixed derivatives differences of slopes", (t) => {
  for (const name of concave) {
    const { value, slope, mixed } = createMobilityModel(name);
    for (const [s, u] of pairs) {
      const title = `${name} ${s} ${u}`;
      const inS = difference((x) => value(x, u, a, b), s);
      const inT = difference((x) => value(s, x, a, b), u);
      const scale = value(s, u, a, b);
      t.true(Math.abs(slope(s, u, a, b) - inS) * s <= 1e-9 * scale, title);
      t.true(Math.abs(slope(u, s, b, a) - inT) * u <= 1e-9 * scale, title);
      const cross = difference((x) => slope(s, x, a, b), u);
      t.true(Math.abs(mixed(s, u, a, b) - cross) * s * u <= 1e-9 * scale, title);
    }
  }
});

test("the mixed derivative determines the other two", (t) => {
  for (const name of concave) {
    const { slope, mixed } = createMobilityModel(name);
    for (const [s, u] of pairs) {
      const twice = difference((x) => slope(x, u, a, b), s);
      t.true(
        Math.abs(twice + (u / s) * mixed(s, u, a, b)) * s <= 1e-8 * (slope(s, u, a, b) + 1e-12),
        `${name} ${s} ${u}`,
      );
    }
  }
});

test("mobilities and their derivatives are symmetric in the layers and concave", (t) => {
  for (const name of concave) {
    const model: ConcaveMobility = createMobilityModel(name);
    for (const [s, u] of pairs) {
      t.is(model.value(s, u, a, b), model.value(u, s, b, a), name);
      t.true(close(model.mixed(s, u, a, b), model.mixed(u, s, b, a), 1e-14), name);
      t.true(model.mixed(s, u, a, b) >= 0, name);
    }
  }
});

test("derivatives stay finite for densities of 1e-300, values where the exponential of the potential overflows", (t) => {
  for (const name of concave) {
    const { value, slope, mixed } = createMobilityModel(name);
    t.true(Number.isFinite(value(1e-300, 1e-250)), name);
    t.true(Number.isFinite(slope(1e-300, 1e-250)), name);
    t.true(Number.isFinite(1e-300 * mixed(1e-300, 1e-250)), name);
  }
  const { value } = createMobilityModel("weighted-logarithmic");
  t.true(value(1e-300, 1e-300, 900, 901) > 0);
  t.true(Number.isFinite(value(1e-300, 1e-300, 900, 901)));
});

test("upwind is no concave function of the densities", (t) => {
  t.false(isConcaveMobility("upwind"));
  t.is(concave.length, mobilityNames.length - 1);
});
