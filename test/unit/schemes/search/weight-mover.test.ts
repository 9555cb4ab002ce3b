import test from "ava";
import { createMobility } from "../../../../src/model/exchange.js";
import { createGraph } from "../../../../src/model/graph.js";
import { createWeightMover } from "../../../../src/schemes/search/weight-mover.js";
import { below, each, near } from "../../../support/matchers.js";
import { distance, settings, start } from "./nodes.js";

const fast = createGraph(
  ["a", "b", "c"],
  [
    ["a", "b", 100],
    ["b", "c", 1e10],
  ],
);

for (const [entropy, mobility] of [
  [0, "upwind"],
  [1, "logarithmic"],
  [1, "upwind"],
  [0.1, "geometric"],
] as const) {
  test(`weights stay positive and keep their sum at steps of every size: ${mobility}, T = ${entropy}`, (t) => {
    for (const tau of [1e-3, 1, 1e3]) {
      const mover = createWeightMover({ ...settings, entropy, mobility, tau });
      const weights = Float64Array.from(start);
      for (let n = 0; n < 3; n++) t.is(mover.advance(weights, Float64Array.of(0, 3, -2)).status, "converged");
      near(
        t,
        weights.reduce((sum, f) => sum + f, 0),
        1,
        1e-13,
      );
      each(t, weights, (f) => f > 0);
    }
  });
}

for (const [entropy, mobility] of [
  [1, "logarithmic"],
  [0.5, "arithmetic"],
  [0, "upwind"],
] as const) {
  test(`a step with inertia moves tau K theta (phi - phi') of the new momenta along every edge: ${mobility}`, (t) => {
    const mover = createWeightMover({ ...settings, entropy, mobility, order: 2 });
    const weights = Float64Array.from(start);
    const values = Float64Array.of(0.4, 0, 1);
    for (let n = 0; n < 3; n++) {
      const before = weights.slice();
      t.is(mover.advance(weights, values).status, "converged");
      const change = new Float64Array(3);
      for (const [s, r, k] of [
        [0, 1, 1],
        [1, 2, 2],
      ] as const) {
        const [phi, chi] = [mover.phi[s], mover.phi[r]];
        const theta =
          mobility === "upwind"
            ? weights[phi < chi ? s : r]
            : createMobility(mobility)(before[s], before[r], 0, 0, entropy);
        const moved = 0.1 * k * theta * (phi - chi);
        change[s] = change[s] + moved;
        change[r] = change[r] - moved;
      }
      const expected = before.map((f, g) => f + change[g]);
      below(t, distance(weights, expected), 1e-10, `${weights} ${expected}`);
    }
  });
}

test("the momenta follow their equation to first order", (t) => {
  const mover = createWeightMover({ ...settings, mobility: "logarithmic", order: 2, tau: 1e-6 });
  mover.phi.set([0.3, -0.2, 0.1]);
  const weights = Float64Array.from(start);
  const values = Float64Array.of(0.4, 0, 1);
  const before = mover.phi.slice();
  mover.advance(weights, values);
  const slope = (s: number, r: number): number => {
    const y = Math.log(s / r);
    return (Math.exp(-y) - 1 + y) / y ** 2;
  };
  const [f, g, h] = start as [number, number, number];
  const rates = [
    -0.5 * slope(f, g) * 0.25 - 0.5 * 0.3 - Math.log(f) - 0.4,
    -0.5 * slope(g, f) * 0.25 - 0.5 * 2 * slope(g, h) * 0.09 + 0.5 * 0.2 - Math.log(g),
    -0.5 * 2 * slope(h, g) * 0.09 - 0.5 * 0.1 - Math.log(h) - 1,
  ];
  const found = mover.phi.map((phi, k) => (phi - before[k]) / 1e-6);
  below(t, distance(found, rates), 1e-4, `${found} ${rates}`);
});

test("momenta that are too far apart for the step are vacuum, with the nodes in the reason", (t) => {
  const mover = createWeightMover({ ...settings, mobility: "logarithmic", order: 2, tau: 1 });
  mover.phi.set([0, 50, 0]);
  const { status, reason } = mover.advance(Float64Array.of(1e-6, 0.5, 0.5), new Float64Array(3));
  t.is(status, "vacuum");
  t.regex(reason ?? "", /nodes "a" and "b"/);
});

test("costs and distances of a step of weights are those of its equations", (t) => {
  const values = Float64Array.of(1, 0, 0.5);
  const linear = createWeightMover({ ...settings, entropy: 0, mobility: "upwind" });
  const weights = Float64Array.from(start);
  const { cost } = linear.advance(weights, values);
  // Half of tau ∑ f K ((V - V')⁺)², over a to b and c to b.
  near(t, cost, 0.05 * (weights[0] + weights[2] * 2 * 0.25), 1e-16);
  const entropic = createWeightMover({ ...settings, entropy: 0.3, mobility: "logarithmic" });
  const report = entropic.advance(Float64Array.from(start), values);
  t.is(report.distance, Math.sqrt((2 * report.gap) / 0.3));
});

test("without an entropy too, momenta that are too far apart are vacuum; empty nodes are none", (t) => {
  const far = createWeightMover({ ...settings, entropy: 0, mobility: "upwind", order: 2, tau: 1 });
  far.phi.set([0, 50, 0]);
  t.is(far.advance(Float64Array.of(0.2, 0.3, 0.5), new Float64Array(3)).status, "vacuum");
  // The weight of a falls to 0 by underflow; the slope of theta is 1 or 0 all the same.
  const pair = createGraph(["a", "b"], [["a", "b", 100]]);
  const long = createWeightMover({ ...settings, entropy: 0, mobility: "upwind", order: 2, damping: 10, graph: pair });
  const weights = Float64Array.of(0.5, 0.5);
  for (let n = 0; n < 1000; n++) t.is(long.advance(weights, Float64Array.of(1, 0)).status, "converged");
  t.is(weights[0], 0);
  near(t, weights[1], 1, 1e-14);
});

test("objectives as far apart as numbers can be move all weight, and no more", (t) => {
  for (const order of [1, 2] as const) {
    const mover = createWeightMover({ ...settings, entropy: 0, mobility: "upwind", order, graph: fast });
    for (const values of [
      [0, 1, 1e308],
      [-1.7e308, 0, 1.7e308],
    ]) {
      const weights = Float64Array.from(start);
      mover.phi.fill(0);
      for (let n = 0; n < 3; n++) {
        if (order === 2) mover.phi.fill(0);
        t.is(mover.advance(weights, Float64Array.from(values)).status, "converged");
        near(
          t,
          weights.reduce((sum, f) => sum + f, 0),
          1,
          1e-15,
        );
      }
      below(t, weights[2], 1e-100);
    }
  }
});

test("weights whose exchange is faster than numbers tell end a step at equilibrium, or with a reason, not never", (t) => {
  const star = createGraph(
    ["a", "b", "c"],
    [
      ["a", "b", 1],
      ["a", "c", 1],
    ],
  );
  const mover = createWeightMover({ ...settings, graph: star, mobility: "weighted-geometric" });
  // Exchange that fast is at equilibrium: exp(-10) beside the rest.
  const weights = Float64Array.from(start);
  t.is(mover.advance(weights, Float64Array.of(800, 790, 900)).status, "converged");
  near(t, weights[0], 1 / (1 + Math.exp(10)), 1e-15);
  below(t, weights[2], 1e-40);
  const { status, reason } = mover.advance(Float64Array.from(start), Float64Array.of(1e300, 0, 1e300));
  t.is(status, "nonFinite");
  t.regex(reason ?? "", /minimization over the weights/);
});
