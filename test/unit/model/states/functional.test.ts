import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { createFunctional, type FunctionalSpec } from "../../../../src/model/states/functional.js";
import { createPotential } from "../../../../src/model/states/potential.js";
import { near } from "../../../support/matchers.js";

const path = "model.functional";

function refused(spec: FunctionalSpec, dimension = 2): InputError {
  try {
    createFunctional(spec, dimension);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("numbers stand for multiples of the identity and for every component", (t) => {
  const { quadratic } = createFunctional({ potential: { matrix: 3, centre: -1 } }, 2);
  t.deepEqual([...(quadratic?.matrix ?? [])], [3, 0, 0, 3]);
  t.deepEqual([...(quadratic?.centre ?? [])], [-1, -1]);
  t.is(quadratic?.constant, 0);
});

test("kl is one entropy and the potential -log of the Gaussian density, symmetric to the last digit", (t) => {
  const covariance = [
    [1.3, 0.4, 0.1],
    [0.4, 0.9, -0.2],
    [0.1, -0.2, 0.7],
  ];
  const functional = createFunctional({ kl: { mean: [1, 2, 3], covariance }, entropy: 0.5 }, 3);
  t.is(functional.entropy, 1.5);
  const matrix = functional.quadratic?.matrix as Float64Array;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      t.is(matrix[i * 3 + j], matrix[j * 3 + i]);
      const unit = [0, 1, 2].reduce((sum, k) => sum + covariance[i]?.[k] * matrix[k * 3 + j], 0);
      near(t, unit, i === j ? 1 : 0, 1e-14);
    }
  }
  const flat = createPotential(createFunctional({ kl: { mean: 0, covariance: 0.25 } }, 2));
  // N(0, I/4) in the plane at (0.3, 0): density 2/π exp(-2 · 0.09).
  near(t, (flat?.value(Float64Array.of(0.3, 0), 0) as number) + Math.log(2 / Math.PI), 0.18, 1e-15);
});

test("what is absent is zero, a potential of 0 is none", (t) => {
  for (const potential of [0, "0", "-0.0", "2 - 2"]) {
    const functional = createFunctional({ potential, entropy: 1 }, 2);
    t.is(functional.potential, undefined);
    t.is(functional.quadratic, undefined);
  }
  const { entropy, exponent, interaction } = createFunctional({ potential: "x1 + r" }, 2);
  t.deepEqual([entropy, exponent, interaction], [0, undefined, undefined]);
  t.is(createFunctional({ internal: { exponent: 2 } }, 2).exponent, 2);
  t.is(createFunctional({ interaction: "r^2" }, 2).interaction?.text, "r^2");
});

test("errors name the path, the value and the remedy", (t) => {
  const cases: readonly (readonly [FunctionalSpec, string])[] = [
    [{ entropy: -1 }, "entropy"],
    [{ entropy: Number.NaN }, "entropy"],
    [{ entropy: Number.POSITIVE_INFINITY }, "entropy"],
    [{ internal: { exponent: 1 } }, "internal.exponent"],
    [{ internal: { exponent: Number.NaN } }, "internal.exponent"],
    [
      {
        potential: {
          matrix: [
            [1, 2],
            [3, 4],
          ],
        },
      },
      "potential.matrix",
    ],
    [{ potential: { matrix: [[1, 2]] } }, "potential.matrix"],
    [{ potential: { matrix: [[1], [2, 3, 4]] } }, "potential.matrix"],
    [{ potential: { matrix: Number.NaN } }, "potential.matrix"],
    [{ potential: { matrix: 1, centre: [1] } }, "potential.centre"],
    [{ potential: { matrix: 1, centre: [1, Number.POSITIVE_INFINITY] } }, "potential.centre"],
    [
      {
        kl: {
          mean: 0,
          covariance: [
            [1, 2],
            [2, 1],
          ],
        },
      },
      "kl.covariance",
    ],
    [{ kl: { mean: 0, covariance: -1 } }, "kl.covariance"],
    [{ kl: { mean: [1, 2, 3], covariance: 1 } }, "kl.mean"],
  ];
  for (const [spec, part] of cases) {
    const { context } = refused(spec);
    t.is(context.path, `${path}.${part}`);
    t.not(context.value, undefined);
    if (part !== "internal.exponent") t.truthy(context.remedy, part);
  }
  t.is(refused({ kl: { mean: 0, covariance: 1 }, potential: "r" }).context.path, `${path}.potential`);
});

test("formulas name where they stand: of a potential in x1 ... xd and r, of an interaction in r alone", (t) => {
  for (const [spec, part, message] of [
    [{ potential: "x3 + 1" }, "potential", /"x3"/],
    [{ potential: "" }, "potential", /./],
    [{ potential: "erf(r)" }, "potential", /not available with derivatives/],
    [{ interaction: "x1" }, "interaction", /"x1"/],
  ] as const) {
    const error = refused(spec);
    t.is(error.context.path, `${path}.${part}`);
    t.regex(error.message, message);
  }
  t.deepEqual(createFunctional({ potential: "x3 + r" }, 3).potential?.variablesUsed, ["x3", "r"]);
});

test("a functional of nothing is refused: nothing would move", (t) => {
  for (const spec of [{}, { potential: 0 }, { entropy: 0 }]) {
    t.is(refused(spec).context.path, path);
    t.regex(refused(spec).message, /nothing would move.*Give potential/);
  }
});
