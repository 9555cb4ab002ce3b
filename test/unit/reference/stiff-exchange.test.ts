import test from "ava";
import { createMobility, type MobilityName, mobilityNames } from "../../../src/model/exchange.js";
import type { Problem } from "../../../src/model/problem.js";
import { createImplicitWorkspace } from "../../../src/reference/implicit-equation.js";
import { implicitStep } from "../../../src/reference/implicit-step.js";
import { createLimitSystem } from "../../../src/reference/limit-system.js";
import { createImplicitEuler } from "../../../src/schemes/implicit-euler/implicit-euler.js";
import { atMost, below, near } from "../../support/matchers.js";
import * as cases from "./problems.js";

const tau = 0.1;
const softWeight = 0.4;
const temperature = 0.8;
const potentials = [0.3, -0.5, 0.9];
const initial = [0.45, 0.05, 0.2];

/** Three layers in a row without x, the first edge of weight `stiff`. */
function threeLayers(mobility: MobilityName, stiff: number, cells = 1): Problem {
  const sketch: cases.Sketch = {
    domain: [0, 1],
    layers: 3,
    edges: [
      [0, 1, stiff],
      [1, 2, softWeight],
    ],
    mobility,
    temperature,
    potential: (_, layer) => potentials[layer],
    initial: (_, layer) => initial[layer],
    finalTime: tau,
  };
  return cases.discretize(sketch, cells);
}

/**
 * The backward Euler step of three layers to round-off at any weight: bisection for what crosses the soft edge, and for
 * each the deviation of the stiff pair from its equilibrium by iteration, which contracts the faster the stiffer.
 */
function exactStep(mobility: MobilityName, stiff: number): number[] {
  const theta = createMobility(mobility);
  const mu = (layer: number, f: number): number => temperature * Math.log(f) + potentials[layer];
  const exchange = (a: number, b: number, f: readonly number[]): number => {
    const [s, t] = [f[a], f[b]];
    return theta(s, t, mu(a, s), mu(b, t), temperature) * (mu(b, t) - mu(a, s));
  };
  const [f0, f1, f2] = initial as [number, number, number];
  const densities = (crossing: number): number[] => {
    const pair = f0 + f1 + crossing;
    const equilibrium = Math.exp(potentials[0] / temperature - potentials[1] / temperature);
    let s = pair / (1 + equilibrium);
    for (let k = 0; k < 50; k++) {
      const t = pair - s;
      const mobilityNow = theta(s, t, mu(0, s), mu(1, t), temperature);
      s = pair / (1 + equilibrium * Math.exp((s - f0) / (tau * stiff * mobilityNow * temperature)));
    }
    return [s, pair - s, f2 - crossing];
  };
  let [low, high] = [-0.4, 0.19];
  for (let k = 0; k < 200; k++) {
    const middle = 0.5 * (low + high);
    if (middle < tau * softWeight * exchange(1, 2, densities(middle))) low = middle;
    else high = middle;
  }
  return densities(0.5 * (low + high));
}

for (const mobility of mobilityNames) {
  // Weights beyond the cap on the rate are changed by about 1e-9 of the exchanged mass.
  for (const [weight, tolerance] of [
    [1e4, 1e-12],
    [1e7, 1e-12],
    [1e12, 3e-9],
    [1e300, 3e-9],
  ] as const) {
    test(`a step with edges of weight ${weight} and ${softWeight}, mobility ${mobility}, is exact in the references`, (t) => {
      const problem = threeLayers(mobility, weight);
      const system = createLimitSystem(problem, "scharfetter-gummel");
      const density = problem.initial.slice();
      t.is(implicitStep(system, problem.initial, tau, density, createImplicitWorkspace(system)), "converged");
      exactStep(mobility, weight).forEach((value, k) => {
        atMost(t, Math.abs(density[k] - value), tolerance * value, `${k}: ${density[k]} ${value}`);
      });
    });

    test(`a step with edges of weight ${weight} and ${softWeight}, mobility ${mobility}, is exact in implicit-euler`, (t) => {
      const problem = threeLayers(mobility, weight, 4);
      const stepper = createImplicitEuler(problem, { tau, steps: 1e4, tolerance: 1e-20, flux: "scharfetter-gummel" });
      const density = problem.initial.slice();
      const { status, residual } = stepper.step(density);
      t.is(status, "converged");
      below(t, residual, 1e-9, `the residual ${residual} is no round-off of the exchange`);
      exactStep(mobility, weight).forEach((value, k) => {
        atMost(t, Math.abs(density[k] - value), tolerance * value, `${k}: ${density[k]} ${value}`);
      });
    });
  }
}

for (const weight of [1e4, 1e7, 1e9]) {
  test(`layers of different temperatures with an edge of weight ${weight} come to one chemical potential`, (t) => {
    const problem: Problem = {
      ...threeLayers("arithmetic", weight, 4),
      energy: { temperatures: Float64Array.of(1, 3, 0.5), exponent: undefined },
    };
    const system = createLimitSystem(problem, "scharfetter-gummel");
    const [one, other] = [problem.initial.slice(), problem.initial.slice()];
    t.is(implicitStep(system, problem.initial, tau, one, createImplicitWorkspace(system)), "converged");
    const options = { tau, steps: 1e4, tolerance: 1e-20, flux: "scharfetter-gummel" } as const;
    t.is(createImplicitEuler(problem, options).step(other).status, "converged");
    const mu = (layer: number, f: number) => problem.energy.temperatures[layer] * Math.log(f) + potentials[layer];
    const [s, u] = [one[0], one[1]];
    // What has crossed the edge in tau is tau K theta times the difference.
    const crossed = tau * weight * ((s + u) / 2) * (mu(1, u) - mu(0, s));
    near(t, crossed, s - initial[0], 1e-15 * weight + 1e-12);
    one.forEach((value, k) => {
      near(t, value, other[k], 1e-11 * value);
    });
  });
}
