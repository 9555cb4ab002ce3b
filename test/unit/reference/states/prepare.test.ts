import test from "ava";
import { InputError } from "../../../../src/errors.js";
import type { StateModelSpec } from "../../../../src/model/states/state-model.js";
import { prepareStateReference, sampleStateReference } from "../../../../src/reference/states/index.js";
import { above } from "../../../support/matchers.js";
import { gap, requestOf, solve } from "./support.js";

const spec: StateModelSpec = {
  dimension: 1,
  finalTime: 2,
  state: { kind: "gaussian", mean: 1, covariance: 2 },
  functional: { potential: { matrix: 1 }, entropy: 1 },
};
const levels = [
  { steps: 4, times: [0, 2, 4] },
  { steps: 8, times: [4, 8] },
];

test("levels share the limit at equal times, iterates belong to their level", (t) => {
  const request = requestOf(spec, levels);
  const limit = prepareStateReference({ kind: "limit", geometry: "wasserstein", dilation: 1 }, request);
  t.is(Object.keys(limit.solutions).length, 3);
  t.is(sampleStateReference(limit, 4, 2), sampleStateReference(limit, 8, 4));
  const iterate = prepareStateReference({ kind: "iterate", geometry: "wasserstein", dilation: 1 }, request);
  t.is(Object.keys(iterate.solutions).length, 5);
  const [coarse, fine] = [sampleStateReference(iterate, 4, 2), sampleStateReference(iterate, 8, 4)];
  above(t, gap(coarse.state.values, fine.state.values), 1e-3);
});

test("at time 0 the reference is the initial state, at a time not asked for there is none", (t) => {
  const request = requestOf(spec, levels);
  for (const kind of ["limit", "iterate"] as const) {
    const reference = prepareStateReference({ kind, geometry: "wasserstein", dilation: 1 }, request);
    t.is(sampleStateReference(reference, 4, 0).state, request.initial);
    t.throws(() => sampleStateReference(reference, 4, 3), { instanceOf: InputError });
  }
});

test("dilation is a factor of time, of the limit and of the step size", (t) => {
  for (const kind of ["limit", "iterate"] as const) {
    const fast = solve(kind, "wasserstein", spec, 4, {}, 2).state;
    const long = solve(kind, "wasserstein", { ...spec, finalTime: 4 }, 4).state;
    t.deepEqual(fast.values, long.values);
  }
  t.throws(() => solve("limit", "wasserstein", spec, 4, {}, 0), { instanceOf: InputError });
});

test("solutions survive a structured clone", (t) => {
  const ring: StateModelSpec = {
    dimension: 2,
    finalTime: 1,
    state: { kind: "particles", count: 5, sample: "ring" },
    functional: { potential: "r^4" },
  };
  for (const geometry of ["wasserstein", "sliced", "gromov"] as const) {
    for (const kind of ["limit", "iterate"] as const) {
      const reference = prepareStateReference({ kind, geometry, dilation: 1 }, requestOf(ring, levels));
      t.deepEqual(structuredClone(reference), reference);
      above(t, reference.description.length, 20);
    }
  }
});
