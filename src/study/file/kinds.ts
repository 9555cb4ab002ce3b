import { InputError } from "../../errors.js";
import { valueAt } from "./path.js";
import { isStateStudy, type MeshStudy, type Study, stateSchemeNames } from "./schema.js";

/**
 * A study of densities on a mesh, for what is made for those only.
 *
 * @param what it is, e.g. `the semi-discrete distance`
 * @throws {InputError} for a study of states
 */
export function requireMeshStudy(study: Study, what: string): MeshStudy {
  if (!isStateStudy(study)) return study;
  throw new InputError(`${what} is made for densities on a mesh`, {
    path: "scheme.name",
    value: study.scheme.name,
    remedy: "Name a study of jko, inertial or implicit-euler.",
  });
}

/** Whether a file is meant as a study of states: by its model, or by its scheme. */
export function describesStates(raw: unknown): boolean {
  const name = valueAt(raw, ["scheme", "name"]);
  return valueAt(raw, ["model", "state"]) !== undefined || (stateSchemeNames as readonly unknown[]).includes(name);
}
