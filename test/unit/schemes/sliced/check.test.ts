import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { createStateModel, type StateModelSpec } from "../../../../src/model/states/state-model.js";
import { checkSliced, createSliced } from "../../../../src/schemes/sliced/sliced.js";
import { above } from "../../../support/matchers.js";
import { optionsOf, problemOf } from "./setting.js";

const gaussian: StateModelSpec = {
  dimension: 2,
  state: { kind: "gaussian", mean: [0, 0], covariance: 1 },
  functional: { potential: { matrix: 1 }, entropy: 1 },
  finalTime: 1,
};
const particles: StateModelSpec = {
  ...gaussian,
  state: { kind: "particles", sample: "ring", count: 10 },
  functional: { potential: "r^4" },
};
const grid: StateModelSpec = {
  state: { kind: "grid" },
  domain: [[0, 1]],
  initial: "1",
  functional: { potential: "x1", entropy: 1 },
  finalTime: 1,
};
const scheme = { directions: 32, rule: "uniform" } as const;

const refusals: readonly (readonly [what: string, spec: StateModelSpec, path: string, options?: object])[] = [
  [
    "a Gaussian in a potential that is not quadratic",
    { ...gaussian, functional: { potential: "r^4", entropy: 1 } },
    "model.functional.potential",
  ],
  ["a Gaussian with interaction", { ...gaussian, functional: { interaction: "r^2" } }, "model.functional.interaction"],
  [
    "a Gaussian with internal energy",
    { ...gaussian, functional: { internal: { exponent: 2 } } },
    "model.functional.internal.exponent",
  ],
  ["particles with entropy", { ...particles, functional: { entropy: 1 } }, "model.functional.entropy"],
  [
    "particles with a relative entropy",
    { ...particles, functional: { kl: { mean: 0, covariance: 1 } } },
    "model.functional.entropy",
  ],
  [
    "particles with internal energy",
    { ...particles, functional: { internal: { exponent: 2 } } },
    "model.functional.internal.exponent",
  ],
  [
    "a grid with interaction",
    { ...grid, functional: { entropy: 1, interaction: "r^2" } },
    "model.functional.interaction",
  ],
  [
    "a grid with internal energy",
    { ...grid, functional: { entropy: 1, internal: { exponent: 2 } } },
    "model.functional.internal.exponent",
  ],
  ["a grid without entropy", { ...grid, functional: { potential: "x1" } }, "model.functional.entropy"],
  ["a Barenblatt profile", { ...grid, dimension: 1, state: { kind: "barenblatt", scale: 1 } }, "model.state.kind"],
  [
    "equal angles in three dimensions",
    { ...gaussian, dimension: 3, state: { kind: "gaussian", mean: 0, covariance: 1 } },
    "scheme.rule",
  ],
  ["a fraction of a direction", gaussian, "scheme.directions", { directions: 2.5 }],
  ["two directions for three entries of a covariance", gaussian, "scheme.directions", { directions: 2 }],
  ["a single direction for particles in the plane", particles, "scheme.directions", { directions: 1 }],
];

for (const [what, spec, path, changes] of refusals) {
  test(`refused, with path, value and remedy or reason: ${what}`, (t) => {
    const error = t.throws(() => checkSliced(createStateModel(spec), { ...scheme, ...changes }), {
      instanceOf: InputError,
    });
    t.is(error?.context.path, path);
    t.not(error?.context.value, undefined);
    above(t, error?.reason.length ?? 0, 10);
  });
}

test("what can be done passes, in one dimension with any number of directions", (t) => {
  for (const spec of [gaussian, particles, grid]) t.notThrows(() => checkSliced(createStateModel(spec), scheme));
  t.notThrows(() => checkSliced(createStateModel(grid), { directions: 1, rule: "random" }));
  t.notThrows(() => checkSliced(createStateModel({ ...gaussian, functional: { entropy: 1 } }), scheme));
});

test("particles of unequal weights are refused: matchings in sorted order need equal ones", (t) => {
  const { initial, ...rest } = problemOf(particles);
  const layout = { ...initial.layout, weights: Float64Array.from({ length: 10 }, (_, k) => (k + 1) / 55) };
  const problem = { ...rest, initial: { values: initial.values, layout: layout as typeof initial.layout } };
  const error = t.throws(() => createSliced(problem, optionsOf({})), { instanceOf: InputError });
  t.is(error?.context.path, "model.state");
});
