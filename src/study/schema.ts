import { z } from "zod";
import { normNames } from "../convergence/names.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "../model/exchange.js";

const finite = z.number();
const positive = z.number().positive();
const count = z.int().positive();
/** Layer names may be written as numbers. */
const layerName = z.union([z.string().min(1), z.number().transform(String)]);
const expression = z.union([z.string().min(1), finite]);
/** One expression for all layers, or one per layer. */
const layerExpressions = z.union([expression, z.record(z.string(), expression)]);

export const graphFamilies = ["path", "cycle", "complete", "star", "grid", "hypercube", "random"] as const;

const graphList = z.strictObject({
  nodes: z.array(layerName).min(1),
  edges: z.array(z.tuple([layerName, layerName, positive])),
});
const graphFamily = z.strictObject({
  family: z.enum(graphFamilies),
  nodes: count,
  weight: positive.default(1),
  seed: z.int().nonnegative().default(1),
});

const energy = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("entropy").default("entropy"),
    temperature: z.union([positive, z.record(z.string(), positive)]).default(1),
  }),
  z.strictObject({
    kind: z.literal("porous-medium"),
    exponent: finite,
    regularization: positive.default(1e-5),
  }),
]);

const model = z.strictObject({
  domain: z
    .array(z.tuple([finite, finite]))
    .min(1)
    .max(2),
  graph: z.union([graphList, graphFamily]).default({ nodes: ["0"], edges: [] }),
  potential: layerExpressions,
  energy: energy.prefault({}),
  exchange: z
    .strictObject({
      mobility: z.enum(mobilityNames).default("unit"),
      cost: z.enum(exchangeCosts).default("quadratic"),
      mobilityAt: z.enum(mobilityTimes).default("previous"),
    })
    .prefault({}),
  initial: layerExpressions,
  normalize: z.boolean().default(true),
  finalTime: positive,
});

/** Tolerances beyond these bounds either cannot be reached in double precision or certify nothing. */
const tolerance = z.number().min(1e-16).max(1e-2).default(1e-12);
const jko = z.strictObject({
  name: z.literal("jko").default("jko"),
  order: z.union([z.literal(1), z.literal(2)]).default(1),
  transport: z.enum(["exact", "swept", "dynamic"]).optional(),
  innerSteps: count.optional().describe("intervals of the path of a step with dynamic transport"),
  tolerance,
});
const implicitEuler = z.strictObject({
  name: z.literal("implicit-euler"),
  flux: z.enum(["scharfetter-gummel", "upwind"]).default("scharfetter-gummel"),
  tolerance,
});
const scheme = z.discriminatedUnion("name", [jko, implicitEuler]);

export const schemeNames = ["jko", "implicit-euler"] as const satisfies readonly SchemeSpec["name"][];

/** Cells on every axis, or one number per axis. */
const cells = z.union([count, z.array(count).min(1).max(2)]);
/** One number for every component, or one per axis. */
const vector = z.union([finite, z.array(finite).min(1).max(2)]);
const matrix = z.array(z.array(finite).min(1).max(2)).min(1).max(2);

const reference = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("auto") }),
  z.strictObject({ kind: z.literal("formula"), density: layerExpressions }),
  z.strictObject({ kind: z.literal("spectral") }),
  z.strictObject({ kind: z.literal("homogeneous") }),
  z.strictObject({ kind: z.literal("finite-volume"), cells, steps: count.optional() }),
  z.strictObject({ kind: z.literal("same-mesh"), steps: count.optional() }),
  z.strictObject({ kind: z.literal("same-step"), cells }),
  z.strictObject({
    kind: z.literal("exact-iterate"),
    mean: vector,
    variance: positive.optional(),
    covariance: matrix.optional(),
    centre: vector.default(0),
    stiffness: z.union([z.number().nonnegative(), matrix]).default(1),
    axis: z.enum(["x", "y"]).optional().describe("the density is uniform along the other axis of a box"),
  }),
]);

const stepsList = z.array(count).min(1);
const cellsList = z.array(cells).min(1);
const sweep = z.discriminatedUnion("axis", [
  z.strictObject({ axis: z.literal("tau"), steps: stepsList, cells }),
  z.strictObject({ axis: z.literal("h"), steps: count, cells: cellsList }),
  z.strictObject({ axis: z.literal("joint"), steps: stepsList, cells: cellsList }),
  z.strictObject({ axis: z.literal("tensor"), steps: stepsList, cells: cellsList }),
]);

export const errorNames = normNames.flatMap((norm) => [norm, `${norm}@max`] as const);

const expectation = z.strictObject({
  error: z.enum(errorNames),
  order: finite.optional(),
  slack: z.number().nonnegative().default(0.1),
  last: count.default(3),
  axis: z.enum(["tau", "h"]).optional(),
  max: finite.optional(),
  plateau: z.number().nonnegative().optional(),
  within: z.number().nonnegative().optional(),
});

/** A study file; `studies/schema.json` is generated from it. */
export const studySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, "letters, digits, '.', '_' and '-' only"),
  title: z.string().default(""),
  question: z.string().default(""),
  source: z.string().default(""),
  tags: z.array(z.string().min(1)).default([]),
  model,
  scheme: scheme.prefault({}),
  reference: reference.default({ kind: "auto" }),
  sweep: sweep.optional(),
  errors: z.array(z.enum(errorNames)).min(1).default(["L1"]),
  expect: z.array(expectation).default([]),
  baseline: z.strictObject({ factor: z.number().min(1) }).optional(),
});

/** A study that agrees with the schema. */
export type CheckedStudy = z.output<typeof studySchema>;
type Scheme = CheckedStudy["scheme"];
/** A study with every default filled in. */
export type Study = Omit<CheckedStudy, "scheme"> & {
  readonly scheme:
    | Exclude<Scheme, { name: "jko" }>
    | (Extract<Scheme, { name: "jko" }> & { readonly transport: "exact" | "swept" | "dynamic" });
};
export type ModelSpec = Study["model"];
export type SchemeSpec = Study["scheme"];
export type ReferenceChoice = Study["reference"];
export type Sweep = NonNullable<Study["sweep"]>;
export type Expectation = Study["expect"][number];
