import { z } from "zod";
import { isStateNorm, normNames } from "../convergence/names.js";
import { exchangeCosts, mobilityNames, mobilityTimes } from "../model/exchange.js";

const finite = z.number();
const positive = z.number().positive();
const count = z.int().positive();
const seed = z.int().nonnegative().default(1);
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
  seed,
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

const meshModel = z.strictObject({
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
const meshScheme = z.discriminatedUnion("name", [jko, implicitEuler]);

/** Schemes of densities on a mesh, and those of states: Gaussians, particles, maps. */
export const meshSchemeNames = ["jko", "implicit-euler"] as const satisfies readonly MeshSchemeSpec["name"][];
export const stateSchemeNames = [
  "sliced",
  "input-convex",
  "gromov",
] as const satisfies readonly StateSchemeSpec["name"][];

/** Cells on every axis, or one number per axis. */
const cells = z.union([count, z.array(count).min(1).max(2)]);
/** One number for every component, or one per axis. */
const vector = z.union([finite, z.array(finite).min(1).max(2)]);
const matrix = z.array(z.array(finite).min(1).max(2)).min(1).max(2);

const meshReference = z.discriminatedUnion("kind", [
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

/** A number for every component, or a vector of any length; likewise for matrices. */
const anyVector = z.union([finite, z.array(finite).min(1)]);
const anyMatrix = z.union([finite, z.array(z.array(finite).min(1)).min(1)]);

const initialState = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("gaussian"), mean: anyVector.default(0), covariance: anyMatrix.default(1) }),
  z.strictObject({
    kind: z.literal("particles"),
    count: count.optional(),
    sample: z.enum(["normal", "ring", "hermite", "points"]).default("normal"),
    points: z.array(z.array(finite).min(1)).optional(),
    seed,
    mean: anyVector.optional().describe("of a normal sample"),
    covariance: anyMatrix.optional().describe("of a normal sample"),
    standardized: z.boolean().optional().describe("a normal sample is moved and stretched to these moments exactly"),
    scale: positive
      .optional()
      .describe("radius of a ring, factor of the zeros of a Hermite polynomial over the root of their number"),
  }),
  z.strictObject({ kind: z.literal("barenblatt"), scale: positive, centre: finite.optional() }),
  z.strictObject({ kind: z.literal("grid") }),
]);

const functional = z.strictObject({
  potential: z.union([expression, z.strictObject({ matrix: anyMatrix, centre: anyVector.optional() })]).optional(),
  entropy: z.number().nonnegative().optional(),
  internal: z.strictObject({ exponent: finite }).optional(),
  interaction: expression.optional(),
  kl: z.strictObject({ mean: anyVector, covariance: anyMatrix }).optional(),
});

const stateModel = z.strictObject({
  dimension: count.max(50).optional(),
  state: initialState,
  functional,
  finalTime: positive,
  domain: z
    .array(z.tuple([finite, finite]))
    .min(1)
    .max(2)
    .optional(),
  initial: expression.optional(),
});

/** Relative gap in energy at which a step on states is solved: the state is then within about its root of the minimizer. */
const stateTolerance = z.number().min(1e-16).max(1e-2).default(1e-14);
const sliced = z.strictObject({
  name: z.literal("sliced"),
  directions: count.default(64),
  rule: z.enum(["uniform", "random"]).optional(),
  seed,
  tolerance: stateTolerance,
});
const inputConvex = z.strictObject({
  name: z.literal("input-convex"),
  width: z.int().nonnegative().max(256).default(8),
  nodes: z
    .strictObject({
      rule: z.enum(["gauss-hermite", "random"]).default("gauss-hermite"),
      count: count.default(24),
      seed,
    })
    .prefault({}),
  penalty: z.number().nonnegative().default(1e-7),
  seed,
  tolerance: z.number().min(1e-15).max(1e-2).default(1e-8),
});
const gromov = z.strictObject({
  name: z.literal("gromov"),
  onNonInvariant: z.enum(["refuse", "minimum"]).default("refuse"),
  tolerance: stateTolerance,
});
const stateScheme = z.discriminatedUnion("name", [sliced, inputConvex, gromov]);

const stateReference = z.strictObject({
  kind: z.enum(["limit", "iterate"]),
  geometry: z.enum(["wasserstein", "sliced", "gromov"]).optional().describe("that of the scheme unless given"),
  dilation: positive.default(1).describe("factor of time"),
  continuum: z
    .boolean()
    .default(false)
    .describe(
      "a normal sample of particles stands for the Gaussian it is drawn from: first their number, then 1/tau to infinity",
    ),
});
const seeds = count.max(1000).optional().describe("errors are root mean squares over so many seeds of the scheme");
const stateReferences = z.union([
  z.strictObject({ kind: z.literal("auto") }),
  stateReference,
  z.array(stateReference).min(1).max(2),
]);

