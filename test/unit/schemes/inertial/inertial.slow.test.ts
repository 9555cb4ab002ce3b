/*
 * Second-order dynamics: a step without x against brute force, the order against Dormand-Prince, and what every step
 * keeps.
 */
import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { mobilityNames } from "../../../../src/model/exchange.js";
import type { ModelSpec } from "../../../../src/model/model.js";
import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import { createInertial, type InertialOptions } from "../../../../src/schemes/inertial/inertial.js";
import { below, between, each, near } from "../../../support/matchers.js";
import { minimize } from "../../../support/minimize.js";
import { distanceL1, problemOf, runJko } from "../../../support/runs.js";
import { nodes, run, wells } from "./runs.js";

test("a step without x minimizes energy and cost of exchange with the momentum that is carried", (t) => {
  const problem = problemOf(nodes, 1);
  const [tau, damping] = [nodes.finalTime, 1.5];
  const start = [0.2, -0.1, 0.3];
  const { density } = run(problem, 1, damping, Float64Array.from(start));
  const f = [0.6, 0.25, 0.15];
  const V = [0, 0.8, -0.5];
  const edges = [
    [0, 1, 1.3],
    [1, 2, 0.6],
  ] as const;
  const mean = (s: number, r: number): number => (s - r) / Math.log(s / r);
  const slope = (s: number, r: number): number => (mean(s * (1 + 1e-6), r) - mean(s * (1 - 1e-6), r)) / (2e-6 * s);
  const short = tau / (1 + damping * tau);
  const flown = [...start];
  for (const [p, q, weight] of edges) {
    const squared = (start[p] - start[q]) ** 2;
    flown[p] = flown[p] - 0.5 * short * weight * slope(f[p], f[q]) * squared;
    flown[q] = flown[q] - 0.5 * short * weight * slope(f[q], f[p]) * squared;
  }
  // Masses moved from head to tail cost H²/(2 sigma K theta), less what the momentum gives for them.
  const after = (moved: readonly number[]): number[] => {
    const g = [...f];
    edges.forEach(([p, q], e) => {
      g[p] = g[p] + moved[e];
      g[q] = g[q] - moved[e];
    });
    return g;
  };
  const objective = (moved: readonly number[]): number => {
    const g = after(moved);
    if (g.some((value) => !(value > 0))) return Number.POSITIVE_INFINITY;
    const energy = g.reduce((sum, value, k) => sum + value * (Math.log(value) - 1) + V[k] * value, 0);
    return edges.reduce((sum, [p, q, weight], e) => {
      const c = tau * short * weight * mean(f[p], f[q]);
      return sum + moved[e] ** 2 / (2 * c) + (moved[e] * (flown[q] - flown[p])) / tau;
    }, energy);
  };
  const expected = after(minimize(objective, [0, 0]).z);
  for (const [k, value] of expected.entries()) near(t, density[k], value, 1e-8);
});

test("two nodes: of first order against Dormand-Prince, the largest error over all times", (t) => {
  const K = 1.5;
  const V = 0.7;
  const damping = 0.8;
  const mean = (s: number, r: number): number => (Math.abs(s - r) < 1e-7 * s ? (s + r) / 2 : (s - r) / Math.log(s / r));
  const slope = (s: number, r: number): number => {
    const L = Math.log(s / r);
    return Math.abs(L) < 1e-5 ? 0.5 : 1 / L - (s - r) / (s * L * L);
  };
  // psi = phi_b - phi_a, s the density of a: s' = -K theta psi, psi' = -K/2 (d2 - d1) psi² - gamma psi - (mu_b - mu_a).
  const right = ([s = 0, psi = 0]: readonly number[]): number[] => {
    const r = 1 - s;
    const own = slope(s, r);
    const other = slope(r, s);
    return [-K * mean(s, r) * psi, -0.5 * K * (other - own) * psi * psi - damping * psi - (Math.log(r / s) + V)];
  };
  const finalTime = 3;
  const problem = problemOf(
    {
      ...nodes,
      graph: { nodes: ["a", "b"], edges: [["a", "b", K]] },
      potential: { a: 0, b: V },
      initial: { a: 0.3, b: 0.7 },
      finalTime,
    },
    1,
  );
  const errors = [40, 80, 160, 320].map((steps) => {
    const times = Array.from({ length: steps + 1 }, (_, n) => (finalTime * n) / steps);
    const exact = integrateNonStiff(right, [0.3, 0], times, { tolerance: 1e-12, maxIterations: 10_000 });
    const { densities } = run(problem, steps, damping);
    return Math.max(...densities.map((density, n) => Math.abs(density[0] - (exact[n]?.[0] ?? Number.NaN))));
  });
  const orders = errors.slice(1).map((error, k) => Math.log2(errors[k] / error));
  each(t, orders.slice(1), (order) => order > 0.95 && order < 1.05, `${errors} ${orders}`);
});

