import { z } from "zod";
import { errorNames } from "../../convergence/errors.js";
import { cells } from "../../model/mesh-schema.js";
import { count, finite } from "../../model/schema-parts.js";

export { errorNames } from "../../convergence/errors.js";

export const stepsList = z.array(count).min(1);
export const cellsList = z.array(cells).min(1);
export const parameterSweep = {
  axis: z.literal("parameter"),
  path: z.string().min(1).describe("of a number in the study, e.g. scheme.innerSteps"),
  values: z.array(finite).min(1),
  size: z.enum(["value", "1/value"]).default("1/value").describe("what an order is taken in"),
  steps: count,
};
export const expectation = z.strictObject({
  error: z.enum(errorNames),
  order: finite.optional(),
  slack: z.number().nonnegative().default(0.1),
  last: count.default(3),
  axis: z.enum(["tau", "h"]).optional(),
  max: finite.optional(),
  plateau: z.number().nonnegative().optional(),
  within: z.number().nonnegative().optional(),
});
export const head = {
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, "letters, digits, '.', '_' and '-' only"),
  title: z.string().default(""),
  question: z.string().default(""),
  source: z.string().default(""),
  tags: z.array(z.string().min(1)).default([]),
};
export const tail = {
  expect: z.array(expectation).default([]),
  vary: z
    .record(z.string(), z.array(z.unknown()).min(1))
    .describe("values of keys, by their paths: `jko run` runs every combination")
    .optional(),
  baseline: z.strictObject({ factor: z.number().min(1) }).optional(),
};
