/* Plain sums over points, and when they stand for averages on a mesh that is a probe. */
import test from "ava";
import { modelOf } from "../../../../src/study/plan/models.js";
import { sampledIntegrals } from "../../../../src/study/plan/samples.js";
import { near } from "../../../support/matchers.js";
import { boxWith } from "../scratch.js";

const identity = (value: number): number => value;

test("integrals of smooth formulas are exact to far less than what may differ, layer by layer", (t) => {
  const model = modelOf(boxWith({}, { domain: [[-1, 2]], initial: { a: "x^2", b: "exp(-x)*(g + 1)" } }).model);
  const [first, second] = sampledIntegrals(model, model.initial, identity) ?? [];
  near(t, first, 3, 1e-8);
  near(t, second, 2 * (Math.E - Math.exp(-2)), 1e-8);
});

test("on two axes as well, of a function of the values", (t) => {
  const plane = {
    domain: [
      [0, 1],
      [0, 2],
    ],
    initial: { a: "x + y", b: "x*y" },
  };
  const model = modelOf(boxWith({ sweep: { axis: "tau", steps: [4], cells: [8, 8] } }, plane).model);
  const [first, second] = sampledIntegrals(model, model.initial, (value, layer) => value + layer) ?? [];
  near(t, first, 3, 1e-6);
  near(t, second, 3, 1e-6);
});

test("a peak a few points wide is seen, wherever it is", (t) => {
  for (const centre of [0.5031, 0.2345678, 0.7016]) {
    const initial = `1 + exp(-((x - ${centre})/2e-5)^2 / 2) / (2e-5 * sqrt(2*pi))`;
    const model = modelOf(boxWith({}, { initial }).model);
    for (const one of sampledIntegrals(model, model.initial, identity) ?? []) near(t, one, 2, 0.1);
  }
});
