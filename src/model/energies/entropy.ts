import { z } from "zod";
import { uniformEntropy } from "../energy.js";
import { numberTex } from "../expression/tex.js";
import { checkLayerNames } from "../formulas.js";
import { positiveNumber } from "../numbers.js";
import { key, positive } from "../schema-parts.js";
import { words } from "../tex.js";
import type { EnergyKind } from "./kind.js";

const schema = z.strictObject({
  kind: key(z.literal("entropy").default("entropy"), "T f (log f - 1) + V f per volume."),
  temperature: key(
    z.union([positive, z.record(z.string(), positive)]).default(1),
    "Temperature T, or one per layer. Unit: energy per mass.",
    0.5,
    { a: 1, b: 0.5 },
  ),
});

const path = "model.energy.temperature";

/** T s (log s - 1), with one temperature or one per layer. */
export const entropy: EnergyKind<z.input<typeof schema>, typeof schema> = {
  name: "entropy",
  schema,
  create({ temperature = 1 }, layers) {
    if (typeof temperature === "number") {
      return uniformEntropy(positiveNumber(temperature, "the temperature", path), layers.length);
    }
    checkLayerNames(temperature, layers, path, "temperature");
    const values = layers.map((name) => positiveNumber(temperature[name], "the temperature", `${path}.${name}`));
    return { temperatures: Float64Array.from(values), exponent: undefined };
  },
  temperatureTex({ temperature = 1 }) {
    if (typeof temperature !== "number") return "T_g ";
    return temperature === 1 ? "" : `${numberTex(temperature)}\\,`;
  },
  powersTex: () => undefined,
  weightTemperature: ({ temperature = 1 }) =>
    typeof temperature === "number" ? temperature : Object.values(temperature)[0],
  settings({ temperature = 1 }) {
    if (typeof temperature === "number") return [["Temperature", `$T = ${numberTex(temperature)}$`]];
    const values = Object.entries(temperature).map(([layer, value]) => `$T_{${words(layer)}} = ${numberTex(value)}$`);
    return [["Temperatures", values.join(", ")]];
  },
  twiceRegularized: () => undefined,
  hasFronts: false,
};