for (const mobility of mobilityNames) {
  test(`energy and kinetic energy together fall in every step, and mass stays: ${mobility}`, (t) => {
    for (const damping of [0, 2, 10]) {
      const { summary, rows } = run(problemOf({ ...wells, exchange: { mobility } }, 60), 50, damping);
      t.is(summary.status, "ok");
      below(t, summary.massDrift, 1e-14);
      each(t, rows, ({ isMonotone }) => isMonotone, `damping ${damping}`);
    }
  });
}

test("on two axes too, with several temperatures", (t) => {
  const spec: ModelSpec = {
    ...wells,
    domain: [
      [0, 1],
      [0, 1],
    ],
    energy: { temperature: { a: 1, b: 0.7 } },
    potential: { a: "2*(x - 0.4)^2 + x*y", b: "2*(y - 0.6)^2" },
    initial: { a: "1 + 0.3*cos(pi*x)*cos(pi*y)", b: "1 - 0.2*cos(pi*y)" },
    finalTime: 0.5,
  };
  const { summary, rows } = run(problemOf(spec, [16, 16]), 25, 2);
  t.is(summary.status, "ok");
  below(t, summary.massDrift, 1e-14);
  each(t, rows, ({ isMonotone }) => isMonotone);
});

test("on two axes a product of flows is the flow of the product", (t) => {
  const line = (centre: number, stiffness: number): ModelSpec => ({
    domain: [[-4, 5]],
    potential: `${stiffness}*x^2/2`,
    initial: `exp(-(x - ${centre})^2/2)`,
    finalTime: 1,
  });
  const spec: ModelSpec = {
    domain: [
      [-4, 5],
      [-4, 5],
    ],
    potential: "x^2/2 + 1.3*y^2/2",
    initial: "exp(-(x - 1)^2/2 - (y + 0.5)^2/2)",
    finalTime: 1,
  };
  const [cells, steps] = [72, 20];
  const [across, up] = [line(1, 1), line(-0.5, 1.3)].map((model) => run(problemOf(model, cells), steps, 0.5)) as [
    ReturnType<typeof run>,
    ReturnType<typeof run>,
  ];
  const plane = run(problemOf(spec, [cells, cells]), steps, 0.5);
  for (const { summary } of [across, up, plane]) t.is(summary.status, "ok");
  const product = Float64Array.from(
    { length: cells * cells },
    (_, k) => across.density[k % cells] * up.density[Math.floor(k / cells)],
  );
  const distance = distanceL1(problemOf(spec, [cells, cells]), plane.density, product);
  below(t, distance, 5e-5);
});

test("the equilibrium at rest is a fixed point to round-off", (t) => {
  const spec = { ...wells, initial: { a: "exp(-4*(x - 0.4)^2)", b: "exp(-4*(x - 0.6)^2)" } };
  const problem = problemOf(spec, 50);
  below(t, distanceL1(problem, run(problem, 40, 1).density, problem.initial), 1e-11);
});

test("on meshes far finer than the steps ripples do not grow", (t) => {
  const { summary } = run(problemOf({ ...wells, finalTime: 0.5 }, 1600), 50, 2);
  t.is(summary.status, "ok");
  t.true(summary.energyMonotone);
});

