/*
 * What holds of a single minimizing-movement step in closed form: fixed points, the Gaussian iterate, homogeneous
 * layers, scaling, reflection, relabelling, and the energy inequality.
 */
import test from "ava";
import { mobilityNames } from "../../src/model/exchange.js";
import type { ModelSpec } from "../../src/model/model.js";
import { above, atMost, below, near } from "../support/matchers.js";
import { distanceL1, problemOf, relativeDifference, runJko } from "../support/runs.js";

const twoLayers: ModelSpec = {
  domain: [[-1, 2]],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 2]] },
  potential: { a: "x^2 + 0.3*sin(3*x)", b: "0.5*x + 0.2" },
  exchange: { mobility: "logarithmic" },
  initial: { a: "1 + 0.8*sin(2*x)", b: "0.4 + 0.3*cos(3*x)" },
  finalTime: 0.4,
};

for (const mobility of mobilityNames) {
  test(`f = exp(-V) is a fixed point to round-off with the mobility ${mobility}`, (t) => {
    const spec: ModelSpec = {
      domain: [[-1.5, 1.5]],
      graph: { family: "cycle", nodes: 3, weight: 2 },
      potential: { 0: "2*(x^2-1)^2", 1: "x^2/2", 2: "cos(3*x)" },
      exchange: { mobility },
      initial: { 0: "exp(-2*(x^2-1)^2)", 1: "exp(-x^2/2)", 2: "exp(-cos(3*x))" },
      finalTime: 1,
    };
    const problem = problemOf(spec, 50);
    const equilibrium = problem.potential.map((value) => Math.exp(-value));
    const mass = equilibrium.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume;
    const scaled = { ...problem, initial: equilibrium.map((value) => value / mass), mass: 1 };
    const { summary, density } = runJko(scaled, 10);
    t.is(summary.status, "ok");
    // Ten steps; the potentials are of size 10 and carry a round-off of 1e-15 each.
    below(t, relativeDifference(density, scaled.initial), 5e-14);
  });
}

test("a step of a Gaussian in V = x²/2 has the moments m/(1+tau) and (s + sqrt(s² + 4 tau (1+tau)))/(2 (1+tau))", (t) => {
  const [mean, deviation, tau] = [1.5, Math.sqrt(0.5), 0.3];
  const initial = `exp(-(x-${mean})^2/(2*${deviation ** 2}))`;
  const problem = problemOf({ domain: [[-8, 8]], potential: "x^2/2", initial, finalTime: tau }, 800);
  const { density } = runJko(problem, 1);
  const { cellVolume: h } = problem.mesh;
  const moment = (power: number, about: number): number =>
    density.reduce((sum, f, k) => sum + h * f * (-8 + (k + 0.5) * h - about) ** power, 0);
  const exactMean = mean / (1 + tau);
  const exactDeviation = (deviation + Math.sqrt(deviation ** 2 + 4 * tau * (1 + tau))) / (2 * (1 + tau));
  near(t, moment(1, 0), exactMean, 2e-5);
  near(t, Math.sqrt(moment(2, exactMean)), exactDeviation, 1e-4);
});

