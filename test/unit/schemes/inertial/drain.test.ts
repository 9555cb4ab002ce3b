/* What momentum takes from a layer: the loss is conductance times carried difference, summed with its sign. */
import test from "ava";
import { createDrain } from "../../../../src/schemes/inertial/drain.js";
import { problemOf } from "../../../support/runs.js";

const problem = problemOf(
  {
    domain: [[0, 2]],
    graph: {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 1],
        ["b", "c", 1],
      ],
    },
    potential: 0,
    exchange: { mobility: "unit" },
    initial: 1,
    finalTime: 1,
  },
  2,
);
/** Cells of width 1; index cell * edges + edge. */
const conductance = Float64Array.of(0.1, 0.2, 0.1, 0.2);
const density = Float64Array.of(0.5, 0.3, 0.4, 0.5, 0.3, 0.4);

function drain(carried: Float64Array) {
  const found = createDrain(problem, { conductance });
  found.load(density, carried);
  return found;
}

test("a layer gives to the larger phi; what it gets from the other side counts against it", (t) => {
  // In the second cell b has the smaller phi on both edges: it gives 0.1 * 2 to a and 0.2 * 1 to c, of 0.3.
  const gives = Float64Array.of(0, 0, -2, 1);
  t.deepEqual(drain(gives).find(), { cell: 1, edge: 0 });
  // Half of that is not all.
  t.is(drain(gives.map((value) => value / 2)).find(), undefined);
  // It gives 0.4 to c, and gets 0.2 from a.
  t.is(drain(Float64Array.of(0, 0, 2, 2)).find(), undefined);
});

test("after a step that was solved only what has been emptied counts, and not where next to nothing was", (t) => {
  const gives = drain(Float64Array.of(0, 0, -2, 1));
  t.is(gives.find(Float64Array.of(0.5, 0.3, 0.4, 0.6, 0.01, 0.5)), undefined);
  t.deepEqual(gives.find(Float64Array.of(0.5, 0.3, 0.4, 0.6, 1e-9, 0.5)), { cell: 1, edge: 0 });
  const thin = createDrain(problem, { conductance });
  thin.load(Float64Array.of(0.5, 0.3, 0.4, 0.5, 1e-14, 0.4), Float64Array.of(0, 0, -2, 1));
  t.is(thin.find(Float64Array.of(0.5, 0.3, 0.4, 0.7, 1e-30, 0.6)), undefined);
});

test("a layer that is empty and gives nothing, or has no momentum, is none that is drained", (t) => {
  const empty = createDrain(problem, { conductance });
  empty.load(Float64Array.of(0.5, 0.3, 0.4, 0.5, 0, 0.4), new Float64Array(4));
  t.is(empty.find(), undefined);
  empty.load(density, undefined);
  t.is(empty.find(), undefined);
});
