import { z } from "zod";
import { levelSchema } from "../../study/record/level-table.js";

/** A number, or null where it is not available. */
const value = z.number().nullable();
const count = z.int().nonnegative();

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
  levels: z.array(levelSchema),
});

/** Content of `results/schema.json`: one study, or an array of them where several were asked for. */
export function resultSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(z.union([resultSchema, z.array(resultSchema)])), null, 2)}\n`;
}
