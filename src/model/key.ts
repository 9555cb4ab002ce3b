import type { z } from "zod";

/**
 * A key of a study: what it means, its unit, what holds where it is left out, and values that a study may give.
 *
 * Editors show it, and docs/keys.md is made from it.
 */
export function key<S extends z.ZodType>(schema: S, description: string, ...examples: z.input<S>[]): S {
  return schema.meta({ description, ...(examples.length > 0 && { examples }) });
}
