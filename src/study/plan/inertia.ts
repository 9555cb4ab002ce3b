import type { OwnConstants } from "../../model/expression/tokens.js";
import { parseLayers, spatialVariables } from "../../model/formulas.js";
import { checkFinitePotential } from "../../model/inertia.js";
import type { LayerFormulas } from "../../model/layer-arrays.js";
import type { Domain } from "../../model/mesh.js";
import { averagePotential } from "../../model/potential.js";
import type { Problem } from "../../model/problem.js";
import type { Inertia } from "../../reference/types.js";
import type { MeshModelSpec, MeshSchemeSpec } from "../file/schema.js";
import { modelOf } from "./models.js";

type InertialSchemeSpec = Extract<MeshSchemeSpec, { name: "inertial" }>;

/**
 * The initial potential of the velocity on a mesh: cell averages.
 *
 * @throws {InputError} on a formula that does not parse, or is not finite
 */
export function initialPotentialOn(
  scheme: InertialSchemeSpec,
  { mesh, graph }: Problem,
  constants: OwnConstants | undefined,
): Float64Array {
  const formulas = formulasOf(scheme, mesh.domain, graph.layers, constants);
  const values = averagePotential(mesh, formulas);
  checkFinitePotential(values, { mesh, graph });
  return values;
}

/** What a reference has to know of an inertial scheme. */
export function inertiaOf(scheme: InertialSchemeSpec, model: MeshModelSpec): Inertia {
  const { graph, domain, constants } = modelOf(model);
  const { expressions } = formulasOf(scheme, domain, graph.layers, constants);
  const initialPotential = expressions.map(
    ({ evaluate }, layer) =>
      ([x = 0, y = 0]: readonly number[]) =>
        evaluate(x, y, 0, layer),
  );
  return { damping: scheme.damping, initialPotential };
}

function formulasOf(
  { initialPotential }: InertialSchemeSpec,
  domain: Domain,
  layers: readonly string[],
  constants: OwnConstants | undefined,
): LayerFormulas {
  const path = "scheme.initialPotential";
  const variables = spatialVariables(domain, ["g"]);
  return { layers, path, expressions: parseLayers(initialPotential, { layers, variables, constants, path }) };
}
