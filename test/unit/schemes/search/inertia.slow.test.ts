/*
 * Particle search with inertia where its dynamics are known: it begins slowly, keeps its velocity where objectives do
 * not differ, and is still only where nothing drives it.
 */
import test from "ava";
import { createGraph } from "../../../../src/model/graph.js";
import { createSearchSpace, type SpaceSpec } from "../../../../src/model/search/search-model.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { createLedger } from "../../../../src/schemes/search/ledger.js";
import {
  createNeighbourhood,
  type Neighbourhood,
  type ParticleOptions,
} from "../../../../src/schemes/search/neighbourhood.js";
import { particleSearch } from "../../../../src/schemes/search/particle-search.js";
import { createWeightMover } from "../../../../src/schemes/search/weight-mover.js";
import { above, atMost, below, between, each, near } from "../../../support/matchers.js";
import { particles } from "./lattice.js";

const options = { ...particles, order: 2, patience: 50 } as const;

interface Budget {
  readonly evaluations: number;
  readonly tau?: number;
}

const single: SpaceSpec = {
  dimension: 1,
  graph: { nodes: ["a"], edges: [] },
  objective: "(x1 - 3)^2/2",
  module: undefined,
  region: {},
};

/** A search from x at a node: what it found, and the course of the centre. */
function found(spec: SpaceSpec, node: string, x: number, { evaluations, tau = 0.1 }: Budget) {
  const space = createSearchSpace(spec);
  const ledger = createLedger(space, { evaluations, target: 1e-4 });
  const course: number[] = [];
  particleSearch(
    {
      ...{ space, ledger, random: seededRandom(1), start: { node, x: Float64Array.of(x) } },
      observe: (_t, _n, { positions }) => course.push(positions[0]),
    },
    { ...options, tau },
  );
  return { ledger, course };
}

test("a single node follows the damped oscillator, to first order in tau", (t) => {
  const omega = Math.sqrt(0.75);
  const exact = (time: number): number =>
    3 - 3 * Math.exp(-time / 2) * (Math.cos(omega * time) + Math.sin(omega * time) / (2 * omega));
  const errors = [0.02, 0.01].map((tau) => {
    const { course } = found(single, "a", 0, { evaluations: Math.round(2 / tau) + 1, tau });
    return Math.abs((course.at(-1) as number) - exact(2));
  });
  const [coarse, fine] = errors as [number, number];
  below(t, fine, 0.01, String(errors));
  near(t, coarse / fine, 2, 0.1, String(errors));
});

for (const [what, spec, node] of [
  ["a single node", single, "a"],
  [
    "nodes with one objective",
    {
      ...single,
      graph: {
        nodes: ["a", "b"],
        edges: [["a", "b", 1]],
      },
    },
    "b",
  ],
] as readonly (readonly [string, SpaceSpec, string])[]) {
  test(`velocities are kept where objectives do not differ: ${what}`, (t) => {
    const { ledger } = found(spec, node, 0, { evaluations: 400 });
    atMost(t, ledger.best?.value ?? 1, 1e-4, String(ledger.best?.value));
    t.is(ledger.restarts, 0);
  });
}

test("steps far smaller than 1e-3 over the slope are no rest", (t) => {
  const spec: SpaceSpec = {
    ...single,
    graph: { lattice: { n: [0, null] }, weight: 1 },
    objective: "(x1 - 3)^2/2 + 0.001*(n - 5)^2",
    region: { nodes: { n: [0, 20] } },
  };
  const { ledger } = found(spec, "5", 2.2, { evaluations: 20_000, tau: 0.001 });
  t.is(ledger.restarts, 0);
  below(t, ledger.best?.value ?? 1, 1e-3, String(ledger.best?.value));
});

/** Two nodes side by side, at x each, evaluated. */
function pair(objective: SpaceSpec["objective"], x: number, changed: Partial<ParticleOptions> = {}) {
  const space = createSearchSpace({
    ...single,
    graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
    objective,
  });
  const active = createNeighbourhood(space, { ...options, ...changed }, "a", Float64Array.of(x));
  const evaluate = (): void =>
    active.nodes.forEach((node, k) => {
      active.values[k] = space.gradient(node, active.positions.subarray(k, k + 1), active.gradients.subarray(k, k + 1));
    });
  evaluate();
  return { active, evaluate };
}

