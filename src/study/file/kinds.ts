import { InputError } from "../../errors.js";
import { meshSchemeNames, stateSchemeNames } from "../../schemes/schemes.js";
import { valueAt } from "./path.js";
import { isOfStates, type MeshStudy, type Study } from "./schema.js";

/**
 * A study of densities on a mesh, for what is made for those only.
 *
 * @param what it is, e.g. `the semi-discrete distance`
 * @throws {InputError} for a study of states
 */
export function requireMeshStudy(study: Study, what: string): MeshStudy {
  if (!isOfStates(study)) return study;
  const names = `${meshSchemeNames.slice(0, -1).join(", ")} or ${meshSchemeNames.at(-1)}`;
  throw new InputError(`${what} is made for densities on a mesh`, {
    path: "scheme.name",
    value: study.scheme.name,
    remedy: `Name a study of ${names}.`,
  });
}

/** Whether a file is meant as a study of states: by its model, or by its scheme. */
export function describesStates(raw: unknown): boolean {
  const name = valueAt(raw, ["scheme", "name"]);
  return valueAt(raw, ["model", "state"]) !== undefined || stateSchemeNames.some((known) => known === name);
}
