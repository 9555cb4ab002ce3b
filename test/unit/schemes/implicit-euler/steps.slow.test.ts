import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { mobilityNames } from "../../../../src/model/exchange.js";
import type { Problem } from "../../../../src/model/problem.js";
import { createImplicitEuler } from "../../../../src/schemes/implicit-euler/implicit-euler.js";
import { above, atMost, below, each, eachNear, near } from "../../../support/matchers.js";
import * as cases from "../../reference/problems.js";

const fluxes = ["scharfetter-gummel", "upwind"] as const;

function run(problem: Problem, tau: number, steps: number, flux: (typeof fluxes)[number]) {
  const stepper = createImplicitEuler(problem, { tau, steps, tolerance: 1e-12, flux });
  const density = problem.initial.slice();
  const reports = Array.from({ length: steps }, () => ({ ...stepper.step(density), energy: energy(problem, density) }));
  return { density, reports };
}

function energy({ potential, energy: { temperatures }, mesh }: Problem, density: Float64Array): number {
  return (
    mesh.cellVolume * density.reduce((sum, f, k) => sum + f * (temperatures[0] * (Math.log(f) - 1) + potential[k]), 0)
  );
}

const massOf = (problem: Problem, density: Float64Array) =>
  density.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume;

for (const flux of fluxes) {
  test(`${flux}: the Boltzmann density is a fixed point and costs nothing`, (t) => {
    const problem = cases.discretize(cases.ornsteinUhlenbeck, 80);
    const equilibrium = problem.potential.map((v) => Math.exp(-v));
    const { density, reports } = run({ ...problem, initial: equilibrium }, 0.1, 3, flux);
    const relative = density.map((value, k) => Math.abs(value / equilibrium[k] - 1));
    below(t, Math.max(...relative), 1e-12);
    near(t, reports[0]?.cost, 0, 1e-20);
  });

  for (const mobility of mobilityNames) {
    test(`${flux}, ${mobility}: converges, keeps mass and positivity, dissipates energy`, (t) => {
      const sketch = {
        ...cases.boxModes,
        mobility,
        potential: (x: number, g: number) => x * (1 + g),
        temperature: 0.5,
      };
      const problem = cases.discretize(sketch, 40);
      const { density, reports } = run(problem, 0.01, 10, flux);
      let before = energy(problem, problem.initial);
      for (const { status, cost, gap, energy: after } of reports) {
        t.is(status, "converged");
        t.is(gap, 0);
        above(t, cost, 0);
        atMost(t, after + cost, before + 1e-12);
        before = after;
      }
      near(t, massOf(problem, density), problem.mass, 1e-14);
      each(t, density, (value) => value > 0);
    });
  }
}

test("the cost is tau/2 times the dissipation: energy lost per step tends to twice the cost", (t) => {
  const problem = cases.discretize(cases.boxModes, 40);
  const { reports } = run(problem, 1e-6, 1, "scharfetter-gummel");
  const lost = energy(problem, problem.initial) - reports[0]?.energy;
  near(t, lost, 2 * reports[0]?.cost, { relative: 1e-3 });
});

test("one step of a single cell with linear exchange is the resolvent in closed form", (t) => {
  const problem = cases.discretize({ ...cases.boxModes, initial: (_, layer) => [0.9, 0.1][layer] }, 1);
  const { density } = run(problem, 0.2, 1, "upwind");
  const difference = 0.8 / (1 + 2 * cases.boxWeight * 0.2);
  near(t, density[0], 0.5 + difference / 2, 1e-14);
});

const { boxModes, ornsteinUhlenbeck, threeLayers, doubleWell, fp2d } = cases;
for (const [name, sketch] of Object.entries({ boxModes, ornsteinUhlenbeck, threeLayers, doubleWell, fp2d })) {
  for (const flux of fluxes) {
    test(`${name}, ${flux}: converges from tau = 1e-6 to 10 on 50 and 1000 cells with exact mass`, (t) => {
      for (const count of [50, 1000]) {
        for (const tau of [1e-6, 1e-3, 0.1, 10]) {
          const problem = cases.discretize(sketch, count);
          const { density, reports } = run(problem, tau, 5, flux);
          for (const { status } of reports) t.is(status, "converged", `${count} cells, tau ${tau}`);
          near(t, massOf(problem, density), problem.mass, { relative: 1e-13 });
          each(t, density, (value) => value > 0);
        }
      }
    });
  }
}

