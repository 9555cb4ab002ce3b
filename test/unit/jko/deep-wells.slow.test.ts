/*
 * Wells whose equilibrium underflows beside its bottom, (max V - min V)/T beyond 700: the exact step solves them in as
 * many iterations as others, and what it finds agrees with closed forms and with finite volumes.
 */
import test from "ava";
import { isDeep } from "../../../src/jko/tails/tails.js";
import type { ModelSpec } from "../../../src/model/model.js";
import { createImplicitEuler } from "../../../src/schemes/implicit-euler/implicit-euler.js";
import { above, atLeast, atMost, below, between, each, near } from "../../support/matchers.js";
import { distanceL1, problemOf, runJko } from "../../support/runs.js";

type Sketch = Omit<ModelSpec, "finalTime">;

const quartic: Sketch = { domain: [[-8, 8]], potential: "x^4/4", initial: 1 };
const doubleWell: Sketch = { domain: [[-6, 6]], potential: "(x^2-1)^2", initial: 1 };
const cold: Sketch = { domain: [[-8, 8]], potential: "10*x^2", energy: { temperature: 0.005 }, initial: 1 };

/** The most Newton iterations a step may take: twice what was measured on any of these. */
const MANY = 36;

for (const [name, sketch] of Object.entries({ quartic, doubleWell, cold })) {
  test(`steps from a uniform density are solved on 40, 200 and 800 cells: ${name}`, (t) => {
    for (const cells of [40, 200, 800]) {
      for (const tau of [1e-3, 1e-2, 0.1, 0.5]) {
        const problem = problemOf({ ...sketch, finalTime: 4 * tau }, cells);
        const { summary } = runJko(problem, 4);
        const told = `${cells} cells, tau ${tau}: ${JSON.stringify(summary)}`;
        t.true(isDeep(problem));
        t.is(summary.status, "ok", told);
        atMost(t, summary.newtonMax, MANY, told);
        atMost(t, summary.massDrift, 1e-14, told);
        atLeast(t, summary.densityMin, 0, told);
        t.true(summary.energyMonotone, told);
        atMost(t, summary.gapMax, 1e-12, told);
        atMost(t, summary.solverError, 1e-5, told);
      }
    }
  });
}

test("everything that falls into one cell at once is kept there", (t) => {
  for (const steepness of ["2e6*x", "-2e6*x"]) {
    for (const tau of [1e-3, 0.5]) {
      const problem = problemOf({ domain: [[0, 1]], potential: steepness, initial: 1, finalTime: 4 * tau }, 40);
      const { summary, density } = runJko(problem, 4);
      t.is(summary.status, "ok", JSON.stringify(summary));
      near(t, Math.max(...density) * problem.mesh.h, 1, 1e-14);
      atMost(t, summary.massDrift, 1e-14);
    }
  }
});

const pair = { nodes: ["a", "b"], edges: [["a", "b", 1] as const] };
for (const mobility of ["unit", "logarithmic", "arithmetic", "weighted-logarithmic", "upwind"] as const) {
  test(`layers that exchange in a deep well are solved, and their sum is what one layer does: ${mobility}`, (t) => {
    for (const tau of [1e-2, 0.1]) {
      const finalTime = 3 * tau;
      const one = runJko(problemOf({ ...doubleWell, finalTime }, 40), 3);
      const exchange = { mobility };
      const shares = { a: 0.5, b: 0.5 };
      const two = problemOf({ ...doubleWell, graph: pair, exchange, initial: shares, finalTime }, 40);
      const { summary, density } = runJko(two, 3);
      t.is(summary.status, "ok", JSON.stringify(summary));
      atMost(t, summary.newtonMax, MANY, JSON.stringify(summary));
      atMost(t, summary.massDrift, 1e-14, JSON.stringify(summary));
      const whole = Float64Array.from({ length: 40 }, (_, i) => density[2 * i] + density[2 * i + 1]);
      below(t, distanceL1(two, whole, one.density), 1e-9);

      const uneven = problemOf({ ...doubleWell, graph: pair, exchange, initial: { a: 0.9, b: 0.1 }, finalTime }, 40);
      t.is(runJko(uneven, 3).summary.status, "ok");
    }
  });
}

