import test from "ava";
import { InputError } from "../../../src/errors.js";
import { atMost, below } from "../../support/matchers.js";
import { flat, judge, prepare, sample, softBesideStiff, softLimit } from "./judged.js";
import * as cases from "./problems.js";

test("homogeneous: two layers with linear exchange follow their closed form", (t) => {
  const sketch = flat("logarithmic", [0.4, 0.4]);
  const exact = (_: number, layer: number, time: number) => 0.25 + (layer === 0 ? 1 : -1) * 0.2 * Math.exp(-1.6 * time);
  const { error, estimate } = judge(prepare({ kind: "homogeneous" }, sketch), sketch, exact, 1);
  below(t, error, 1e-11, `${error} ${estimate}`);
  below(t, estimate, 1e-8, `${error} ${estimate}`);
  const weighted = flat("weighted-logarithmic", [0, Math.log(3)]);
  // f0' = K (3 f1 - f0): f0 -> 3/4 of the sum 0.5, rate 4 K
  const graph = (_: number, layer: number, time: number) => {
    const first = 0.375 + 0.075 * Math.exp(-3.2 * time);
    return layer === 0 ? first : 0.5 - first;
  };
  below(t, judge(prepare({ kind: "homogeneous" }, weighted), weighted, graph).error, 1e-11);
});

for (const mobility of ["unit", "arithmetic", "geometric", "harmonic", "upwind"] as const) {
  test(`homogeneous: agrees with the implicit integrator for the mobility ${mobility}`, (t) => {
    const sketch = flat(mobility, [0, 0.9]);
    const explicit = sample(prepare({ kind: "homogeneous" }, sketch));
    const implicit = sample(prepare({ kind: "same-mesh", flux: "slopes" }, sketch));
    const problem = cases.discretize(sketch, 40);
    below(t, cases.errorL1(problem, explicit.density, implicit.density), 1e-8);
  });
}

test("homogeneous: data that depend on x are refused", (t) => {
  t.throws(() => prepare({ kind: "homogeneous" }, cases.boxModes), { instanceOf: InputError, message: /depends on x/ });
});

for (const weight of [1e5, 1e7, 1e9, 1e12]) {
  for (const mobility of [
    "logarithmic",
    "arithmetic",
    "unit",
    "weighted-logarithmic",
    "upwind",
    "geometric",
    "harmonic",
  ] as const) {
    test(`homogeneous: a stiff edge of weight ${weight} is at its equilibrium, for the mobility ${mobility}`, (t) => {
      const stiff = { ...flat(mobility, [0, 0.9]), edges: [[0, 1, weight] as const] };
      const share = 1 / (1 + Math.exp(-0.9));
      const exact = (_: number, layer: number) => 0.5 * (layer === 0 ? share : 1 - share);
      const { error, estimate } = judge(prepare({ kind: "homogeneous" }, stiff), stiff, exact, 1);
      below(t, error, 1e-10, `${error} ${estimate}`);
      below(t, estimate, 1e-9, `${error} ${estimate}`);
    });
  }
}

test("homogeneous: a soft edge beside a stiff one follows the closed form of the stiff limit, within the estimate", (t) => {
  for (const stiff of [1e7, 1e12]) {
    const sketch = softBesideStiff(stiff);
    const { error, estimate } = judge(prepare({ kind: "homogeneous" }, sketch), sketch, softLimit, 1);
    below(t, error, 1e-6, `${stiff}: ${error} ${estimate}`);
    atMost(t, error, 2 * estimate + 0.4 / stiff, `${stiff}: ${error} ${estimate}`);
  }
});
