import { z } from "zod";

/** A number, or null where it is not available. */
const value = z.number().nullable();
const byError = z.record(z.string(), value);
const count = z.int().nonnegative();
/** Null for states without a mesh. */
const cells = z.union([z.int().positive(), z.array(z.int().positive()).min(2), z.null()]);

const level = z.strictObject({
  level: count,
  steps: z.int().positive(),
  tau: z.number().positive(),
  cells,
  h: z.number().positive().nullable(),
  parameter: z.strictObject({ path: z.string(), value: z.number(), size: z.number().positive() }).optional(),
  status: z.enum(["ok", "stalled", "maxIterations", "nonFinite", "vacuum", "caustic", "missing"]),
  reason: z.string().optional(),
  errors: byError,
  orders: byError,
  ordersH: byError.optional(),
  iterateErrors: byError.optional(),
  referenceErrors: byError,
  diagnostics: z.strictObject({
    solverError: value,
    timeError: value,
    meshError: value,
    regularizationError: value.optional(),
    newtonMean: value,
    newtonMax: value,
    gapMax: value,
    residualMax: value,
    massDrift: value,
    energyMonotone: z.boolean().nullable(),
    densityMin: value,
  }),
  flags: z.array(z.string()),
});

const fit = z.strictObject({
  order: value,
  constant: value,
  interval: z.tuple([value, value]).optional(),
  levels: count,
  richardson: z
    .union([z.strictObject({ order: value, limit: value }), z.strictObject({ reason: z.string() })])
    .optional(),
  gci: value.optional(),
  asymptotic: z.strictObject({ levels: count, ratio: value }).optional(),
});

const estimate = z.strictObject({ value, standardError: value });
const tensorFit = z.union([
  z.strictObject({ A: estimate, p: estimate, B: estimate, q: estimate, misfit: value, levels: count }),
  z.strictObject({ reason: z.string(), levels: count }),
]);

/** One study in the output of `--format json`. */
export const resultSchema = z.strictObject({
  study: z.string(),
  title: z.string(),
  question: z.string(),
  scheme: z.string(),
  transport: z.string(),
  axis: z.enum(["tau", "h", "joint", "tensor", "parameter"]),
  parameter: z.string().optional(),
  reference: z.strictObject({ kind: z.string(), description: z.string() }),
  verdict: z.strictObject({
    pass: z.boolean(),
    exitCode: z.union([z.literal(0), z.literal(3), z.literal(4)]),
    reasons: z.array(z.string()),
    warnings: z.array(z.string()),
  }),
  fits: z.record(z.string(), fit),
  tensorFit: z.record(z.string(), tensorFit).optional(),
  levels: z.array(level),
});

/** Content of `results/schema.json`: one study, or an array of them where several were asked for. */
export function resultSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(z.union([resultSchema, z.array(resultSchema)])), null, 2)}\n`;
}
