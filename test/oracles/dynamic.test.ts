/*
 * The dynamic metric against closed forms.
 *
 * Two nodes with masses s and 1 - s: W(s0, s) = ∫ ds / sqrt(K theta(s, 1 - s)), so that a step is a minimization in one
 * variable. One layer: W is the Wasserstein distance, for Gaussians sqrt(dm^2 + dsigma^2).
 */
import test from "ava";
import { createDynamicJko, dynamicDistance } from "../../src/jko/dynamic/index.js";
import { createJko } from "../../src/jko/index.js";
import { createMobility, type MobilityName } from "../../src/model/exchange.js";
import type { Problem } from "../../src/model/problem.js";
import { gaussLegendre } from "../../src/numerics/quadrature.js";
import { above, below, eachNear, near } from "../support/matchers.js";
import { problemOf } from "../support/runs.js";

const smooth = ["unit", "logarithmic", "weighted-logarithmic", "geometric", "harmonic", "arithmetic"] as const;
const start = 0.9;
const potentials = [0, 0.5] as const;
const weight = 1.7;

function createTwoNodes(mobility: MobilityName, edgeWeight = weight): Problem {
  return problemOf(
    {
      domain: [[0, 1]],
      graph: { nodes: [0, 1], edges: [[0, 1, edgeWeight]] },
      potential: { 0: potentials[0], 1: potentials[1] },
      exchange: { mobility },
      initial: { 0: start, 1: 1 - start },
      finalTime: 1,
    },
    1,
  );
}

/** The mobility where the first node holds s of a mass of one, at temperature 1. */
function thetaOf(mobility: MobilityName, s: number): number {
  return createMobility(mobility)(s, 1 - s, Math.log(s) + potentials[0], Math.log(1 - s) + potentials[1], 1);
}

/** ∫ between a and b of ds / sqrt(K theta(s, 1 - s)). */
function twoNodeDistance(mobility: (typeof smooth)[number], a: number, b: number, edgeWeight = weight): number {
  const { nodes, weights } = gaussLegendre(40);
  const density = (s: number): number => 1 / Math.sqrt(edgeWeight * thetaOf(mobility, s));
  return Math.abs(b - a) * nodes.reduce((sum, r, k) => sum + weights[k] * density(a + r * (b - a)), 0);
}

/** The mass of the first node after the exact step, by bisection of the derivative. */
function exactStep(mobility: (typeof smooth)[number], tau: number, edgeWeight: number): number {
  const slope = (s: number): number => {
    const pull = twoNodeDistance(mobility, s, start, edgeWeight) / (tau * Math.sqrt(edgeWeight * thetaOf(mobility, s)));
    return Math.log(s / (1 - s)) + potentials[0] - potentials[1] - pull;
  };
  let [low, high] = [1e-9, start];
  for (let k = 0; k < 80; k++) {
    const middle = 0.5 * (low + high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

function stepTwoNodes(mobility: MobilityName, tau: number, innerSteps: number, edgeWeight: number): number {
  const problem = createTwoNodes(mobility, edgeWeight);
  const density = problem.initial.slice();
  const { status } = createDynamicJko(problem, { tau, steps: 1, tolerance: 1e-14, innerSteps }).step(density);
  return status === "converged" ? density[0] : Number.NaN;
}

const orderOf = (coarse: number, fine: number): number => Math.log2(Math.abs(coarse / fine));

for (const mobility of smooth) {
  test(`on two nodes the distance is that of the formula, of order 2 in the inner steps: ${mobility}`, (t) => {
    const problem = createTwoNodes(mobility);
    const exact = twoNodeDistance(mobility, start, 0.2);
    const errors = [4, 8, 16].map((innerSteps) => {
      const result = dynamicDistance(problem, Float64Array.of(start, 1 - start), Float64Array.of(0.2, 0.8), innerSteps);
      t.is(result.status, "converged");
      return result.distance - exact;
    });
    const orders = [orderOf(errors[0], errors[1]), orderOf(errors[1], errors[2])];
    // The geodesic is met exactly where theta is constant on s + t = 1.
    const flat = mobility === "unit" || mobility === "arithmetic";
    if (flat) {
      below(t, Math.max(...errors.map(Math.abs)), 1e-10, `${errors} ${orders}`);
    } else {
      above(t, Math.min(...orders), 1.8, `${errors} ${orders}`);
    }
  });

  test(`on two nodes the step is that of the formula, of order 2 in the inner steps: ${mobility}`, (t) => {
    const exact = exactStep(mobility, 0.2, weight);
    const errors = [1, 2, 4, 8].map((innerSteps) => stepTwoNodes(mobility, 0.2, innerSteps, weight) - exact);
    const orders = errors.slice(1).map((error, k) => orderOf(errors[k], error));
    const flat = mobility === "unit" || mobility === "arithmetic";
    if (flat) {
      below(t, Math.max(...errors.map(Math.abs)), 1e-7, `${errors} ${orders}`);
    } else {
      above(t, Math.min(...orders), 1.85, `${errors} ${orders}`);
    }
  });
}

test("on two nodes one step differs by O(tau^2) from transport-then-exchange, one inner step by O(tau^3)", (t) => {
  const taus = [0.4, 0.2, 0.1, 0.05, 0.025, 0.0125];
  const midpoint = taus.map((tau) => stepTwoNodes("logarithmic", tau, 1, 1) - exactStep("logarithmic", tau, 1));
  const previous = taus.map((tau) => {
    const problem = createTwoNodes("logarithmic", 1);
    const density = problem.initial.slice();
    createJko(problem, { tau, steps: 1, tolerance: 1e-14 }).step(density);
    return density[0] - exactStep("logarithmic", tau, 1);
  });
  eachNear(t, [previous[0], previous[5]].map(Math.abs), [9.88e-3, 9.8e-5], { relative: 0.01 });
  eachNear(t, [midpoint[0], midpoint[5]].map(Math.abs), [9.55e-4, 8.93e-7], { relative: 0.01 });
  above(t, orderOf(previous[4], previous[5]), 1.7);
  above(t, orderOf(midpoint[4], midpoint[5]), 2.6);
});

test("one layer: the distance of Gaussians is Wasserstein's, of order 2 in mesh and inner steps", (t) => {
  const exact = Math.hypot(0.5, 0.2);
  const errors = [40, 80, 160].map((cells) => {
    const gaussian = (mean: number, sigma: number): Problem =>
      problemOf(
        { domain: [[-6, 6]], potential: 0, initial: `exp(-(x - ${mean})^2/(2*${sigma}^2))`, finalTime: 1 },
        cells,
      );
    const problem = gaussian(0, 1);
    const result = dynamicDistance(problem, problem.initial, gaussian(0.5, 0.8).initial, cells / 10);
    t.is(result.status, "converged");
    return result.distance - exact;
  });
  near(t, errors[2], 0, 1.1e-4, `${errors}`);
  above(t, orderOf(errors[0], errors[1]), 1.6, `${errors}`);
  above(t, orderOf(errors[1], errors[2]), 1.85, `${errors}`);
});