test("a search is still where slopes, velocities, exchange and what drives it are below 1e-3, and nowhere else", (t) => {
  const equal = "(x1 - 3)^2/2";
  const stillAfter = (active: Neighbourhood): boolean => {
    active.step();
    return active.isStill();
  };
  t.true(stillAfter(pair(equal, 3).active));
  t.true(stillAfter(pair(equal, 3.0009).active));
  t.false(stillAfter(pair(equal, 3.0011).active));
  const moving = pair(equal, 3).active;
  moving.velocities.set([0.0015, 0]);
  t.false(stillAfter(moving));
  // Momenta exchange 0.0015 per unit of time, and move but a tenth of it in a step.
  const exchanging = pair(equal, 3).active;
  exchanging.phi.set([0, -0.0015]);
  exchanging.weights.set([0.5, 0.5]);
  t.false(stillAfter(exchanging));
  // All weight but a hundredth is where the objective is larger, at its least point: the exchange is yet to come.
  const uneven = pair({ a: equal, b: `${equal} - 1` }, 3);
  t.false(stillAfter(uneven.active));
  for (let n = 0; n < 400; n++) {
    uneven.evaluate();
    uneven.active.step();
  }
  t.true(uneven.active.isStill());
});

test("with an entropy the exchange comes to rest at the weights exp(-V/T)", (t) => {
  const own = { entropy: 0.5, mobility: "logarithmic" } as const;
  const { active, evaluate } = pair({ a: "x1^2", b: "x1^2 + 0.5" }, 0, own);
  let steps = 0;
  do {
    evaluate();
    t.is(active.step().status, "converged");
  } while (!active.isStill() && ++steps < 2000);
  between(t, steps, 10, 2000);
  const ratio = active.weights[1] / active.weights[0];
  near(t, ratio, Math.exp(-1), 0.01);
});

for (const [mobility, entropy, tau] of [
  ["logarithmic", 0.1, 0.01],
  ["unit", 0.05, 0.1],
  // Here it is the minimization that does not end, not the momenta that are too far apart.
  ["arithmetic", 0.05, 0.5],
  ["weighted-logarithmic", 0.5, 0.1],
] as const) {
  test(`where momenta are too much for the weights, a step is taken without them: ${mobility}`, (t) => {
    const space = createSearchSpace({
      ...single,
      graph: {
        nodes: ["a", "b", "c"],
        edges: [
          ["b", "a", 1],
          ["b", "c", 2],
        ],
      },
    });
    const active = createNeighbourhood(space, { ...options, entropy, mobility, tau }, "b", Float64Array.of(0));
    active.velocities.fill(1);
    let without = 0;
    for (let n = 0; n * tau < 15; n++) {
      active.values.set([0.3, 2 * Math.sin(n * tau), 1 + Math.cos(2 * n * tau)]);
      const [weights, momenta] = [active.weights.slice(), active.phi.slice()];
      t.is(active.step().status, "converged");
      near(
        t,
        active.weights.reduce((sum, f) => sum + f, 0),
        1,
        1e-12,
      );
      each(t, active.weights, (f) => f >= 0);
      if (stepAlone(weights.slice(), momenta) === "converged") continue;
      without++;
      t.is(stepAlone(weights, new Float64Array(3)), "converged");
      below(t, Math.max(...weights.map((f, k) => Math.abs(f - active.weights[k]))), 1e-9);

      function stepAlone(moved: Float64Array, phi: Float64Array): string {
        const graph = createGraph(active.nodes, [
          ["b", "a", 1],
          ["b", "c", 2],
        ]);
        const mover = createWeightMover({ ...options, graph, entropy, mobility, tau, steps: 1 });
        mover.phi.set(phi);
        return mover.advance(moved, active.values).status;
      }
    }
    above(t, without, 0);
    // Positions keep their velocities, which friction alone slows down.
    near(t, active.velocities[0] * (1 + tau) ** Math.ceil(15 / tau), 1, 1e-6);
  });
}
