import { z } from "zod";
import { expression } from "../schema-parts.js";
import { cellFiles, namesFile } from "./file-spec.js";

/** A function that may come from a file. */
export const source = z.union([...cellFiles, ...expression.options]);
/** One for all layers, or one per layer; a map without other keys than those of a file names one. */
export const layerSources = z.union([
  ...source.options,
  z
    .record(z.string(), source)
    .refine(
      (map): boolean => !namesFile(map),
      "a file is {csv, column, time} or {npy, time}, with the name of the file as a text",
    ),
]);
