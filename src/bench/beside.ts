import { implicitEuler } from "../schemes/implicit-euler/descriptor.js";
import { jko } from "../schemes/jko/descriptor.js";
import type { MeshSchemeSpec, MeshStudy } from "../study/file/schema.js";

/** The minimizing movement beside the scheme of a study, as accurate in its steps. */
export function movementBeside({ model, scheme: { tolerance } }: MeshStudy, order: 1 | 2): MeshSchemeSpec {
  return jko.complete(jko.schema.parse({ order, tolerance }), model);
}

/** What minimizing movements are compared with: implicit Euler, as accurate in its steps. */
export function yardstickBeside({ model, scheme: { tolerance } }: MeshStudy): MeshSchemeSpec {
  return implicitEuler.complete(implicitEuler.schema.parse({ name: implicitEuler.name, tolerance }), model);
}
