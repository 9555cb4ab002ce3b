import type { OwnConstants } from "../../model/expression/tokens.js";
import { type LayerSpec, parseLayers, spatialVariables } from "../../model/formulas.js";
import { checkFinitePotential, type Inertia } from "../../model/inertia.js";
import type { LayerFormulas } from "../../model/layer-arrays.js";
import type { Domain } from "../../model/mesh.js";
import type { Model } from "../../model/model.js";
import { averagePotential } from "../../model/potential.js";
import type { Problem } from "../../model/problem.js";

/** The part of the scheme that says how it starts and what slows it down. */
interface InertialMotion {
  readonly damping: number;
  readonly initialPotential: LayerSpec;
}

/**
 * The initial potential of the velocity on a mesh: cell averages.
 *
 * @throws {InputError} on a formula that does not parse, or is not finite
 */
export function initialPotentialOn(
  scheme: InertialMotion,
  { mesh, graph }: Problem,
  constants: OwnConstants | undefined,
): Float64Array {
  const formulas = formulasOf(scheme, mesh.domain, graph.layers, constants);
  const values = averagePotential(mesh, formulas);
  checkFinitePotential(values, { mesh, graph });
  return values;
}

/** What a reference has to know of an inertial scheme. */
export function inertiaOf(scheme: InertialMotion, { graph, domain, constants }: Model): Inertia {
  const { expressions } = formulasOf(scheme, domain, graph.layers, constants);
  const initialPotential = expressions.map(
    ({ evaluate }, layer) =>
      ([x = 0, y = 0]: readonly number[]) =>
        evaluate(x, y, 0, layer),
  );
  return { damping: scheme.damping, initialPotential };
}

function formulasOf(
  { initialPotential }: InertialMotion,
  domain: Domain,
  layers: readonly string[],
  constants: OwnConstants | undefined,
): LayerFormulas {
  const path = "scheme.initialPotential";
  const variables = spatialVariables(domain, ["g"]);
  return { layers, path, expressions: parseLayers(initialPotential, { layers, variables, constants, path }) };
}