test("an empty layer is filled by the mobilities that allow it", (t) => {
  for (const mobility of ["unit", "arithmetic", "upwind"] as const) {
    const problem = cases.discretize({ ...cases.boxModes, mobility, initial: (_, layer) => layer }, 20);
    const { density, reports } = run(problem, 0.05, 3, "scharfetter-gummel");
    t.is(reports[0]?.status, "converged", mobility);
    each(t, density, (value) => value > 0.1);
  }
});

test("64 layers on a cycle with a nonlinear mobility relax to the mean", (t) => {
  const layers = 64;
  const sketch: cases.Sketch = {
    ...cases.boxModes,
    layers,
    edges: Array.from({ length: layers }, (_, g) => [g, (g + 1) % layers, 50] as const),
    mobility: "geometric",
    initial: (_, layer) => 1 + 0.5 * Math.cos((2 * Math.PI * layer) / layers),
  };
  const problem = cases.discretize(sketch, 4);
  const { density, reports } = run(problem, 10, 3, "scharfetter-gummel");
  each(t, reports, ({ status }) => status === "converged");
  eachNear(t, density, 1, 1e-2);
});

test("a density that is not finite ends with the status nonFinite and is left as it was", (t) => {
  const problem = cases.discretize(cases.boxModes, 10);
  const stepper = createImplicitEuler(problem, { tau: 0.1, steps: 1, tolerance: 1e-12, flux: "upwind" });
  const density = problem.initial.slice();
  density[3] = Number.NaN;
  const before = density.slice();
  t.is(stepper.step(density).status, "nonFinite");
  t.deepEqual(density, before);
});

test("a step size that is not positive is refused", (t) => {
  const problem = cases.discretize(cases.boxModes, 10);
  const options = { steps: 1, tolerance: 1e-12, flux: "upwind" } as const;
  t.throws(() => createImplicitEuler(problem, { ...options, tau: 0 }), { instanceOf: InputError });
});

test("layers that are nearly empty fill as the equation says, where a mobility is as steep as a root there", (t) => {
  const weight = 3;
  for (const least of [1e-9, 1e-5, 1e-3]) {
    const sketch: cases.Sketch = {
      ...{ domain: [0, 1], layers: 2, edges: [[0, 1, weight]], mobility: "harmonic", finalTime: 1 },
      potential: () => 0,
      initial: (_x, g) => (g === 0 ? least : 1),
    };
    const problem = cases.discretize(sketch, 3);
    const exchange = { ...problem.exchange, cost: "cosh" } as const;
    const { density, reports } = run({ ...problem, exchange }, 0.05, 1, "scharfetter-gummel");
    t.is(reports[0]?.status, "converged", reports[0]?.reason);
    const [s, other] = density;
    const flux = (weight * 2 * Math.sqrt(s * other) * (other - s)) / (s + other);
    above(t, s, 0.01);
    near(t, s - least, 0.05 * flux, 1e-9);
  }
});

test("layers in deep wells of their own are solved from the uniform density, whatever the mobility", (t) => {
  for (const mobility of mobilityNames) {
    const sketch: cases.Sketch = {
      ...{ domain: [-5, 5], layers: 2, edges: [[0, 1, 1]], mobility, finalTime: 1 },
      potential: (x, g) => (x - g) ** 4 / 4,
      initial: () => 1,
    };
    for (const tau of [0.001, 1]) {
      const problem = cases.discretize(sketch, 100);
      const { density, reports } = run(problem, tau, 3, "scharfetter-gummel");
      for (const { status, reason } of reports) t.is(status, "converged", `${mobility}, tau ${tau}: ${reason}`);
      near(t, massOf(problem, density), problem.mass, { relative: 1e-13 });
    }
  }
});
