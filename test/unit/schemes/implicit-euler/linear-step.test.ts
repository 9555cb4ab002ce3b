import test from "ava";
import { exchangeCosts, mobilityNames } from "../../../../src/model/exchange.js";
import { createImplicitEuler } from "../../../../src/schemes/implicit-euler/implicit-euler.js";
import { createKeptNewton } from "../../../../src/schemes/implicit-euler/kept-newton.js";
import { createLinearStep } from "../../../../src/schemes/implicit-euler/linear-step.js";
import { createNewton } from "../../../../src/schemes/implicit-euler/newton.js";
import { createStepEquations } from "../../../../src/schemes/implicit-euler/system.js";
import { atMost, between, eachNear, near } from "../../../support/matchers.js";
import * as cases from "../../reference/problems.js";

const [tau, steps] = [0.01, 4];
const tilted = (x: number, g: number) => x * (1 + g) + g;

/** Three layers on a path, in potentials of their own or all in one. */
function problemWith(mobility: (typeof mobilityNames)[number], cost: "quadratic" | "cosh", ownPotentials: boolean) {
  const initial = (x: number, g: number) => 1 + 0.4 * Math.cos(2 * x + g);
  const sketch = { ...cases.threeLayers, domain: [-1, 1] as const, initial, mobility, temperature: 0.5 };
  const potential = ownPotentials ? tilted : (x: number) => 2 * x * x;
  const problem = cases.discretize({ ...sketch, potential }, 30);
  return { ...problem, exchange: { ...problem.exchange, cost } };
}

const linear = {
  quadratic: { equal: ["logarithmic", "weighted-logarithmic"], own: ["weighted-logarithmic"] },
  cosh: { equal: ["geometric", "weighted-geometric"], own: ["geometric", "weighted-geometric"] },
};

test("steps are linear exactly where the limit system is", (t) => {
  for (const cost of exchangeCosts) {
    for (const potentials of ["equal", "own"] as const) {
      const found = mobilityNames.filter((mobility) => {
        return (
          createLinearStep(problemWith(mobility, cost, potentials === "own"), { tau, steps, tolerance: 1e-12 }) !==
          undefined
        );
      });
      t.deepEqual(found.sort(), linear[cost][potentials].sort(), `${cost}, ${potentials}`);
    }
  }
});

for (const cost of exchangeCosts) {
  for (const mobility of mobilityNames) {
    for (const ownPotentials of [false, true]) {
      const title = `${mobility}, ${cost}, ${ownPotentials ? "potentials of their own" : "one potential"}`;
      test(`${title}: kept derivatives and factors give the steps of Newton's method`, (t) => {
        const problem = problemWith(mobility, cost, ownPotentials);
        const options = { tau, steps, tolerance: 1e-15, flux: "scharfetter-gummel" as const };
        const stepper = createImplicitEuler(problem, options);
        const equations = createStepEquations(problem, tau, "scharfetter-gummel");
        const newton = createNewton(problem, equations, options);
        // The part of the tolerated change, in L1, that a residual may have.
        const tolerated = 1e-4 * Math.sqrt(2 * options.tolerance) * problem.mass;
        const [density, expected] = [problem.initial.slice(), problem.initial.slice()];
        for (let n = 0; n < steps; n++) {
          const { status, cost: dissipated, residual } = stepper.step(density);
          const before = expected.slice();
          t.is(newton.solve(before, expected).ending.status, "converged");
          t.is(status, "converged");
          atMost(t, residual, tolerated);
          // Steps contract in L1: what they leave adds up.
          eachNear(t, density, expected, (steps * tolerated) / problem.mesh.cellVolume);
          near(t, dissipated, (tau / 2) * equations.dissipation(density), { relative: 1e-9 });
        }
      });
    }
  }
}

test("kept derivatives alone solve smooth evolutions, to the residual that they say", (t) => {
  for (const mobility of ["unit", "geometric", "harmonic"] as const) {
    const problem = problemWith(mobility, "quadratic", true);
    const fallback = {
      needsMass: true,
      solve: () => {
        throw new Error("the fallback was needed");
      },
      dissipation: () => 0,
    };
    const newton = createKeptNewton(problem, { tau, steps, tolerance: 1e-12 }, fallback);
    const density = problem.initial.slice();
    for (let n = 0; n < steps; n++) t.is(newton.solve(density.slice(), density).ending.status, "converged");
  }
});

test("a linear step that leaves numbers that are none is not solved", (t) => {
  const own = problemWith("logarithmic", "quadratic", false);
  // All layers of the first cell against the others: differences leave the range of numbers.
  const potential = own.potential.map((_, k) => (k < 3 ? Number.MAX_VALUE : -Number.MAX_VALUE));
  const problem = { ...own, potential };
  const linear = createLinearStep(problem, { tau, steps, tolerance: 1e-12 });
  t.is(linear?.solve(problem.initial, problem.initial.slice()).ending.status, "nonFinite");
});

test("the cosh cost: order 1 in tau", (t) => {
  const problem = problemWith("harmonic", "cosh", true);
  const coarse = errorsOfHalving(problem, 8);
  between(t, coarse, 1.8, 2.2, "order 1 in tau");
});

/** Ratio of the differences between runs of n, 2n and 4n steps: 2 for a consistent scheme of first order. */
function errorsOfHalving(problem: ReturnType<typeof problemWith>, count: number): number {
  const end = (n: number) => {
    const stepper = createImplicitEuler(problem, {
      tau: 0.1 / n,
      steps: n,
      tolerance: 1e-13,
      flux: "scharfetter-gummel",
    });
    const density = problem.initial.slice();
    for (let k = 0; k < n; k++) if (stepper.step(density).status !== "converged") throw new Error("not converged");
    return density;
  };
  const [one, two, four] = [end(count), end(2 * count), end(4 * count)];
  const distance = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0);
  return distance(one, two) / distance(two, four);
}
