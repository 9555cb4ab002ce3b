import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { particleState } from "../../../../src/model/states/state.js";
import { createStateModel, initialState, type StateSpec } from "../../../../src/model/states/state-model.js";
import { crossMoments } from "../../../../src/numerics/cross-moments.js";
import { symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";

import { checkGromov } from "../../../../src/schemes/gromov/check.js";
import { createGromov, type GromovOptions } from "../../../../src/schemes/gromov/gromov.js";
import { createRotatedEnergy } from "../../../../src/schemes/gromov/rotated-energy.js";
import { atLeast, atMost, below, near } from "../../../support/matchers.js";
import { cloud, energyOf, equal, settings, turn } from "./flows.js";

const gaussian: StateSpec = { kind: "gaussian", mean: 0, covariance: 1 };
const particles: StateSpec = { kind: "particles", sample: "normal", count: 6 };
const skew = {
  matrix: [
    [1, 0],
    [0, 2],
  ],
};

/** Path of the error that check and creation both throw, undefined where both are content. */
function refused(
  state: StateSpec,
  functional: FunctionalSpec,
  onNonInvariant: GromovOptions["onNonInvariant"] = "refuse",
  dimension = 2,
): InputError | undefined {
  const model = createStateModel({ dimension, state, functional, finalTime: 1 });
  const attempt = (action: () => unknown): InputError | undefined => {
    try {
      action();
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    return undefined;
  };
  const checked = attempt(() => checkGromov(model, { onNonInvariant }));
  const created = attempt(() =>
    createGromov({ ...model, initial: initialState(model) }, settings(0.1, 10, { onNonInvariant })),
  );
  if (checked?.message !== created?.message) throw new Error(`${checked?.message} but ${created?.message}`);
  return checked;
}

test("functionals that do not change under rotations are accepted", (t) => {
  for (const functional of [
    { potential: "r^4/4" },
    { potential: { matrix: 2 } },
    { interaction: "r^2" },
    {
      potential: {
        matrix: [
          [3, 0],
          [0, 3],
        ],
        centre: [0, 0],
      },
      interaction: "r",
    },
  ] satisfies FunctionalSpec[]) {
    t.is(refused(particles, functional), undefined);
    t.is(refused(particles, functional, "minimum"), undefined);
  }
  t.is(refused(gaussian, { kl: { mean: 0, covariance: 0.3 } }), undefined);
  t.is(refused(gaussian, { potential: { matrix: -1 }, entropy: 2 }), undefined);
});

test("those that do are refused, with the path and a remedy", (t) => {
  const functional = "model.functional";
  for (const [state, spec, path] of [
    [particles, { potential: skew }, "potential.matrix"],
    [gaussian, { potential: skew }, "potential.matrix"],
    [particles, { potential: { matrix: 1, centre: [1, 0] } }, "potential.centre"],
    [gaussian, { potential: { matrix: 1, centre: [1, 0] } }, "potential.centre"],
    [particles, { potential: "x1^2 + x2^2" }, "potential"],
    [
      gaussian,
      {
        kl: {
          mean: 0,
          covariance: [
            [1, 0],
            [0, 2],
          ],
        },
      },
      "kl.covariance",
    ],
    [gaussian, { kl: { mean: [0, 1], covariance: 1 } }, "kl.mean"],
  ] as const) {
    const error = refused(state, spec);
    t.is(error?.context.path, `${functional}.${path}`);
    t.truthy(error?.context.remedy);
    t.not(error?.context.value, undefined);
  }
});

test("minimum accepts what has a least over rotations in closed form, and refuses the rest", (t) => {
  t.is(refused(particles, { potential: skew, interaction: "r^2" }, "minimum"), undefined);
  t.is(
    refused(
      gaussian,
      {
        kl: {
          mean: 0,
          covariance: [
            [1, 0.2],
            [0.2, 2],
          ],
        },
      },
      "minimum",
    ),
    undefined,
  );
  t.is(refused({ ...particles, count: 4 } as StateSpec, { potential: "(x1 - 1)^2" }, "minimum", 1), undefined);
  t.regex(refused(particles, { potential: "x1^2" }, "minimum")?.message ?? "", /no closed form/);
  t.regex(refused(particles, { potential: { matrix: 1, centre: 1 } }, "minimum")?.message ?? "", /no closed form/);
  t.regex(refused(gaussian, { potential: { matrix: 1, centre: 1 } }, "minimum")?.message ?? "", /move the mean/);
});

test("states and energies the scheme has no step for are refused, with the path", (t) => {
  t.is(refused({ ...gaussian, mean: [0, 1] } as StateSpec, { entropy: 1 })?.context.path, "model.state.mean");
  for (const [state, spec, part] of [
    [gaussian, { potential: "r^2" }, "potential"],
    [gaussian, { interaction: "r^2" }, "interaction"],
    [gaussian, { internal: { exponent: 2 } }, "internal"],
    [particles, { entropy: 1, potential: "r" }, "entropy"],
    [particles, { kl: { mean: 0, covariance: 1 } }, "entropy"],
    [particles, { internal: { exponent: 2 } }, "internal.exponent"],
  ] as const) {
    t.is(refused(state, spec)?.context.path, `model.functional.${part}`);
  }
  const bump: StateSpec = { kind: "barenblatt", scale: 1 };
  const error = t.throws(
    () =>
      checkGromov(
        createStateModel({ dimension: 1, state: bump, functional: { internal: { exponent: 2 } }, finalTime: 1 }),
        { onNonInvariant: "refuse" },
      ),
    { instanceOf: InputError },
  );
  t.is(error?.context.path, "model.state.kind");
});

test("particles that span no volume, or carry their density, are refused", (t) => {
  const functional = createFunctional({ potential: "r^2" }, 2);
  const create = (initial: ReturnType<typeof particleState>) => () =>
    createGromov({ functional, initial, finalTime: 1 }, settings(0.1, 10));
  t.throws(create(particleState(Float64Array.of(1, 1, 2, 2, -3, -3), 2)), { message: /second moments .* singular/ });
  t.throws(create(particleState(Float64Array.of(1, 1, 2, 0), 2, undefined, Float64Array.of(0, 0))), {
    message: /density/,
  });
  t.notThrows(create(particleState(Float64Array.of(1, 1, 2, 0), 2)));
});

test("the least energy over rotations: below that of all turned particles, reached by one, with its gradient", (t) => {
  const weights = equal(7);
  const spec = {
    potential: {
      matrix: [
        [1, 0.5],
        [0.5, 3],
      ],
    },
    interaction: "r^4",
  };
  const energy = energyOf(spec, 2, weights);
  const rotated = createRotatedEnergy(createFunctional(spec, 2), weights);
  const y = cloud(7, [1, 0.6], 3);
  const least = rotated.value(y);
  const energies = Array.from({ length: 2000 }, (_, k) => energy.value(turn(y, (k * Math.PI) / 2000)));
  atLeast(t, Math.min(...energies), least - 1e-13);
  below(t, Math.min(...energies), least + 1e-5);
  const [gradient, h] = [new Float64Array(y.length), 1e-5];
  rotated.gradient(y, gradient);
  y.forEach((_, k) => {
    const at = (s: number) => rotated.value(y.map((value, j) => (j === k ? value + s : value)));
    near(t, (at(h) - at(-h)) / (2 * h), gradient[k], 1e-8);
  });
});

test("minimum, on a line: the least of the two reflections", (t) => {
  const weights = equal(3);
  const energy = energyOf({ potential: "(x1 - 1)^2" }, 1, weights);
  const rotated = createRotatedEnergy(createFunctional({ potential: "(x1 - 1)^2" }, 1), weights);
  const [left, right] = [Float64Array.of(-1, -2, 0.5), Float64Array.of(1, 2, -0.5)];
  t.is(rotated.value(left), energy.value(right));
  t.is(rotated.value(right), energy.value(right));
  const [a, b] = [new Float64Array(3), new Float64Array(3)];
  rotated.gradient(left, a);
  energy.gradient(right, b);
  t.deepEqual(
    a,
    b.map((value) => -value),
  );
});

test("minimum, particles: the largest eigenvalue loses the least a_i tau/2, whatever the axes of the matrix", (t) => {
  const state: StateSpec = {
    kind: "particles",
    sample: "normal",
    count: 8,
    covariance: [
      [2, 0.3],
      [0.3, 1],
    ],
  };
  const matrix = [
    [1, 0.5],
    [0.5, 3],
  ];
  const model = createStateModel({ dimension: 2, state, functional: { potential: { matrix } }, finalTime: 1 });
  const initial = initialState(model);
  const tau = 0.1;
  const stepper = createGromov(
    { ...model, initial },
    settings(tau, 10, { tolerance: 1e-24, onNonInvariant: "minimum" }),
  );
  const values = initial.values.slice();
  const spectrum = () => symmetricEigen(crossMoments(values, values, equal(8), 2), 2).values;
  const before = spectrum();
  const energy = stepper.energy(values);
  const report = stepper.step(values);
  t.is(report.status, "converged");
  const slopes = symmetricEigen(Float64Array.from(matrix.flat()), 2).values;
  spectrum().forEach((value, k) => {
    near(t, value, before[k] - 0.5 * tau * slopes[1 - k], 1e-11);
  });
  atMost(t, stepper.energy(values) + report.cost, energy + 1e-13);
});
