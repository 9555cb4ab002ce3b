import { meshScheme, stateScheme } from "../../schemes/schemes.js";
import { isStateStudy, type Study } from "../file/schema.js";

/** How transport is discretized, or how states are parametrized: the `transport` column of tables. */
export function transportOf(study: Study): string {
  if (isStateStudy(study)) return stateScheme(study.scheme).transport(study.scheme, study.model);
  return meshScheme(study.scheme).transport(study.scheme, study.model);
}