test("strong damping is the gradient flow, slowed down by it: the difference is of order 1/gamma²", (t) => {
  const flow = runJko(problemOf({ ...wells, finalTime: 0.2 }, 60), 10);
  const [coarse, fine] = [30, 60].map((damping) => {
    const problem = problemOf({ ...wells, finalTime: 0.2 * damping }, 60);
    return distanceL1(problem, run(problem, 10, damping).density, flow.density);
  }) as [number, number];
  const order = Math.log2(coarse / fine);
  below(t, fine, 1e-2, `${coarse} ${fine} ${order}`);
  between(t, order, 1.8, 2.2, `${coarse} ${fine} ${order}`);
});

test("a quadratic potential moves a Gaussian like a damped oscillator", (t) => {
  const [k, damping, finalTime] = [1, 1, 1];
  const spec: ModelSpec = {
    domain: [[-6, 7]],
    potential: "x^2/2",
    initial: "exp(-(x - 1)^2/2)",
    finalTime,
  };
  const problem = problemOf(spec, 260);
  const exact = (t: number): number => {
    const w = Math.sqrt(k - damping ** 2 / 4);
    return Math.exp((-damping * t) / 2) * (Math.cos(w * t) + (damping / (2 * w)) * Math.sin(w * t));
  };
  const errors = [20, 40, 80].map((steps) => {
    const { densities, summary } = run(problem, steps, damping);
    t.is(summary.status, "ok");
    return Math.max(
      ...densities.map((density, n) => {
        const mean = density.reduce((sum, f, i) => sum + f * problem.mesh.h * (-6 + (i + 0.5) * problem.mesh.h), 0);
        return Math.abs(mean - exact((finalTime * n) / steps));
      }),
    );
  });
  const orders = errors.slice(1).map((error, n) => Math.log2(errors[n] / error));
  each(t, orders, (order) => order > 0.9 && order < 1.1, `${errors} ${orders}`);
});

test("a constant in the potential changes nothing", (t) => {
  const shifted = { ...wells, potential: { a: "4*(x - 0.4)^2 + 1e4", b: "4*(x - 0.6)^2 + 1e4" } };
  const [plain, raised] = [wells, shifted].map((spec) => run(problemOf(spec, 60), 200, 1).density);
  below(t, distanceL1(problemOf(wells, 60), plain, raised), 1e-11);
});

test("models without such dynamics, and illegal options, are refused", (t) => {
  const refused: readonly [string, Partial<ModelSpec>, Partial<InertialOptions>][] = [
    ["model.exchange.cost", { exchange: { cost: "cosh" } }, {}],
    ["model.exchange.mobilityAt", { exchange: { mobilityAt: "next" } }, {}],
    ["model.energy.kind", { energy: { kind: "porous-medium", exponent: 2 } }, {}],
    ["scheme.damping", {}, { damping: -1 }],
    ["scheme.damping", {}, { damping: Number.NaN }],
    ["initialPotential", {}, { initialPotential: new Float64Array(3) }],
    ["initialPotential", {}, { initialPotential: new Float64Array(120).fill(Number.NaN) }],
  ];
  for (const [path, model, options] of refused) {
    const problem = problemOf({ ...wells, ...model }, 60);
    const initialPotential = new Float64Array(120);
    const all = { tau: 0.1, steps: 10, tolerance: 1e-8, damping: 1, initialPotential, ...options };
    t.is(t.throws(() => createInertial(problem, all), { instanceOf: InputError })?.context.path, path);
  }
});

test("with mobility upwind the layer that gives by its momentum decides, not the one with the larger mu", (t) => {
  const spec: ModelSpec = {
    ...nodes,
    graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
    potential: 0,
    exchange: { mobility: "upwind" },
    initial: { a: 0.2, b: 0.8 },
    finalTime: 1e-4,
  };
  // Mass moves from a, which has little of it and the smaller mu, to b: f_a' = -K f_a (phi_b - phi_a).
  const { density } = run(problemOf(spec, 1), 1, 0, Float64Array.of(0, 1));
  near(t, (density[0] - 0.2) / 1e-4, -0.2, 1e-3);
});
