import { z } from "zod";
import { key } from "./key.js";

export { key } from "./key.js";

/** Values that several parts of a study file have, as they are written there. */
export const finite = z.number();
export const positive = z.number().positive();
export const count = z.int().positive();
/** Of random numbers. */
export const seed = key(
  z.int().nonnegative().default(1),
  "Seed of the random numbers: the same seed gives the same bytes.",
  7,
);
export const expression = z.union([z.string().min(1), finite]);
/** One expression for all layers, or one per layer. */
export const layerExpressions = z.union([expression, z.record(z.string(), expression)]);
/** One number for every component, or one per axis. */
export const vector = z.union([finite, z.array(finite).min(1).max(2)]);
export const matrix = z.array(z.array(finite).min(1).max(2)).min(1).max(2);
/** A number for every component, or a vector of any length; likewise for matrices. */
export const anyVector = z.union([finite, z.array(finite).min(1)]);
export const anyMatrix = z.union([finite, z.array(z.array(finite).min(1)).min(1)]);
/** More particles, nodes or directions would not end in a lifetime, or are a slip of the keyboard. */
export const mostPoints = 1_000_000;
/**
 * What no name may contain, since it cannot be seen where the name is printed. `__proto__` is no key that a mapping
 * keeps.
 */
const unseen = /[\p{Cc}\u2028-\u202e\u061c\u200e\u200f\u2066-\u2069]/u;
const plainName = z
  .string()
  .min(1)
  .refine((name) => !unseen.test(name), "a name has no control characters, marks of direction or line breaks")
  .refine((name) => !/^\s|\s$|\s\s|[^\S ]/u.test(name), "a name has single spaces only, and none at its ends")
  .refine((name) => !/(^| )::|##\w*\[/.test(name), "a name must not read as a command of a CI system, '::' or '##...['")
  .refine((name) => name !== "__proto__", "'__proto__' cannot be a name");
/** Layer names may be written as numbers. */
const layerName = z.union([plainName, z.number().transform(String)]);
export const graphFamilies = ["path", "cycle", "complete", "star", "grid", "hypercube", "random"] as const;
export const graphList = z.strictObject({
  nodes: key(z.array(layerName).min(1), "Names of the layers, in order.", ["a", "b"]),
  edges: key(
    z.array(z.tuple([layerName, layerName, positive])),
    "Edges [layer, layer, weight K], K > 0; the graph must be connected, and may be empty for one layer. Unit of K: 1/(time × energy per mass), a rate at temperature 1; with mobility unit times a density.",
    [["a", "b", 3]],
  ),
});
export const graphFamily = z.strictObject({
  family: key(z.enum(graphFamilies), "Shape of the graph; its layers are called 0, 1, 2, ….", "cycle"),
  nodes: key(count, "Number of layers: a square number for grid, a power of 2 for hypercube.", 8),
  weight: key(positive.default(1), "Weight K of every edge. Unit: as the weights of edges.", 4),
  seed,
});

/** What a schema reads, for those who do not change it. */
export type Given<Schema extends z.ZodType> = Frozen<z.input<Schema>>;
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
/** A graph as a study writes it: by list or by family. */
export type GraphSpec = Given<typeof graphList> | Given<typeof graphFamily>;

/** The schemas of a list, for a union that a key tells apart. */
export function schemasOf<const L extends readonly { readonly schema: unknown }[]>(list: L) {
  return list.map(({ schema }) => schema) as { -readonly [K in keyof L]: L[K]["schema"] };
}
