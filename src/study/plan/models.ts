import { createModel, type Model } from "../../model/model.js";
import { encode } from "../file/canonical.js";
import type { MeshModelSpec } from "../file/schema.js";

/** Models kept: more than the levels of a parameter sweep. */
const mostKept = 64;
const known = new Map<string, Model>();

/**
 * The model of a study on a mesh, its formulas parsed once per process.
 *
 * @throws {InputError} with the path inside the study
 */
export function modelOf(spec: MeshModelSpec): Model {
  const key = encode(spec);
  const model = known.get(key) ?? createModel(spec);
  known.delete(key);
  known.set(key, model);
  for (const oldest of known.keys()) {
    if (known.size <= mostKept) break;
    known.delete(oldest);
  }
  return model;
}
