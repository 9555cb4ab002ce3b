import { z } from "zod";
import { cellFile, namesFile } from "./files/file-spec.js";

/** Values that several parts of a study file have, as they are written there. */
export const finite = z.number();
export const positive = z.number().positive();
export const count = z.int().positive();
export const seed = z.int().nonnegative().default(1);
export const expression = z.union([z.string().min(1), finite]);
/** One expression for all layers, or one per layer. */
export const layerExpressions = z.union([expression, z.record(z.string(), expression)]);
/** A function that may come from a file. */
export const source = z.union([cellFile, expression]);
/** One for all layers, or one per layer; a map without other keys than those of a file names one. */
export const layerSources = z.union([
  cellFile,
  expression,
  z
    .record(z.string(), source)
    .refine(
      (map): boolean => !namesFile(map),
      "a file is {csv, column, time} or {npy, time}, with the name of the file as a text",
    ),
]);
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
  nodes: z.array(layerName).min(1),
  edges: z.array(z.tuple([layerName, layerName, positive])),
});
export const graphFamily = z.strictObject({
  family: z.enum(graphFamilies),
  nodes: count,
  weight: positive.default(1),
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