const stepsList = z.array(count).min(1);
const cellsList = z.array(cells).min(1);
const parameterSweep = {
  axis: z.literal("parameter"),
  path: z.string().min(1).describe("of a number in the study, e.g. scheme.innerSteps"),
  values: z.array(finite).min(1),
  size: z.enum(["value", "1/value"]).default("1/value").describe("what an order is taken in"),
  steps: count,
};
const meshSweep = z.discriminatedUnion("axis", [
  z.strictObject({ axis: z.literal("tau"), steps: stepsList, cells }),
  z.strictObject({ axis: z.literal("h"), steps: count, cells: cellsList }),
  z.strictObject({ axis: z.literal("joint"), steps: stepsList, cells: cellsList }),
  z.strictObject({ axis: z.literal("tensor"), steps: stepsList, cells: cellsList }),
  z.strictObject({ ...parameterSweep, cells }),
]);
/** Cells are those of a grid. */
const stateSweep = z.discriminatedUnion("axis", [
  z.strictObject({ axis: z.literal("tau"), steps: stepsList, cells: cells.optional(), seeds }),
  z.strictObject({ axis: z.literal("h"), steps: count, cells: cellsList, seeds }),
  z.strictObject({ ...parameterSweep, cells: cells.optional(), seeds }),
]);

export const errorNames = normNames.flatMap((norm) => [norm, `${norm}@max`] as const);
const meshErrors = errorNames.filter((name) => !isStateNorm(name));

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

const head = {
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, "letters, digits, '.', '_' and '-' only"),
  title: z.string().default(""),
  question: z.string().default(""),
  source: z.string().default(""),
  tags: z.array(z.string().min(1)).default([]),
};
const tail = {
  expect: z.array(expectation).default([]),
  baseline: z.strictObject({ factor: z.number().min(1) }).optional(),
};

/** A study of densities on a mesh; `studies/schema.json` is generated from it and the next. */
export const meshStudySchema = z.strictObject({
  ...head,
  model: meshModel,
  scheme: meshScheme.prefault({}),
  reference: meshReference.default({ kind: "auto" }),
  sweep: meshSweep.optional(),
  errors: z.array(z.enum(meshErrors)).min(1).default(["L1"]),
  ...tail,
});

/** A study of Gaussians, particles, maps or densities on a grid, with a functional. */
export const stateStudySchema = z.strictObject({
  ...head,
  model: stateModel,
  scheme: stateScheme,
  reference: stateReferences.default({ kind: "auto" }),
  sweep: stateSweep.optional(),
  errors: z.array(z.enum(errorNames)).min(1).default(["W2"]),
  ...tail,
});

/** A study of densities that agrees with the schema. */
export type CheckedMeshStudy = z.output<typeof meshStudySchema>;
type MeshScheme = CheckedMeshStudy["scheme"];
type StateScheme = z.output<typeof stateScheme>;

/** A study of densities on a mesh with every default filled in. */
export type MeshStudy = Omit<CheckedMeshStudy, "scheme"> & {
  readonly scheme:
    | Exclude<MeshScheme, { name: "jko" }>
    | (Extract<MeshScheme, { name: "jko" }> & { readonly transport: "exact" | "swept" | "dynamic" });
};
export type CheckedStateStudy = z.output<typeof stateStudySchema>;
/** A study of states with every default filled in. */
export type StateStudy = Omit<CheckedStateStudy, "scheme" | "reference"> & {
  readonly scheme:
    | Exclude<StateScheme, { name: "sliced" }>
    | (Extract<StateScheme, { name: "sliced" }> & { readonly rule: "uniform" | "random" });
  readonly reference: readonly StateReferenceChoice[];
};
export type Study = MeshStudy | StateStudy;

export type MeshModelSpec = MeshStudy["model"];
export type StateModelSpec = StateStudy["model"];
export type MeshSchemeSpec = MeshStudy["scheme"];
export type StateSchemeSpec = StateStudy["scheme"];
export type ReferenceChoice = MeshStudy["reference"];
export type StateReferenceChoice = Required<z.output<typeof stateReference>>;
export type Sweep = NonNullable<MeshStudy["sweep"]>;
export type StateSweep = NonNullable<StateStudy["sweep"]>;
export type Expectation = Study["expect"][number];

/** Whether a study is one of states, not of densities on a mesh. */
export function isStateStudy(study: Study): study is StateStudy {
  return "state" in study.model;
}
