import { z } from "zod";
import { InputError } from "../../errors.js";
import { numberTex } from "../expression/tex.js";
import { positiveNumber } from "../numbers.js";
import { finite, key, positive } from "../schema-parts.js";
import type { EnergyKind } from "./kind.js";

/** Exponents beyond which a front is too steep to be resolved. */
const maxExponent = 4;
/** Far below the mesh error of the studies, docs/method.md. */
const defaultRegularization = 1e-5;

const schema = z.strictObject({
  kind: key(z.literal("porous-medium"), "f^m/(m - 1) + V f per volume, and a small entropy."),
  exponent: key(finite, "Exponent m of the porous medium, above 1 and at most 4. Unit: none.", 2),
  regularization: key(
    positive.default(defaultRegularization),
    "Temperature of the entropy that is added. Unit: energy per mass.",
    1e-6,
  ),
});

/** s^m/(m - 1), 1 < m <= 4, and a small entropy. */
export const porousMedium: EnergyKind<z.input<typeof schema>, typeof schema> = {
  name: "porous-medium",
  schema,
  create({ exponent, regularization = defaultRegularization }, layers) {
    if (!(exponent > 1 && exponent <= maxExponent)) {
      const reason = `the exponent of a porous medium is above 1 and at most ${maxExponent}`;
      throw new InputError(reason, {
        path: "model.energy.exponent",
        value: exponent,
        remedy: "For an exponent of 1 use kind: entropy.",
      });
    }
    const temperature = positiveNumber(regularization, "the regularization", "model.energy.regularization");
    return { temperatures: new Float64Array(layers.length).fill(temperature), exponent };
  },
  temperatureTex: () => "\\varepsilon ",
  powersTex({ exponent }) {
    const [m, less] = [exponent, Number((exponent - 1).toPrecision(12))].map(numberTex);
    return [`\\frac{f_g^{${m}}}{${less}}`, `\\frac{${m}}{${less}} f_g${less === "1" ? "" : `^{${less}}`}`];
  },
  weightTemperature: () => 1,
  settings: ({ exponent, regularization = defaultRegularization }) => [
    ["Exponent", `$m = ${numberTex(exponent)}$`],
    ["Regularization", `$\\varepsilon = ${numberTex(regularization)}$`],
  ],
  twiceRegularized: ({ regularization = defaultRegularization, ...rest }) => ({
    ...rest,
    regularization: 2 * regularization,
  }),
  hasFronts: true,
};
