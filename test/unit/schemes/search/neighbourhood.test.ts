import test from "ava";
import { createSearchSpace, type SpaceSpec } from "../../../../src/model/search/search-model.js";
import { createNeighbourhood } from "../../../../src/schemes/search/neighbourhood.js";
import { each, near } from "../../../support/matchers.js";
import { particles, spec } from "./lattice.js";

test("a neighbourhood begins at rest around its centre; kept nodes keep what they have where it moves", (t) => {
  const space = createSearchSpace(spec);
  const options = { ...particles, order: 2 } as const;
  const first = createNeighbourhood(space, options, "3", Float64Array.of(0.7));
  t.deepEqual(first.nodes, ["3", "2", "4"]);
  each(t, first.positions, (x) => x === 0.7);
  each(t, first.velocities, (v) => v === 0);
  each(t, first.phi, (phi) => phi === 0);
  near(t, first.weights[1] / first.weights[0], 0.01, 1e-15);
  for (let n = 0; n < 5; n++) {
    first.nodes.forEach((node, k) => {
      const range = [k, k + 1] as const;
      const at = first.positions.subarray(...range);
      first.values[k] = space.gradient(node, at, first.gradients.subarray(...range));
    });
    first.step();
  }
  const second = createNeighbourhood(space, options, "4", Float64Array.of(0), first);
  t.deepEqual(second.nodes, ["4", "3", "5"]);
  t.is(second.positions[0], first.positions[2]);
  t.is(second.positions[1], first.positions[0]);
  t.is(second.positions[2], first.positions[2]);
  t.is(second.velocities[1], first.velocities[0]);
  t.is(second.velocities[2], 0);
  const difference = first.phi[0] - first.phi[2];
  t.is(second.phi[1] - second.phi[0], difference);
  t.is(second.phi[2], second.phi[0]);
  near(
    t,
    second.weights.reduce((sum, f) => sum + f, 0),
    1,
    1e-15,
  );
});

test("momenta drive uphill where the weighted sum of K (V' - V)(phi' - phi) f' is positive; not where it is 0", (t) => {
  const space = createSearchSpace(spec);
  const active = createNeighbourhood(space, { ...particles, order: 2 }, "3", Float64Array.of(0));
  active.values.set([0, 1, -1]);
  t.false(active.opposes());
  active.phi.set([0, -1, 1]);
  t.false(active.opposes());
  active.phi.set([0, 2, 1]);
  active.weights.set([0, 0.5, 0.5]);
  t.true(active.opposes());
  active.weights.set([0, 0.3, 0.7]);
  t.false(active.opposes());
  active.values.set([3, 3, 3]);
  t.false(active.opposes());
  active.velocities.fill(1);
  active.rest();
  each(t, active.phi, (phi) => phi === 0);
  each(t, active.velocities, (v) => v === 0);
});

test("with an entropy uphill is that of T log f + V: weight may spread to where V is larger", (t) => {
  const options = { ...particles, order: 2, entropy: 1, mobility: "logarithmic" } as const;
  const active = createNeighbourhood(createSearchSpace(spec), options, "0", Float64Array.of(0));
  active.values.set([0, 0.5]);
  active.weights.set([0.99, 0.01]);
  active.phi.set([0, -1]);
  t.true(active.opposes());
  active.phi.set([0, 1]);
  t.false(active.opposes());
  active.weights.set([0.4, 0.6]);
  t.true(active.opposes());
});

test("edges between neighbours belong to a neighbourhood", (t) => {
  const triangle: SpaceSpec = {
    ...spec,
    graph: {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 1],
        ["b", "c", 1],
        ["a", "c", 1],
      ],
    },
    objective: { a: 1, b: 0, c: 0.5 },
    region: {},
  };
  const space = createSearchSpace(triangle);
  const active = createNeighbourhood(space, { ...particles, order: 1 }, "a", Float64Array.of(0));
  active.values.set([1, 0, 0.5]);
  active.weights.set([0, 0.5, 0.5]);
  active.step();
  // c gives to b along their edge: 0.5 / (1 + 0.1 * 0.5) is kept.
  near(t, active.weights[2], 0.5 / 1.05, 1e-15);
});
