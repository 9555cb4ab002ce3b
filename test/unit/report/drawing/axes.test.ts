import test from "ava";
import { positions } from "../../../../src/report/drawing/axes.js";
import { near } from "../../../support/matchers.js";

test("the ends of a domain lie at the ends of the axis, whatever its direction, and the middle between them", (t) => {
  const up = positions({ kind: "linear", domain: [-0.3, 0.7] }, 201.7, 13.1);
  t.deepEqual([up(-0.3), up(0.7)], [201.7, 13.1]);
  near(t, up(0.2), 107.4, 1e-12);
});

test("on a logarithmic axis a factor is a distance, wherever it is", (t) => {
  const across = positions({ kind: "log", domain: [-6, 2] }, 40, 440);
  for (const value of [1e-6, 3e-4, 1]) near(t, across(10 * value) - across(value), 50, 1e-12);
});

test("a domain of one value is in the middle of the axis", (t) => {
  t.is(positions({ kind: "linear", domain: [3, 3] }, 10, 30)(3), 20);
});