test("a step of layers that do not depend on x solves the problem on the graph", (t) => {
  // min over M of M²/(2 tau K theta) + E(a - M) + E(b + M) per length: M/(tau K theta) = mu_a - mu_b, by bisection.
  const [a, b, weight, tau, shift] = [1.7, 0.3, 1.4, 0.6, 0.5];
  const spec: ModelSpec = {
    domain: [[0, 2]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", weight]] },
    potential: { a: 0, b: shift },
    exchange: { mobility: "geometric" },
    initial: { a, b },
    normalize: false,
    finalTime: tau,
  };
  const conductance = tau * weight * Math.sqrt(a * b);
  let [low, high] = [-b, a];
  for (let k = 0; k < 200; k++) {
    const moved = (low + high) / 2;
    const excess = moved / conductance - (Math.log(a - moved) - Math.log(b + moved) - shift);
    if (excess > 0) high = moved;
    else low = moved;
  }
  for (const cells of [1, 2, 7]) {
    const { density, summary } = runJko(problemOf(spec, cells), 1);
    // Pinsker: the certificate bounds the error, in L1 over a length of 2, by sqrt(2 gap mass).
    const error = 1e-13 + Math.sqrt(2 * summary.gapMax * (2 * (a + b)));
    below(t, error, 2e-12);
    for (let k = 0; k < density.length; k += 2) {
      near(t, density[k], a - low, error);
      near(t, density[k + 1], b + low, error);
    }
  }
});

test("the step (tau, c T, c V) is the step (c tau, T, V)", (t) => {
  const c = 2.5;
  const scaledPotential = { a: `${c}*(x^2 + 0.3*sin(3*x))`, b: `${c}*(0.5*x + 0.2)` };
  const hot = problemOf({ ...twoLayers, potential: scaledPotential, energy: { temperature: c } }, 40);
  const long = problemOf({ ...twoLayers, finalTime: c * twoLayers.finalTime }, 40);
  const difference = relativeDifference(runJko(hot, 4).density, runJko(long, 4).density);
  below(t, difference, 1e-13);
});

test("reflection commutes with the steps, bit by bit", (t) => {
  const mirrored: ModelSpec = {
    ...twoLayers,
    domain: [[-2, 1]],
    potential: { a: "x^2 - 0.3*sin(3*x)", b: "-0.5*x + 0.2" },
    initial: { a: "1 - 0.8*sin(2*x)", b: "0.4 + 0.3*cos(3*x)" },
  };
  const [there, back] = [runJko(problemOf(twoLayers, 30), 5).density, runJko(problemOf(mirrored, 30), 5).density];
  const reflected = there.map((_, k) => there[2 * (29 - Math.floor(k / 2)) + (k % 2)]);
  below(t, relativeDifference(back, reflected), 1e-13);
});

test("relabelling the layers commutes with the steps", (t) => {
  const layers = ["p", "q", "r", "s"];
  const spec = (order: readonly string[]): ModelSpec => ({
    domain: [[0, 1]],
    graph: {
      nodes: order,
      edges: [
        ["p", "q", 1],
        ["q", "r", 4],
        ["r", "s", 2],
        ["s", "p", 3],
      ],
    },
    potential: { p: "x", q: "x^2", r: "1 - x", s: "cos(4*x)" },
    exchange: { mobility: "arithmetic" },
    initial: { p: "1 + x", q: "2 - x", r: "0.1 + x^2", s: "1" },
    finalTime: 0.2,
  });
  const order = ["r", "p", "s", "q"];
  const [plain, other] = [
    runJko(problemOf(spec(layers), 20), 4).density,
    runJko(problemOf(spec(order), 20), 4).density,
  ];
  const back = plain.map((_, k) => other[4 * Math.floor(k / 4) + order.indexOf(layers[k % 4])]);
  below(t, relativeDifference(back, plain), 1e-13);
});

for (const mobility of mobilityNames) {
  test(`mass, positivity, certificate and the energy inequality hold at every step with the mobility ${mobility}`, (t) => {
    const problem = problemOf({ ...twoLayers, exchange: { mobility } }, 50);
    for (const steps of [1, 8, 64]) {
      const { summary, rows } = runJko(problem, steps);
      t.is(summary.status, "ok");
      atMost(t, summary.massDrift, 1e-12);
      t.true(summary.energyMonotone);
      for (const row of rows) {
        above(t, row.densityMin, 0);
        atMost(t, row.gap, 1e-12);
      }
    }
  });
}

test("a step pays W2²/(2 tau): for a Gaussian in V = -c x, (c tau)² and the square of the widening", (t) => {
  const [speed, tau, temperature, deviation] = [2, 0.25, 0.1, 0.5];
  const spec: ModelSpec = {
    domain: [[-4, 4]],
    potential: `-${speed}*x`,
    energy: { temperature },
    initial: `exp(-x^2/(2*${deviation ** 2}))`,
    finalTime: tau,
  };
  const { summary, rows } = runJko(problemOf(spec, 400), 1);
  t.is(summary.status, "ok");
  const cost = ((rows[1]?.dissipation ?? 0) * tau) / 2;
  const widening = (Math.sqrt(deviation ** 2 + 4 * tau * temperature) - deviation) / 2;
  const exact = ((speed * tau) ** 2 + widening ** 2) / (2 * tau);
  near(t, cost, exact, 1e-3 * exact);
});

test("energies fall, and moves get shorter, along the steps of a relaxing density", (t) => {
  const problem = problemOf(twoLayers, 50);
  const { rows, densities } = runJko(problem, 20);
  const energies = rows.map(({ energy }) => energy);
  for (let n = 1; n < energies.length; n++) below(t, energies[n], energies[n - 1]);
  const moves = densities.slice(1).map((f, n) => distanceL1(problem, f, densities[n]));
  for (let n = 1; n < moves.length; n++) below(t, moves[n], moves[n - 1]);
});
