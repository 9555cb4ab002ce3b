import test from "ava";
import {
  costKinds,
  createMobility,
  type MobilityName,
  mobilityKind,
  mobilityNames,
} from "../../../src/model/exchange.js";
import { atLeast, atMost, finite, near } from "../../support/matchers.js";

/** theta for densities s, t in potentials v, w at temperature T. */
function theta(name: MobilityName, s: number, t: number, v = 0, w = 0, temperature = 1): number {
  const mu = (f: number, potential: number) => temperature * Math.log(f) + potential;
  return createMobility(name)(s, t, mu(s, v), mu(t, w), temperature);
}

test("unit mobility gives the log-ratio reaction", (t) => {
  t.is(theta("unit", 0.3, 7, 1, -2), 1);
});

test("logarithmic mobility turns equal potentials into the linear exchange", (t) => {
  const [s, u, temperature] = [0.3, 1.7, 0.5];
  const rate = theta("logarithmic", s, u, 2, 2, temperature) * temperature * (Math.log(u) - Math.log(s));
  near(t, rate, temperature * (u - s), { relative: 1e-14 });
});

test("weighted logarithmic mobility gives the linear exchange of f exp(V/T)", (t) => {
  const [s, u, v, w, temperature] = [0.3, 1.7, 2, -1, 0.5];
  const force = temperature * Math.log(u) + w - temperature * Math.log(s) - v;
  const rate = theta("weighted-logarithmic", s, u, v, w, temperature) * force;
  near(t, rate, temperature * (u * Math.exp(w / temperature) - s * Math.exp(v / temperature)), { relative: 1e-14 });
});

test("weighted logarithmic mobility survives potentials whose exponential overflows", (t) => {
  const [v, w] = [900, 901];
  const [s, u] = [Math.exp(-450) * Math.exp(-200), Math.exp(-450) * Math.exp(-210)];
  finite(t, theta("weighted-logarithmic", s, u, v, w));
});

test("the means are the means", (t) => {
  t.is(theta("arithmetic", 1, 4), 2.5);
  t.is(theta("geometric", 1, 4), 2);
  near(t, theta("harmonic", 1, 4), 1.6, { relative: 1e-14 });
});

test("upwind mobility is the density of the layer with the larger chemical potential", (t) => {
  t.is(theta("upwind", 1, 4), 4);
  t.is(theta("upwind", 1, 4, 10, 0), 1);
  t.is(theta("upwind", 2, 2), 2);
  t.is(createMobility("upwind")(1, 3, 0.5, 0.5, 1), 2);
});

test("every mobility is symmetric in the layers", (t) => {
  for (const name of mobilityNames) {
    t.is(theta(name, 0.2, 3, 0.7, -0.4, 2), theta(name, 3, 0.2, -0.4, 0.7, 2), name);
    const slope = mobilityKind(name).logSlope;
    finite(t, slope(0.2, 3, 0.1, 0.4, 2), name);
  }
});

test("the log slope is the derivative in log s at fixed potentials", (t) => {
  const step = 1e-5;
  for (const name of mobilityNames) {
    for (const [s, u] of [
      [0.3, 1.7],
      [1.7, 0.3],
      [0.5, 0.500001],
    ] as const) {
      const [v, w, temperature] = [0.2, -0.3, 0.8];
      const at = (shift: number) => theta(name, s * Math.exp(shift), u, v, w, temperature);
      const difference = (at(step) - at(-step)) / (2 * step);
      const mu = (f: number, potential: number) => temperature * Math.log(f) + potential;
      const slope = mobilityKind(name).logSlope(s, u, mu(s, v), mu(u, w), temperature);
      near(t, slope, difference, 1e-9, `${name} ${s} ${u}: ${slope} ${difference}`);
    }
  }
});

test("vanishes says whether theta(s, 0) = 0", (t) => {
  for (const name of mobilityNames) {
    t.is(theta(name, 1, 0) === 0, mobilityKind(name).vanishes, name);
    t.is(theta(name, 0, 1) === 0, mobilityKind(name).vanishes, name);
  }
});

test("mobilities of densities of 1e-300 are finite and of that size", (t) => {
  for (const name of mobilityNames.filter((other) => other !== "unit")) {
    const value = theta(name, 1e-300, 3e-300);
    atLeast(t, value, 1e-300, `${name} ${value}`);
    atMost(t, value, 3e-300, `${name} ${value}`);
  }
});

test("means are concave: the mixed derivative is that of the value, and not negative", (t) => {
  for (const name of mobilityNames) {
    const { mean } = mobilityKind(name);
    if (mean === undefined) continue;
    for (const [s, q] of [
      [1, 1.1],
      [0.3, 2],
      [1e-3, 5],
      [4, 4],
    ] as const) {
      const d = 1e-4;
      const at = (a: number, b: number): number => mean.value(s * Math.exp(a * d), q * Math.exp(b * d));
      // In logarithms the mixed derivative of theta(s, q) is s q theta_sq.
      const difference = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * d * d);
      near(t, mean.mixed(s, q), difference, 1e-6 * mean.value(s, q), `${name} at ${s}, ${q}`);
      atLeast(t, mean.mixed(s, q), 0, `${name} at ${s}, ${q}`);
      const point = { s, t: q, theta: 0, byS: 0, byT: 0, mixed: 0 };
      mean.fill(point);
      near(t, point.theta, mean.value(s, q), { relative: 1e-14 }, name);
      near(t, point.byS, mean.logSlope(s, q), { relative: 1e-13 }, name);
      near(t, point.byT, mean.logSlope(q, s), { relative: 1e-13 }, name);
      near(t, point.mixed, mean.mixed(s, q), 1e-12 * mean.value(s, q), name);
      near(t, mean.logSlope(s, q), (at(1, 0) - at(-1, 0)) / (2 * d), 1e-6 * mean.value(s, q), `${name} at ${s}, ${q}`);
    }
  }
});

test("each cost names the mobility with which equal potentials make the exchange T (f' - f), and no other does", (t) => {
  const [a, b, temperature] = [0.3, 1.7, 0.4];
  const difference = temperature * (Math.log(b) - Math.log(a));
  for (const [cost, { flux, linearWith }] of Object.entries(costKinds)) {
    for (const name of ["logarithmic", "geometric", "arithmetic", "harmonic", "unit"] as const) {
      const rate = theta(name, a, b, 0, 0, temperature) * flux(difference, temperature);
      const isLinear = Math.abs(rate - temperature * (b - a)) < 1e-12;
      t.is(isLinear, name === linearWith, `${cost} with ${name}`);
    }
  }
});