test("a Gaussian in a deep well follows the closed form of the exact step, to second order in h", (t) => {
  const [stiffness, temperature, tau, steps] = [20, 0.02, 0.05, 3];
  let [mean, variance] = [0.8, 0.04];
  const wells = (cells: number) =>
    problemOf(
      {
        domain: [[-2, 2]],
        potential: `${stiffness / 2}*x^2`,
        energy: { temperature },
        initial: "exp(-(x-0.8)^2/0.08)",
        finalTime: steps * tau,
      },
      cells,
    );
  for (let n = 0; n < steps; n++) {
    const b = 1 + tau * stiffness;
    const c = variance / b;
    mean /= b;
    variance = (0.5 * (c + 2 * tau * temperature + Math.sqrt(c * c + 4 * tau * temperature * c))) / b;
  }
  const errorOn = (cells: number): number => {
    const problem = wells(cells);
    t.true(isDeep(problem));
    const { mesh, potential } = problem;
    const exact = potential.map((_, i) => {
      const nodes = [-0.5, 0, 0.5].map((s) => -2 + (i + 0.5 + s) * mesh.h);
      const at = (x: number): number =>
        Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
      const [left, middle, right] = nodes.map(at) as [number, number, number];
      return (left + 4 * middle + right) / 6;
    });
    return distanceL1(problem, runJko(problem, steps).density, exact);
  };
  const [coarse, fine] = [errorOn(400), errorOn(800)];
  below(t, fine, 7e-3, `${coarse} ${fine}`);
  above(t, coarse / fine, 3.6, `${coarse} ${fine}`);
});

test("the equilibrium of a deep well is a fixed point, and reached from elsewhere", (t) => {
  for (const sketch of [quartic, doubleWell]) {
    const problem = problemOf({ ...sketch, finalTime: 20 }, 200);
    const weights = problem.potential.map((v) => Math.exp(-v));
    const total = problem.mesh.cellVolume * weights.reduce((sum, w) => sum + w, 0);
    const equilibrium = weights.map((w) => w / total);
    const { summary, density } = runJko(problem, 40);
    t.is(summary.status, "ok");
    below(t, distanceL1(problem, density, equilibrium), 1e-6);
    const still = runJko({ ...problem, initial: equilibrium }, 2);
    below(t, distanceL1(problem, still.density, equilibrium), 1e-12);
  }
});

test("a deep well agrees with finite volumes to first order in tau", (t) => {
  const errorAt = (steps: number): number => {
    const problem = problemOf({ ...doubleWell, initial: "exp(-(x-1)^2)", finalTime: 0.1 }, 400);
    const exact = runJko(problem, steps);
    t.is(exact.summary.status, "ok");
    const density = problem.initial.slice();
    const fine = 64 * steps;
    const options = { tau: 0.1 / fine, steps: fine, tolerance: 1e-12, flux: "scharfetter-gummel" as const };
    const stepper = createImplicitEuler(problem, options);
    for (let n = 0; n < fine; n++) t.is(stepper.step(density).status, "converged");
    return distanceL1(problem, exact.density, density);
  };
  const [coarse, fine] = [errorAt(4), errorAt(8)];
  below(t, fine, 0.03, `${coarse} ${fine}`);
  between(t, coarse / fine, 1.6, 2.4, `${coarse} ${fine}`);
});

test("a constant added to a deep well changes nothing, and neither do units of energy", (t) => {
  const finalTime = 0.3;
  const plain = runJko(problemOf({ ...doubleWell, finalTime }, 40), 3);
  const raised = problemOf({ ...doubleWell, potential: "(x^2-1)^2 + 1000", finalTime }, 40);
  // E in units 1e4 times smaller: V and T larger, time shorter.
  const energy = { temperature: 1e4 };
  const scaled = problemOf({ ...doubleWell, potential: "1e4*(x^2-1)^2", energy, finalTime: finalTime / 1e4 }, 40);
  for (const problem of [raised, scaled]) {
    const other = runJko(problem, 3);
    t.is(other.summary.status, "ok");
    below(t, distanceL1(problem, other.density, plain.density), 1e-9);
  }
});

test("implicit Euler steps solve walls of depth 5000 T", (t) => {
  const wall: Sketch = { domain: [[0, 1]], potential: "2500*(1+tanh(200*(x-0.7)))", initial: 1 };
  const ramp: Sketch = { domain: [[0, 1]], potential: "5000*x", initial: 1 };
  const layered: Sketch = { ...ramp, graph: pair, initial: { a: 0.9, b: 0.1 }, exchange: { mobility: "logarithmic" } };
  for (const sketch of [wall, ramp, layered]) {
    for (const flux of ["scharfetter-gummel", "upwind"] as const) {
      const problem = problemOf({ ...sketch, finalTime: 0.03 }, 100);
      const stepper = createImplicitEuler(problem, { tau: 0.01, steps: 3, tolerance: 1e-12, flux });
      const density = problem.initial.slice();
      for (let n = 0; n < 3; n++) t.is(stepper.step(density).status, "converged", flux);
      const mass = problem.mesh.cellVolume * density.reduce((sum, f) => sum + f, 0);
      near(t, mass, 1, 1e-13);
      each(t, density, (f) => f >= 0);
    }
  }
});
