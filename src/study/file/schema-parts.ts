import { z } from "zod";
import { errorNames } from "../../convergence/errors.js";

export { errorNames } from "../../convergence/errors.js";

export const finite = z.number();
export const positive = z.number().positive();
export const count = z.int().positive();
export const seed = z.int().nonnegative().default(1);
export const expression = z.union([z.string().min(1), finite]);
/** What no name may contain, since it cannot be seen where the name is printed. `__proto__` is no key that a mapping keeps. */
const unseen = /[\p{Cc}\u2028-\u202e\u061c\u200e\u200f\u2066-\u2069]/u;
const plainName = z
  .string()
  .min(1)
  .refine((name) => !unseen.test(name), "a name has no control characters, marks of direction or line breaks")
  .refine((name) => !/^\s|\s$|\s\s|[^\S ]/u.test(name), "a name has single spaces only, and none at its ends")
  .refine((name) => name !== "__proto__", "'__proto__' cannot be a name");
/** Layer names may be written as numbers. */
const layerName = z.union([plainName, z.number().transform(String)]);
export const graphFamilies = ["path", "cycle", "complete", "star", "grid", "hypercube", "random"] as const;
export const graphList = z.strictObject({
  nodes: z.array(layerName).min(1),
  edges: z.array(z.tuple([layerName, layerName, positive])),
});
export const graphFamily = z.strictObject({
  family: z.enum(graphFamilies),
  nodes: count,
  weight: positive.default(1),
  seed,
});
/** Cells on every axis, or one number per axis. */
export const cells = z.union([count, z.array(count).min(1).max(2)]);
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
  baseline: z.strictObject({ factor: z.number().min(1) }).optional(),
};
